"""Announcements: the command, the lists, and what a press on the desk opens or does."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.announcement import Kind
from bot.domain.change_page import ChangeHead
from bot.parts import Parts
from bot.slack.gateway import Message, View
from bot.views import announcement_desk as desk
from bot.views import announcement_form as form
from bot.views import announcement_list as lists
from bot.views import announcement_plain as plain
from bot.views import announcement_way_form as way_form
from bot.views.announcement_field import said
from bot.views.blocks import Block
from handlers.click import click_of, number
from handlers.form import form_of
from handlers.place import Place, place_of
from handlers.playbook_form import drawn

Body = Mapping[str, Any]
Context = Mapping[str, Any]
Draw = Callable[[Parts, Place, int], Awaitable[View]]

LISTS = frozenset({"list", "drafts"})


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of lists and of the desk."""
    for action, listener in (
        (desk.OPEN, press_open),
        (lists.NEW, press_new),
        (lists.NEW_PLAIN, press_plain),
        (lists.LIST, show_more),
        (desk.EDIT_PART, edit_part),
        (desk.DROP, drop),
        (desk.TAKE_BACK, take_back),
        (desk.TAKE_EDIT_BACK, take_edit_back),
    ):
        app.action(action)(partial(listener, bot))
    for action, draw in FORMS.items():
        app.action(action)(partial(edit, bot, draw))


async def announce_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Open the form of an announcement: of the change that is named, else of one without a change; or list them."""
    if rest.casefold() in LISTS:
        facts = await bot.change.announcement_lists.facts(place.workspace_id, place.slack_id)
        return lists.announcement_list(bot.words, facts, bot.settings.command)
    if rest:
        change_id = await bot.change.lists.find(place.workspace_id, place.slack_id, rest)
        return await announce_change(bot, place, change_id)
    form_facts = await bot.change.plain.form(place.workspace_id, place.slack_id)
    await place.open(bot, plain.plain_form(bot.words, form_facts))
    return None


async def announce_change(bot: Parts, place: Place, change_id: int) -> Message | None:
    """Open the form in which the kind of an announcement of a change is chosen."""
    facts = await bot.change.writing.begin(place.workspace_id, place.slack_id, change_id)
    await place.open(bot, form.kind_form(bot.words, facts))
    return None


def begins_announce(word: str) -> bool:
    """Tell whether a word can follow `announce`, besides the names of changes."""
    return word in LISTS


async def written(bot: Parts, place: Place, head: ChangeHead) -> Sequence[Block]:
    """Return what whoever runs a change has begun to write about it, and the button that begins more."""
    if not head.runs_it:
        return ()
    rows, today = await bot.change.announcement_lists.of_change(place.workspace_id, place.slack_id, head.id)
    return lists.on_change(bot.words, head.id, rows, today, head.state)


async def press_open(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the desk of an announcement, or the form of one without a change that nobody has yet."""
    await ack()
    place, announcement_id = place_of(body, context), click_of(body, context).number
    await place.open(bot, await opened(bot, place, announcement_id))


async def press_new(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Begin an announcement of a change."""
    await ack()
    await announce_change(bot, place_of(body, context), click_of(body, context).number)


async def press_plain(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Begin an announcement without a change."""
    await ack()
    await announce_command(bot, place_of(body, context), "")


async def show_more(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show the next page of the list in place of this one."""
    await ack()
    place = place_of(body, context)
    first = min(click_of(body, context).number, 10**6)
    facts = await bot.change.announcement_lists.facts(place.workspace_id, place.slack_id, first=first)
    await place.answer(bot, lists.announcement_list(bot.words, facts, bot.settings.command), replace=True)


async def opened(bot: Parts, place: Place, announcement_id: int, note: str = "") -> View:
    """Return the desk of an announcement, or the form of one without a change that nobody has yet."""
    facts = await bot.change.desk.facts(place.workspace_id, place.slack_id, announcement_id, note=note)
    if facts.kind is Kind.PLAIN and facts.state.editable_freely:
        written = await bot.change.plain.form(place.workspace_id, place.slack_id, announcement_id)
        return plain.plain_form(bot.words, written)
    return desk.desk(bot.words, facts)


async def edit(bot: Parts, draw: Draw, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open one of the forms on top of the desk."""
    await ack()
    form_of(body)
    place, announcement_id = place_of(body, context), click_of(body, context).number
    view = await draw(bot, place, announcement_id)
    await (await bot.slack_for(place.workspace_id)).push_view(place.trigger, view)


async def edit_part(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of what it means for one group."""
    await ack()
    form_of(body)
    place = place_of(body, context)
    announcement_id, _, group_id = click_of(body, context).value.partition(":")
    facts = await bot.change.writing.form(place.workspace_id, place.slack_id, number(announcement_id), number(group_id))
    view = form.part_form(bot.words, facts)
    await (await bot.slack_for(place.workspace_id)).push_view(place.trigger, view)


async def drop(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Give an announcement up, and say so in place of its desk."""
    await ack()
    view, click = form_of(body), click_of(body, context)
    sentence = await bot.change.states.drop(click.workspace_id, click.slack_id, click.number)
    await drawn(bot, click.workspace_id, str(view["id"]), said(bot.words, "Dropped", sentence))


async def take_back(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Make a draft again of one that nobody has, and show it."""
    await ack()
    view, place, announcement_id = form_of(body), place_of(body, context), click_of(body, context).number
    sentence = await bot.change.states.take_back(place.workspace_id, place.slack_id, announcement_id)
    shown = await opened(bot, place, announcement_id, sentence)
    await drawn(bot, place.workspace_id, str(view["id"]), shown)


async def take_edit_back(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Let an edit go that waits for signatures, and show what its readers keep."""
    await ack()
    view, place, announcement_id = form_of(body), place_of(body, context), click_of(body, context).number
    sentence = await bot.change.edits.take_back(place.workspace_id, place.slack_id, announcement_id)
    shown = await opened(bot, place, announcement_id, sentence)
    await drawn(bot, place.workspace_id, str(view["id"]), shown)


async def _core(bot: Parts, place: Place, announcement_id: int) -> View:
    facts = await bot.change.writing.form(place.workspace_id, place.slack_id, announcement_id)
    return form.core_form(bot.words, facts)


async def _leads(bot: Parts, place: Place, announcement_id: int) -> View:
    facts = await bot.change.writing.form(place.workspace_id, place.slack_id, announcement_id)
    return form.leads_form(bot.words, facts)


async def _way(bot: Parts, place: Place, announcement_id: int) -> View:
    facts = await bot.change.writing.form(place.workspace_id, place.slack_id, announcement_id)
    return way_form.way_form(bot.words, facts)


async def _who(bot: Parts, place: Place, announcement_id: int) -> View:
    facts = await bot.change.writing.form(place.workspace_id, place.slack_id, announcement_id)
    groups = await bot.change.desk.groups(place.workspace_id, place.slack_id, announcement_id)
    return way_form.who_form(bot.words, facts, groups)


async def _signers(bot: Parts, place: Place, announcement_id: int) -> View:
    facts = await bot.change.desk.facts(place.workspace_id, place.slack_id, announcement_id)
    return way_form.signers_form(bot.words, facts)


FORMS: Mapping[str, Draw] = {
    desk.EDIT_CORE: _core,
    desk.EDIT_LEADS: _leads,
    desk.EDIT_WAY: _way,
    desk.EDIT_WHO: _who,
    desk.EDIT_SIGNERS: _signers,
}
"""What each button of the desk opens."""
