"""The home tab: what waits for the reader, what their teams said, what comes; then what runs, for those who run it."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

import slackblocks as sb

from bot.domain.decision import Decision
from bot.domain.home import Closed, Coming, HomeFacts, Missing, OpenPrompt, RunningSync, Undelivered, Update
from bot.render import Words, oneline
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.away import SHOW as SHOW_AWAY
from bot.views.blocker_list import row_blocks
from bot.views.decision import needed_blocks, past_due_block
from bot.views.participation import on_home
from bot.views.pause import RESUME as RESUME_ALL
from bot.views.pause import SHOW as PAUSE_ALL
from bot.views.person_import import OPEN as IMPORT_PEOPLE
from bot.views.rhythm import SHOW as SHOW_RHYTHM
from bot.views.sync_list import RESUME
from bot.views.sync_prompt import ADD, ANSWER, AS_PLANNED, EDIT, MORE, SKIP, WHY
from bot.views.sync_setup import EDIT as EDIT_SYNC
from bot.views.sync_setup import NEW
from bot.views.team_setup import OPEN as CHOOSE_CHANNELS

RETRY = "delivery_retry"

MOST = {
    "waiting": 5,
    "held": 3,
    "updates": 8,
    "past": 3,
    "here": 3,
    "mine": 3,
    "coming": 5,
    "undelivered": 4,
    "closed": 3,
    "syncs": 8,
    "decisions": 4,
    "past_due": 4,
    "missing": 3,
}
"""How many of each kind are shown, so that a home tab stays below Slack's hundred blocks; more are counted."""

LINE = 200
"""Characters of an answer shown here; all of it stands in the thread of the summary."""

MOST_AWAY = 3
"""Away dates that are named here; *Away dates* shows all."""

MOST_ADDED = 2
"""Additions to an answer that are shown here; more are counted."""

Row = TypeVar("Row")


def home(words: Words, facts: HomeFacts, held: Sequence[Message] = ()) -> View:
    """Return the home tab of one person; `held` is what Drumbeat will tell them with its next message."""
    shown = [
        *_part(words, "waiting", "Waiting for you", facts.waiting, lambda one: _waiting(words, facts, one)),
        *_decisions(words, facts),
        *_held(words, held),
        *_part(words, "updates", "From your teams", facts.updates, lambda one: _update(words, facts, one)),
        *_blockers(words, facts),
        *_part(words, "coming", "Coming up", facts.coming, lambda one: _coming(words, facts, one)),
        *_away(words, facts),
        *_part(words, "missing", "No update yet", [*enumerate(facts.missing)], lambda one: _missing(words, facts, one)),
        *_past_due(words, facts),
        *_trouble(words, facts),
        *_part(words, "syncs", "Syncs", facts.syncs, lambda one: _sync(words, facts, one)),
        *on_home(words, facts.participation),
    ]
    shown = [*_paused(words, facts), *shown]
    if facts.begins:
        shown.insert(0, blocks.section("welcome", words("home/welcome.mrkdwn.j2")))
    if not shown:
        shown = [blocks.section("empty", words("home/empty.mrkdwn.j2", facts=facts))]
    pressed = [blocks.button("New sync", NEW)] if facts.sets_up and not facts.begins else []
    if facts.runs:
        style: blocks.Style | None = "primary" if facts.begins else None
        pressed.append(blocks.button("Choose channels", CHOOSE_CHANNELS, style=style))
        pressed.append(blocks.button("Import people", IMPORT_PEOPLE))
    if facts.syncs and facts.paused is None:
        pressed.append(blocks.button("Pause everything", PAUSE_ALL))
    if facts.name:
        pressed += [blocks.button("Away dates", SHOW_AWAY), blocks.button("My settings", SHOW_RHYTHM)]
        shown.append(blocks.actions("home_actions", *pressed))
    return blocks.home(shown)


def _part(
    words: Words, name: str, title: str, rows: Sequence[Row], draw: Callable[[Row], list[sb.Block]]
) -> list[sb.Block]:
    if not rows:
        return []
    shown = [blocks.header(f"{name}_title", title)]
    for row in rows[: MOST[name]]:
        shown += draw(row)
    if len(rows) > MOST[name]:
        shown.append(blocks.context(f"{name}_more", words("home/more.mrkdwn.j2", more=len(rows) - MOST[name])))
    return shown


def _waiting(words: Words, facts: HomeFacts, one: OpenPrompt) -> list[sb.Block]:
    turn = str(one.turn_id)
    text = blocks.section(f"waiting:{turn}", words("home/waiting.mrkdwn.j2", facts=facts, one=one))
    more = blocks.overflow(MORE, [blocks.option("Why am I asked?", f"{WHY}:{turn}")])
    if one.state == "skipped":
        return [text, blocks.actions(f"waiting_actions:{turn}", blocks.button("Answer after all", ANSWER, turn), more)]
    as_planned = blocks.button("All as planned", AS_PLANNED, turn)
    answer = blocks.button("Answer", ANSWER, turn, style="primary")
    skip = blocks.button("Skip", SKIP, turn)
    return [text, blocks.actions(f"waiting_actions:{turn}", as_planned, answer, skip, more)]


