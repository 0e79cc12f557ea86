"""How Drumbeat speaks, as far as a machine can tell: every message, form and home tab, with every kind of facts."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from bot.playground.blocks_check import check_blocks
from bot.playground.view_checks import check_view
from bot.render import FOLDER, MARKS, Words
from bot.slack.gateway import Message, View
from tests.gallery.catalogue import SCENES, Shot, name_of, public_views, shots

ALL = shots()
GOOD = [shot for shot in ALL if not shot.mood]
HOSTILE = [shot for shot in ALL if shot.mood == "hostile"]
FALLBACK = 4000
"""Characters of a message's text that Slack advises (docs.slack.dev, "Truncating content")."""

PINGS = re.compile(r"<!(?:channel|here|everyone)|<@U1>|<https://evil|<!subteam")
PEOPLES_MARKS = re.compile(r"[*]b i|b i_|~s c|s c`")
BANNED_LABELS = {"ok", "okay", "submit", "yes", "no", "click here", "confirm"}
BANNED_WORDS = re.compile(
    r"please note|kindly|\bsimply\b|\bjust (?:click|press)|you (?:forgot|failed|missed|have not|haven't|did not|didn't)"
    r"|still (?:have|has) not|overdue|too late|\bguilt|\bnon-?compliant|\basap\b|\U0001f389",
    re.IGNORECASE,
)
IN_CODE_ONLY = re.compile(
    r"(?<!Second )\b(?:rounds?|prompts?|roll-?ups?|stakeholders?|impacts?|"
    r"initiatives?|guardrails?|acknowledg\w+|declin\w+|embedded|silent"
    r"|missed|workspace)\b",
    re.IGNORECASE,
)
"""Words of the code for which members read others."""

FOR_MEMBERS = (
    "action",
    "decision",
    "retro_card.",
    "retro_names.",
    "retro_thread.",
    "retro_withdraw.",
    "sync_prompt.",
    "sync_rollup.",
    "sync_form.",
    "words.",
    "channel.",
    "blocker",
    "sync_map.",
)
LEFTOVERS = re.compile(r"\bNone\b|\{\{|\{%|Undefined|<class|datetime\.|\bTrue\b|\bFalse\b")
SLIPS = re.compile(
    r"[^ \n] {2,}[^ ]| [,.;:!?](?:\s|$)|(?<!\.)\.\.(?!\.)|,,|\(\)|“”|\*\*| \n|\ba [aeio]\w+ (?!one)"
    r"|(?-i:[a-z0-9”][.?!]”?[A-Z][a-z])",
    re.IGNORECASE,
)
WHO_SEES = re.compile(
    r"\b(?:sees?|seen|goes (?:to|below)|reads?|shown|stays with you|only you|nothing is (?:sent|stored|saved))\b",
    re.IGNORECASE,
)


@cache
def drawn(shot: Shot) -> Message | View:
    """Draw a shot once for all tests."""
    return shot.draw(WORDS)


class Recording(Words):
    """Remembers which templates were asked for, the included ones too."""

    def __init__(self) -> None:
        """Watch the loader."""
        super().__init__()
        self.used: set[str] = set()
        loader = self.environment.loader
        assert loader is not None
        load = loader.load

        def noted(environment: Any, name: str, *rest: Any) -> Any:
            self.used.add(name)
            return load(environment, name, *rest)

        loader.load = noted  # type: ignore[method-assign]


WORDS = Recording()


def blocks_of(shot: Shot) -> list[Any]:
    """Return the blocks of a message or a view."""
    shown = drawn(shot)
    return list(shown.blocks if isinstance(shown, Message) else shown["blocks"])


def texts(value: Any, kind: str) -> Iterator[str]:
    """Yield every text object of a kind, "mrkdwn" or "plain_text", wherever it stands."""
    if isinstance(value, dict):
        if value.get("type") == kind and isinstance(value.get("text"), str):
            yield value["text"]
        for one in value.values():
            yield from texts(one, kind)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one, kind)


def formatted(shot: Shot) -> list[str]:
    """Return all formatted text, with the fallback, which Slack reads in the same way."""
    shown = drawn(shot)
    if isinstance(shown, Message):
        return [shown.text, *texts(list(shown.blocks), "mrkdwn")]
    return list(texts(shown, "mrkdwn"))


def visible(shot: Shot) -> list[str]:
    """Return everything that a person can read."""
    shown = drawn(shot)
    return formatted(shot) + list(texts(list(shown.blocks) if isinstance(shown, Message) else shown, "plain_text"))


def elements(value: Any, *kinds: str) -> Iterator[dict[str, Any]]:
    """Yield every element of these types."""
    if isinstance(value, dict):
        if value.get("type") in kinds:
            yield value
        for one in value.values():
            yield from elements(one, *kinds)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from elements(one, *kinds)


def each(those: list[Shot]) -> pytest.MarkDecorator:
    """Run a test for each shot, under its title."""
    return pytest.mark.parametrize("shot", those, ids=[shot.title for shot in those])


def test_every_view_is_in_the_catalogue() -> None:
    """Whoever adds a message, a form or a home tab adds it to tests/gallery, too."""
    shown = {scene.view for scene in SCENES}
    assert [name_of(view) for view in public_views() if view not in shown] == []


