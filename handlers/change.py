"""`change`: the list, the page of one, and what can be typed after its name."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.change_word import After, Alone
from bot.errors import UserError
from bot.parts import Parts
from bot.slack.gateway import Message
from bot.views import change_calendar, change_list
from handlers import change_form as forms
from handlers import change_impact, stakeholder, stakeholder_import
from handlers.announcement import announce_change
from handlers.change_close import close_command
from handlers.change_load import limit_command
from handlers.change_page import change_page
from handlers.change_pulse import pulse_command
from handlers.change_question_faq import faq_command, ideas_command
from handlers.change_retro import retro_command
from handlers.change_step import plan_command
from handlers.click import click_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]

Sub = Callable[[Parts, Place, int], Awaitable[Message | None]]
"""Answers a word after the name of a change; None where a form was opened instead."""

SUBS: Mapping[str, Sub] = {
    After.ANNOUNCE: announce_change,
    After.CLOSE: close_command,
    After.FAQ: faq_command,
    After.IDEAS: ideas_command,
    After.PLAN: plan_command,
    After.PULSE: pulse_command,
    After.RETRO: retro_command,
}
"""What can be typed after the name of a change, by its word: `/pmo change <name> faq`."""

ALSO: Mapping[str, After] = {
    "announcement": After.ANNOUNCE,
    "questions": After.FAQ,
    "answers": After.FAQ,
    "suggestions": After.IDEAS,
    "steps": After.PLAN,
}
"""Other words for these."""


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the list, and to all that is done with a change."""
    app.action(change_list.SHOW)(partial(show, bot))
    app.action(change_list.LIST)(partial(show_more, bot))
    forms.register(app, bot)
    stakeholder.register(app, bot)
    stakeholder_import.register(app, bot)
    change_impact.register(app, bot)


async def change_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Return what stands in place of a name, the page of the change that is named, or what its last word asks for."""
    alone = ALONE.get(rest.casefold())
    if alone is not None:
        return await alone(bot, place)
    # A name may end like a word of ours, or begin like one: all of it comes first.
    named = await bot.change.lists.named(place.workspace_id, place.slack_id, rest)
    if named is not None:
        return await change_page(bot, place, named)
    first, _, typed = rest.partition(" ")
    if first.casefold() == Alone.LIMIT:
        return await limit_command(bot, place, typed.strip())
    name, _, last = rest.rpartition(" ")
    word = last.casefold()
    sub = SUBS.get(ALSO.get(word, word))
    if sub is not None and not name:
        raise UserError(
            f"Of which change? `{bot.settings.command} change <name> {word}` takes its name before the word."
        )
    change_id = await bot.change.lists.find(place.workspace_id, place.slack_id, name if sub else rest)
    return await (sub or change_page)(bot, place, change_id)


def begins_change(word: str) -> bool:
    """Tell whether a word can follow `change`, besides the names of changes."""
    return word in ALONE


async def all_changes(bot: Parts, place: Place) -> Message:
    """Return the list, with the calendar below."""
    facts = await bot.change.lists.facts(place.workspace_id, place.slack_id)
    weeks = await bot.change.calendars.facts(place.workspace_id, place.slack_id)
    calendar = change_calendar.calendar_blocks(bot.words, weeks)
    return change_list.change_list(bot.words, facts, bot.settings.command, calendar)


async def calendar_alone(bot: Parts, place: Place) -> Message:
    """Return the calendar without the list."""
    weeks = await bot.change.calendars.facts(place.workspace_id, place.slack_id)
    return change_calendar.calendar_message(bot.words, weeks)


async def register_one(bot: Parts, place: Place) -> None:
    """Open the form of a new change."""
    await forms.open_new(bot, place)


async def standing_list(bot: Parts, place: Place) -> None:
    """Open the organisation's standing list."""
    await stakeholder.open_groups(bot, place, 0)


async def say_limit(bot: Parts, place: Place) -> Message:
    """Say what a group can take in."""
    return await limit_command(bot, place, "")


ALONE: Mapping[str, Callable[[Parts, Place], Awaitable[Message | None]]] = {
    "": all_changes,
    Alone.NEW: register_one,
    Alone.LIST: all_changes,
    Alone.CALENDAR: calendar_alone,
    Alone.STANDING: standing_list,
    Alone.LIMIT: say_limit,
}
"""What can be typed in place of a name; nothing at all shows the list."""


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the page of a change."""
    await ack()
    place = place_of(body, context)
    await place.answer(bot, await change_page(bot, place, click_of(body, context).number))


async def show_more(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the next page of the list in place of this one; the first with its calendar, beside what was there."""
    await ack()
    place = place_of(body, context)
    first = min(click_of(body, context).number, 10**6)
    if not first:
        await place.answer(bot, await all_changes(bot, place))
        return
    facts = await bot.change.lists.facts(place.workspace_id, place.slack_id, first=first)
    await place.answer(bot, change_list.change_list(bot.words, facts, bot.settings.command), replace=True)
