"""Marks of formatting: those that Drumbeat sets count, those in what people wrote are shown."""

from pathlib import Path

import pytest

from bot.render import FOLDER, MOVED, Words, formatted, unformatted


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A*B", "A\u2217B"),
        ("_draft_", "\u02cddraft\u02cd"),
        ("data_platform_2", "data_platform_2"),
        ("~3 weeks, `main`", "\u223c3 weeks, \u02cbmain\u02cb"),
        ("see https://wiki.example/~ben/_a_*", "see https://wiki.example/~ben/_a_*"),
        ("\u202eAna \u0645\u0631\u062d\u0628\u0627\u2066", "Ana \u0645\u0631\u062d\u0628\u0627"),
    ],
)
def test_a_mark_in_what_people_wrote_is_shown_by_a_sign_that_looks_alike(written: str, shown: str) -> None:
    """An underscore within a word formats nothing, and an address must stay one that can be copied.

    What would turn the words of others around goes; letters that read from right to left do so by themselves.
    """
    assert unformatted(written) == shown


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("*Archived teams* in `/pmo teams` has it.", "*Archived teams* in `/pmo teams` has it."),
        ("*A is archived. *Archived teams* has it.", "\u2217A is archived. *Archived teams* has it."),
        ("A` is archived: `/pmo teams` & more.", "A\u02cb is archived: `/pmo teams` &amp; more."),
    ],
)
def test_a_lone_mark_in_a_sentence_of_our_own_breaks_nothing(sentence: str, shown: str) -> None:
    """Words in pairs of marks are Drumbeat's own."""
    assert formatted(sentence) == shown


def test_every_template_shows_names_so() -> None:
    """Without asking for it."""
    assert Words()("words/nothing.mrkdwn.j2", said="Pay*ments") == "Nothing here is called “Pay\u2217ments”."


def test_templates_that_change_on_disk_change_nothing_before_a_restart(tmp_path: Path) -> None:
    """An upgrade in place brings words that the program still running has no facts for."""
    (tmp_path / "upgraded.mrkdwn.j2").write_text("Before")
    words = Words(tmp_path)
    words.check()
    (tmp_path / "upgraded.mrkdwn.j2").write_text("{{ fact_of_tomorrow }}")
    assert words("upgraded.mrkdwn.j2") == "Before"


def test_what_moved_is_where_it_is_said_to_be() -> None:
    """And no longer where it was: whoever has words of their own for it would else be misled."""
    assert [new for new in MOVED.values() if not (FOLDER / new).exists()] == []
    assert [old for old in MOVED if (FOLDER / old).exists()] == []


def test_a_file_of_ones_own_that_replaces_nothing_is_named_with_its_new_place(tmp_path: Path) -> None:
    """Others have none; what replaces a template of ours is in use."""
    for name in ("menu/sync.mrkdwn.j2", "sync/nudge.mrkdwn.j2", "sync/nugde.mrkdwn.j2"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Hello")
    assert Words(tmp_path).unused() == {"menu/sync.mrkdwn.j2": "sync/row.mrkdwn.j2", "sync/nugde.mrkdwn.j2": ""}
    assert Words().unused() == {}
