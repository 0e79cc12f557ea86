"""Two people who edit the same thing at once."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.merging import digests, merge

FIELDS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "1", "2", "3"]))


def test_what_each_changed_is_kept():
    """One changed the first field, the other the second: both are in, and nobody is asked."""
    merged = merge(digests({"a": "1", "b": "1"}), {"a": "2", "b": "1"}, {"a": "1", "b": "3"})
    assert merged.values == {"a": "2", "b": "3"}
    assert merged.conflicts == ()


def test_what_both_changed_otherwise_is_asked_about():
    """What was typed stays, and the field is named; the same change by both is none."""
    merged = merge(digests({"a": "1", "b": "1"}), {"a": "2", "b": "2"}, {"a": "3", "b": "2"})
    assert merged.values == {"a": "3", "b": "2"}
    assert merged.conflicts == ("a",)
    again = merge(merged.base, {"a": "2", "b": "2"}, {"a": "3", "b": "1"})
    assert again.values == {"a": "3", "b": "2"}
    assert again.conflicts == ()


def test_a_field_that_is_emptied_was_changed():
    """Taking something out counts as a change, whoever did it."""
    assert merge(digests({"a": "1"}), {}, {"a": "1"}).values == {"a": ""}
    assert merge(digests({"a": "1"}), {"a": "1"}, {}).values == {"a": ""}


@given(FIELDS, FIELDS, FIELDS)
def test_nothing_that_was_typed_is_lost(base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]):
    """Whatever was changed in the form is in; else the other's; a conflict is what both changed."""
    merged = merge(digests(base), theirs, mine)
    for name in {*theirs, *mine}:
        began, other, own = base.get(name, ""), theirs.get(name, ""), mine.get(name, "")
        assert merged.values[name] == (own if own != began else other)
        assert (name in merged.conflicts) == (own != began and other not in {began, own})
