"""What an edit changes, as whoever signs it reads it: the lines that go and come, and no others."""

from bot.domain.announcement_edit import Differs, differences

BEFORE = {"title": "Sales joins", "text": "*What changes*\n\nFrom 4 May.\n\nYour pay stays.", "not_known": ""}


def test_of_a_long_text_the_lines_that_differ_are_shown() -> None:
    """In the order in which they stand; empty lines are none."""
    after = {**BEFORE, "text": "*What changes*\nFrom 11 May.\nYour desk moves.\n\nYour pay stays."}
    assert differences(BEFORE, after) == (Differs("the text", "From 4 May.", "From 11 May.\nYour desk moves."),)


def test_what_is_new_or_taken_out_has_one_side() -> None:
    """And what it means for a group goes by its name."""
    after = {**BEFORE, "title": "Sales stays", "not_known": "The day.", "part:Berlin": ""}
    assert differences({**BEFORE, "part:Berlin": "Third floor."}, after) == (
        Differs("its title", "Sales joins", "Sales stays"),
        Differs("what we don't know yet", "", "The day."),
        Differs("what it means for Berlin", "Third floor.", ""),
    )


def test_nothing_differs_where_nothing_was_changed() -> None:
    """A whole text of ten thousand characters either."""
    long = {"text": "Word " * 2000}
    assert differences(long, dict(long)) == ()
    assert differences(BEFORE, BEFORE) == ()