def test_every_view_with_peoples_words_is_shown_with_hostile_ones() -> None:
    """A view whose facts have any text has scenes that are changed into hostile and into very long ones."""
    tried = {shot.view for shot in HOSTILE}
    untried = {shot.view for shot in ALL} - tried
    assert untried <= {
        "announcement_correction.taken_back_message",
        "announcement_sign.gone_message",
        "change_hand.gone_message",
        "change_load.gone_message",
        "change_question.taken_back_view",
        "digest_plan.stopped",
        "my_data.erasing",
        "role.form",
        "sync_rollup.emptied_message",
        "sync_try.tried",
        "words.short_help",
    }


def test_every_template_is_rendered() -> None:
    """No words that nobody has looked at."""
    for shot in ALL:
        drawn(shot)
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.j2")}
    assert sorted(there - WORDS.used) == []


@each(ALL)
def test_slack_takes_it(shot: Shot) -> None:
    """Known blocks within limits, on their surface; nothing too long, whatever people write."""
    shown = drawn(shot)
    if isinstance(shown, Message):
        check_blocks(list(shown.blocks), "message")
    else:
        check_view(dict(shown), str(shown["type"]))


@each(ALL)
def test_every_message_has_a_text_that_reads_like_a_notification(shot: Shot) -> None:
    """Not empty, within what Slack advises, without the marks of formatting at its ends."""
    shown = drawn(shot)
    if isinstance(shown, Message):
        assert shown.text.strip()
        assert len(shown.text) <= FALLBACK


@each(HOSTILE)
def test_what_people_wrote_pings_nobody_and_stays_readable(shot: Shot) -> None:
    """Escaped once where Slack formats, not at all where it does not."""
    for text in formatted(shot):
        assert not PINGS.search(text), text
        assert "&amp;lt;" not in text, text
        assert not re.search(r"&#\d+;|&quot;", text), text
    shown = drawn(shot)
    for text in texts(list(shown.blocks) if isinstance(shown, Message) else shown, "plain_text"):
        assert not re.search(r"&(?:lt|gt|amp|#\d+);", text), text


@each(HOSTILE)
def test_what_people_called_things_breaks_no_formatting(shot: Shot) -> None:
    """A `*` in a name would end the bold type around it; only in a quotation do people's own marks count."""
    for text in formatted(shot):
        for line in text.splitlines():
            assert line.startswith("> ") or not PEOPLES_MARKS.search(line), line


@each(GOOD)
def test_the_marks_of_our_own_sentences_count(shot: Shot) -> None:
    """What Drumbeat itself says of a button or a command comes in bold type or as code."""
    assert [text for text in formatted(shot) if any(mark in text for mark in MARKS.values())] == []


@each(ALL)
def test_titles_and_buttons_are_short_and_say_what_they_do(shot: Shot) -> None:
    """Titles have at most 24 characters, buttons 20; none says OK, Submit or Yes."""
    shown = drawn(shot)
    labels = [element["text"]["text"] for element in elements(blocks_of(shot), "button")]
    for element in elements(blocks_of(shot), "button", "overflow"):
        if "confirm" in element:
            labels += [element["confirm"]["confirm"]["text"], element["confirm"]["deny"]["text"]]
    assert [label for label in labels if not 1 <= len(label) <= 20] == []
    if not isinstance(shown, Message):
        parts = [shown[part]["text"] for part in ("title", "submit", "close") if part in shown]
        assert [part for part in parts if not 1 <= len(part) <= 24] == []
        labels += parts
    assert [label for label in labels if label.lower().strip(" .!") in BANNED_LABELS] == []


@each(GOOD)
def test_one_primary_button_a_message(shot: Shot) -> None:
    """One message, one question, one thing to press first; lists of several questions have one each."""
    for block in blocks_of(shot):
        primary = [one for one in elements(block, "button") if one.get("style") == "primary"]
        assert len(primary) <= 1


@each(GOOD)
def test_nobody_is_blamed_or_lectured(shot: Shot) -> None:
    """No guilt, no officialese."""
    assert [text for text in visible(shot) if BANNED_WORDS.search(text)] == []


@each([shot for shot in GOOD if shot.view.startswith(FOR_MEMBERS)])
def test_members_read_peoples_words_not_the_codes(shot: Shot) -> None:
    """They read of this week's sync, their update, the summary."""
    assert [text for text in visible(shot) if IN_CODE_ONLY.search(text)] == []


@each(GOOD)
def test_no_slips_of_the_template(shot: Shot) -> None:
    """Nothing of Python or Jinja is left, no doubled spaces, no lonely full stops."""
    for text in visible(shot):
        assert not LEFTOVERS.search(text), text
        assert not SLIPS.search(text), (SLIPS.search(text), text)
        assert text.strip()


@each([shot for shot in GOOD if not isinstance(drawn(shot), Message)])
def test_a_form_says_who_sees_what_is_typed(shot: Shot) -> None:
    """In one line above the fields."""
    fields = [block for block in blocks_of(shot) if block["type"] == "input"]
    if fields:
        assert [text for text in formatted(shot) if WHO_SEES.search(text)], formatted(shot)


@each([shot for shot in GOOD if shot.view in {"sync_form.form", "sync_try.try_view"}])
def test_an_update_asks_for_two_fields_at_most(shot: Shot) -> None:
    """Answering stays quick."""
    needed = [block for block in blocks_of(shot) if block["type"] == "input" and not block.get("optional")]
    assert len(needed) <= 2


@each([shot for shot in GOOD if shot.view in {"sync_form.form", "sync_form.add_form"}])
def test_a_field_to_type_in_shows_an_example(shot: Shot) -> None:
    """A believable one, in the usual questions."""
    if "every kind" not in shot.name:
        bare = [one for one in elements(blocks_of(shot), "plain_text_input") if not one.get("placeholder")]
        assert bare == []