def _update(words: Words, facts: HomeFacts, one: Update) -> list[sb.Block]:
    button = (
        blocks.button("Edit", EDIT, str(one.turn_id))
        if one.turn_id is not None
        else blocks.button("Add something", ADD, str(one.prompt_id))
    )
    lines = [blocks.clip(oneline(line), LINE) for line in one.lines]
    added = [(said.by, blocks.clip(oneline(said.text), LINE)) for said in one.additions]
    text = words("home/update.mrkdwn.j2", facts=facts, one=one, lines=lines, added=added[:MOST_ADDED])
    first, *rest = blocks.split(text, blocks.SECTION_LENGTH)  # in escapes a line can be five times as long
    shown = [blocks.section(f"update:{one.prompt_id}", first, accessory=button)]
    return shown + [blocks.section(f"update:{one.prompt_id}:{n}", part) for n, part in enumerate(rest)]


def _missing(words: Words, facts: HomeFacts, numbered: tuple[int, Missing]) -> list[sb.Block]:
    number, one = numbered
    return [blocks.section(f"missing:{number}", words("home/missing.mrkdwn.j2", facts=facts, one=one))]


def _held(words: Words, held: Sequence[Message]) -> list[sb.Block]:
    def row(numbered: tuple[int, Message]) -> list[sb.Block]:
        number, one = numbered
        said = next((block["text"]["text"] for block in one.blocks if block["type"] == "section"), one.text)
        return [blocks.section(f"held:{number}", said)]

    shown = _part(words, "held", "Not urgent", list(enumerate(held)), row)
    return [*shown, blocks.context("held_when", words("home/held.mrkdwn.j2"))] if shown else []


def _blockers(words: Words, facts: HomeFacts) -> list[sb.Block]:
    today = facts.now.date()
    parts = (
        ("here", "Waiting on you and your teams", facts.blockers.here),
        ("mine", "What you wait for", facts.blockers.mine),
        ("past", "Blockers past their time", facts.blockers.past),
    )
    return [
        block
        for name, title, rows in parts
        for block in _part(words, name, title, rows, partial(row_blocks, words, today=today, name=name))
    ]


def _coming(words: Words, facts: HomeFacts, one: Coming) -> list[sb.Block]:
    return [blocks.context(f"coming:{facts.coming.index(one)}", words("home/coming.mrkdwn.j2", facts=facts, one=one))]


def _paused(words: Words, facts: HomeFacts) -> list[sb.Block]:
    if facts.paused is None:
        return []
    resume = blocks.button("Resume everything", RESUME_ALL) if facts.runs else None
    text = words("pause/note.mrkdwn.j2", pause=facts.paused, zone=facts.zone, now=facts.now)
    return [blocks.section("paused", text, accessory=resume)]


def _away(words: Words, facts: HomeFacts) -> list[sb.Block]:
    if not facts.away:
        return []
    return [blocks.context("away", words("home/away.mrkdwn.j2", ranges=facts.away[:MOST_AWAY], today=facts.now.date()))]


def _decisions(words: Words, facts: HomeFacts) -> list[sb.Block]:
    def mine(one: Decision) -> list[sb.Block]:
        return needed_blocks(words, one, _today(facts), facts.decisions.index(one))

    return _part(words, "decisions", "Decisions that wait for you", facts.decisions, mine)


def _past_due(words: Words, facts: HomeFacts) -> list[sb.Block]:
    def past(one: Decision) -> list[sb.Block]:
        return [past_due_block(words, one, _today(facts))]

    return _part(words, "past_due", "Decisions past their date", facts.past_due, past)


def _today(facts: HomeFacts) -> date:
    return facts.now.astimezone(ZoneInfo(facts.zone)).date()


def _trouble(words: Words, facts: HomeFacts) -> list[sb.Block]:
    def message(one: Undelivered) -> list[sb.Block]:
        label = "Post again" if one.target.startswith("#") else "Send again"
        asks = None
        if one.unknown:
            text = words("home/again.mrkdwn.j2", one=one)
            asks = blocks.confirm("Is it really missing?", text, label)
        text = words("home/undelivered.mrkdwn.j2", one=one)
        button = blocks.button(label, RETRY, one.key, asks=asks)
        return [blocks.section(f"undelivered:{blocks.clip(one.key, 200)}", text, accessory=button)]

    def channel(one: Closed) -> list[sb.Block]:
        button = blocks.button("Edit sync", EDIT_SYNC, str(one.ritual_id))
        text = words("home/closed.mrkdwn.j2", one=one)
        return [blocks.section(f"closed:{one.ritual_id}", text, accessory=button)]

    return [
        *_part(words, "undelivered", "Not delivered", facts.undelivered, message),
        *_part(words, "closed", "Channels that need you", facts.closed, channel),
    ]


def _sync(words: Words, facts: HomeFacts, one: RunningSync) -> list[sb.Block]:
    sync = str(one.ritual_id)
    button = (
        blocks.button("Resume sync", RESUME, sync)
        if one.state == "paused"
        else blocks.button("Edit sync", EDIT_SYNC, sync)
    )
    return [blocks.section(f"sync:{sync}", words("home/sync.mrkdwn.j2", facts=facts, one=one), accessory=button)]
