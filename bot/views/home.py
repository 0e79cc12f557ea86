"""The home tab: what waits for the reader, what their teams said, what comes; then what runs, for those who run it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

import slackblocks as sb

from bot.domain.action_list import ActionRow
from bot.domain.change_step import Step
from bot.domain.coming import Coming
from bot.domain.decision import Decision
from bot.domain.home import Closed, HomeFacts, Undelivered
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks, home_sync
from bot.views.action import help_blocks
from bot.views.action_list import row_blocks as action_blocks
from bot.views.announcement_correction import home_row as to_correct
from bot.views.announcement_list import draft_row, sign_row
from bot.views.announcement_reply import home_row
from bot.views.away import SHOW as SHOW_AWAY
from bot.views.blocker_list import row_blocks
from bot.views.blocker_new import NEW as RAISE
from bot.views.change_list import LIST as CHANGES
from bot.views.change_question import ASK
from bot.views.change_question_faq import own_row as own_change_row
from bot.views.change_question_faq import waiting_row as change_row
from bot.views.change_step import row as step_row
from bot.views.change_step_part import row as part_row
from bot.views.decision import needed_blocks, past_due_block
from bot.views.opt_out import own_block
from bot.views.participation import on_home
from bot.views.pause import RESUME as RESUME_ALL
from bot.views.pause import SHOW as PAUSE_ALL
from bot.views.person_import import OPEN as IMPORT_PEOPLE
from bot.views.playbook_home import asked_row, own_row
from bot.views.retro_home import running_row, waiting_row
from bot.views.retro_setup import NEW as NEW_RETRO
from bot.views.retro_systemic import on_home as shared_theme
from bot.views.rhythm import SHOW as SHOW_RHYTHM
from bot.views.sync_setup import EDIT as EDIT_SYNC
from bot.views.sync_setup import NEW
from bot.views.team_setup import OPEN as CHOOSE_CHANNELS

RETRY = "delivery_retry"

MOST = {
    "waiting": 6,
    "held": 3,
    "updates": 8,
    "past": 3,
    "here": 3,
    "mine": 3,
    "coming": 6,
    "left_out": 3,
    "undelivered": 5,
    "closed": 4,
    "syncs": 9,
    "retros": 6,
    "retros_waiting": 4,
    "decisions": 4,
    "past_due": 4,
    "missing": 4,
    "actions": 4,
    "helps": 3,
    "late": 4,
    "questions": 3,
    "asked": 3,
    "change_asked": 3,
    "to_read": 3,
    "to_tell": 3,
    "to_sign": 3,
    "to_correct": 3,
    "drafts": 3,
    "steps": 3,
    "parts": 3,
    "steps_late": 4,
    "change_own": 3,
    "systemic": 3,
}
"""How many of each kind are shown at most; more are counted."""

MOST_AWAY = 3
"""Away dates that are named here; *Away dates* shows all."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _Page:
    """One attempt at a home tab: each of its parts shows `less` rows fewer than it might, but one at least."""

    words: Words
    facts: HomeFacts
    held: Sequence[Message]
    less: int = 0

    def part(self, name: str, title: str, rows: Sequence[Row], draw: Callable[[Row], list[sb.Block]]) -> list[sb.Block]:
        """Return a part with its title; nothing where there are no `rows`."""
        if not rows:
            return []
        most = max(MOST[name] - self.less, 1)
        shown = [blocks.header(f"{name}_title", title)]
        for row in rows[:most]:
            shown += draw(row)
        if len(rows) > most:
            shown.append(blocks.context(f"{name}_more", self.words("home/more.mrkdwn.j2", more=len(rows) - most)))
        return shown


def home(words: Words, facts: HomeFacts, held: Sequence[Message] = ()) -> View:
    """Return the home tab of one person; `held` is what Drumbeat will tell them with its next message.

    Where more is to be shown than Slack takes, every part is cut alike.
    """
    pages = (_shown(_Page(words, facts, held, less)) for less in range(max(MOST.values())))
    return blocks.home(next(page for page in pages if len(page) <= blocks.VIEW_BLOCKS))


