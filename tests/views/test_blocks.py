"""Long texts in parts: nothing is lost, torn apart or shown as somebody else's words."""

from bot.views.blocks import split


def test_a_short_text_is_one_part() -> None:
    """As it is."""
    assert split("*What moved?*\n> Cards", 50) == ["*What moved?*\n> Cards"]


def test_a_cut_falls_between_lines_and_a_heading_stays_with_what_follows_it() -> None:
    """The heading would fit into the first part, but moves on with its quotation."""
    text = "> " + "a" * 30 + "\n*What's next?*\n> " + "b" * 30
    assert split(text, 55) == ["> " + "a" * 30, "*What's next?*\n> " + "b" * 30]


def test_a_quotation_that_is_cut_goes_on_as_one() -> None:
    """One endless line of somebody's words: each part is quoted, and every word is there."""
    words = [f"word{number}" for number in range(40)]
    parts = split("> " + " ".join(words), 60)
    assert all(part.startswith("> ") and len(part) <= 60 for part in parts)
    assert " ".join(part.removeprefix("> ").strip() for part in parts).split() == words


def test_words_without_a_space_are_cut_and_none_is_lost() -> None:
    """Nor is an escape torn apart."""
    text = "> " + "&amp;" * 30
    parts = split(text, 41)
    assert all(part.startswith("> ") and len(part) <= 41 for part in parts)
    assert "".join(part.removeprefix("> ") for part in parts) == "&amp;" * 30
