"""What of an announcement stands in the message itself, what in its thread, and how typed text reads."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.announcement import LONGEST_PART, LONGEST_TEXT, Kind
from bot.domain.announcement_message import (
    A_PAGE,
    ROOM,
    About,
    AnnouncementFacts,
    GroupPart,
    LeadFacts,
    Section,
    laid_out,
)
from bot.domain.typed_markdown import as_markdown


def facts(text: str, *parts: str, not_known: str = "", lead: LeadFacts | None = None) -> AnnouncementFacts:
    """An announcement with a part for each of so many groups."""
    groups = tuple(GroupPart(f"Group {number}", one) for number, one in enumerate(parts))
    return AnnouncementFacts(
        1, Kind.UPDATE, "News", text, "Mara", date(2026, 3, 2), parts=groups, not_known=not_known, lead=lead
    )


def test_a_short_one_stands_in_the_message_with_all_its_parts():
    """The core, what it means for one's own group and then the others, what nobody knows, and last what leads get."""
    lead = LeadFacts(3, datetime(2026, 3, 3, tzinfo=UTC), "Say this.", "Asked that.")
    found = laid_out(facts("Core.", "Mine.", "Theirs.", not_known="Pay.", lead=lead))
    assert [one.about for one in found.shown] == [
        About.CORE, About.GROUP, About.GROUP, About.NOT_KNOWN, About.POINTS, About.QUESTIONS
    ]  # fmt: skip
    assert [one.group for one in found.shown if one.group] == ["Group 0", "Group 1"]
    assert found.pages == ()


def test_a_group_without_words_of_its_own_has_no_heading():
    """Its people read the core alone."""
    assert [one.about for one in laid_out(facts("Core.", " ", "Theirs.")).shown] == [About.CORE, About.GROUP]


def test_what_is_long_goes_on_in_the_thread_and_ones_own_part_stays_above():
    """Whoever reads no further has read what it means for them."""
    found = laid_out(facts("A sentence of it. " * 550, "m" * LONGEST_PART, *["t" * LONGEST_PART] * 3))
    assert [one.about for one in found.shown] == [About.CORE, About.GROUP]
    assert found.pages[0].goes_on
    assert [one.group for one in found.pages if one.group] == ["Group 1", "Group 2", "Group 3"]


WORDS = st.text("ab c.\n*", min_size=1, max_size=300).map(lambda text: text * 60).filter(str.strip)


@given(core=WORDS, parts=st.lists(WORDS, max_size=4), not_known=WORDS)
def test_nothing_is_cut_whatever_is_written(core: str, parts: list[str], not_known: str) -> None:
    """Every letter of every text is there once, and no message is longer than Slack takes."""
    found = laid_out(facts(core[:LONGEST_TEXT], *(one[:LONGEST_PART] for one in parts), not_known=not_known))
    assert sum(len(one.text) for one in found.shown) <= ROOM
    assert all(len(one.text) <= A_PAGE for one in found.pages)

    def said(sections: list[Section]) -> str:
        return "".join(sorted(letter for one in sections for letter in one.text if not letter.isspace()))

    whole = [core[:LONGEST_TEXT], *(one[:LONGEST_PART] for one in parts), not_known]
    assert said([*found.shown, *found.pages]) == said([Section(About.CORE, as_markdown(one)) for one in whole])