def _shown(page: _Page) -> list[sb.Block]:
    words, facts, today = page.words, page.facts, _today(page.facts)
    shown = [
        *page.part("waiting", "Waiting for you", facts.waiting, lambda one: home_sync.waiting(words, facts, one)),
        *page.part("retros_waiting", "Your retros", facts.retros.waiting, lambda one: waiting_row(words, facts, one)),
        *_decisions(page),
        *page.part(
            "helps", "Your help is wanted", facts.actions.helps, lambda one: help_blocks(words, one.action, today)
        ),
        *_actions(page, "actions", "Your actions", page.facts.actions.mine),
        *_plan(page, "steps", "Your steps in changes", facts.steps.mine, own=True),
        *page.part("parts", "Sessions and practice", facts.steps.parts, partial(part_row, words)),
        *page.part("questions", "Questions for you", facts.questions.of_me, lambda one: asked_row(words, one, today)),
        *page.part("asked", "Your questions", facts.questions.mine, lambda one: own_row(words, one, today)),
        *page.part("to_read", "News for you", facts.announcements.to_read, lambda one: home_row(words, one)),
        *page.part("to_tell", "For your team to hear", facts.announcements.to_tell, lambda one: home_row(words, one)),
        *page.part("to_sign", "For you to sign", facts.announcements.to_sign, lambda one: sign_row(words, one, today)),
        *page.part("to_correct", "Does it affect them?", facts.announcements.to_correct, partial(to_correct, words)),
        *page.part("drafts", "Your drafts", facts.announcements.drafts, lambda one: draft_row(words, one, today)),
        *page.part(
            "change_asked",
            "Asked about changes",
            facts.asked.of_me,
            lambda one: change_row(words, one, today, mine=True),
        ),
        *page.part("change_own", "What you asked", facts.asked.mine, lambda one: own_change_row(words, one, today)),
        *_held(page),
        *page.part("updates", "From your teams", facts.updates, lambda one: home_sync.update(words, facts, one)),
        *_blockers(page),
        *page.part("coming", "Coming up", facts.coming, lambda one: _coming(words, facts, one)),
        *page.part("left_out", "Not asking you", facts.left_out, lambda one: [own_block(words, one)]),
        *_away(words, facts),
        *page.part(
            "missing", "No update yet", [*enumerate(facts.missing)], lambda one: home_sync.missing(words, facts, one)
        ),
        *_past_due(page),
        *_actions(page, "late", "Actions past their date", page.facts.actions.late),
        *_plan(page, "steps_late", "Late in changes", facts.steps.late, own=False),
        *page.part("systemic", "Shared by several teams", facts.systemic, partial(shared_theme, words)),
        *_trouble(page),
        *page.part("syncs", "Syncs", facts.syncs, lambda one: home_sync.running(words, facts, one)),
        *page.part("retros", "Retros", facts.retros.running, lambda one: running_row(words, facts, one)),
        *on_home(words, facts.participation),
    ]
    shown = [*_paused(words, facts), *shown]
    if facts.begins:
        shown.insert(0, blocks.section("welcome", words("home/welcome.mrkdwn.j2")))
    if not shown:
        shown = [blocks.section("empty", words("home/empty.mrkdwn.j2", facts=facts))]
    if facts.name:
        shown.append(blocks.actions("home_actions", *_pressed(facts)))
    return shown


def _pressed(facts: HomeFacts) -> list[sb.Element]:
    pressed = []
    if facts.sets_up and not facts.begins:
        pressed += [blocks.button("New sync", NEW), blocks.button("New retro", NEW_RETRO)]
    if facts.runs:
        style: blocks.Style | None = "primary" if facts.begins else None
        pressed.append(blocks.button("Choose channels", CHOOSE_CHANNELS, style=style))
        pressed.append(blocks.button("Import people", IMPORT_PEOPLE))
    if facts.syncs and facts.paused is None:
        pressed.append(blocks.button("Pause everything", PAUSE_ALL))
    pressed += [blocks.button("Raise a blocker", RAISE), blocks.button("Ask a question", ASK)]
    pressed.append(blocks.button("Show changes", CHANGES, "0"))
    return [*pressed, blocks.button("Away dates", SHOW_AWAY), blocks.button("My settings", SHOW_RHYTHM)]


def _held(page: _Page) -> list[sb.Block]:
    def row(numbered: tuple[int, Message]) -> list[sb.Block]:
        number, one = numbered
        first = next((block for block in one.blocks if block["type"] in {"header", "section"}), None)
        # What has a title is a text of several parts: here its name is enough, the rest comes with the message.
        if first is None or first["type"] == "header":
            return [blocks.section(f"held:{number}", one.text.partition("\n")[0])]
        return [blocks.section(f"held:{number}", first["text"]["text"])]

    shown = page.part("held", "Not urgent", list(enumerate(page.held)), row)
    return [*shown, blocks.context("held_when", page.words("home/held.mrkdwn.j2"))] if shown else []


def _blockers(page: _Page) -> list[sb.Block]:
    facts, today = page.facts, page.facts.now.date()
    parts = (
        ("here", "Waiting on you and your teams", facts.blockers.here),
        ("mine", "What you wait for", facts.blockers.mine),
        ("past", "Blockers past their time", facts.blockers.past),
    )
    return [
        block
        for name, title, rows in parts
        for block in page.part(name, title, rows, partial(row_blocks, page.words, today=today, name=name))
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


def _decisions(page: _Page) -> list[sb.Block]:
    words, facts = page.words, page.facts

    def mine(one: Decision) -> list[sb.Block]:
        return needed_blocks(words, one, _today(facts), facts.decisions.index(one))

    return page.part("decisions", "Decisions that wait for you", facts.decisions, mine)


def _actions(page: _Page, name: str, title: str, rows: Sequence[ActionRow]) -> list[sb.Block]:
    today = _today(page.facts)

    def row(one: ActionRow) -> list[sb.Block]:
        return action_blocks(page.words, one, today, name=name, team=True)

    return page.part(name, title, rows, row)


def _plan(page: _Page, name: str, title: str, steps: Sequence[Step], *, own: bool) -> list[sb.Block]:
    today = _today(page.facts)

    def row(one: Step) -> list[sb.Block]:
        return step_row(page.words, one, today, page.facts.now, own=own, name=name)

    return page.part(name, title, steps, row)


def _past_due(page: _Page) -> list[sb.Block]:
    words, facts = page.words, page.facts

    def past(one: Decision) -> list[sb.Block]:
        return [past_due_block(words, one, _today(facts))]

    return page.part("past_due", "Decisions past their date", facts.past_due, past)


def _today(facts: HomeFacts) -> date:
    return facts.now.astimezone(ZoneInfo(facts.zone)).date()


def _trouble(page: _Page) -> list[sb.Block]:
    words, facts = page.words, page.facts

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
        *page.part("undelivered", "Not delivered", facts.undelivered, message),
        *page.part("closed", "Channels that need you", facts.closed, channel),
    ]
