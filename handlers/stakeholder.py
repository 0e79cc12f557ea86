"""Whom a change affects: the list that stays open, the form of a group, and what is added at a press."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.stakeholder import Source
from bot.domain.words import plural
from bot.errors import NotFound, SlackRefused
from bot.parts import Parts
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import change_impact, stakeholder_form, stakeholder_list
from handlers.click import UNKNOWN, Click, click_of, number
from handlers.form import CLOSED, form_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the list and to the forms of groups."""
    for action, listener in (
        (stakeholder_list.OPEN, open_list),
        (stakeholder_list.STANDING, open_standing),
        (stakeholder_list.PAGE, turn),
        (stakeholder_list.FIRST, turn),
        (stakeholder_list.NEW, open_new),
        (stakeholder_list.MORE, more),
        (stakeholder_list.SUGGESTED, add_suggested),
        (stakeholder_list.FORGOTTEN, add_forgotten),
        (stakeholder_list.BEGIN, begin),
        (stakeholder_list.USUAL, add_usual),
    ):
        app.action(action)(partial(listener, bot))
    app.view(stakeholder_form.FORM)(partial(submit, bot))
    app.view(stakeholder_form.REMOVE_FORM)(partial(remove, bot))


async def open_groups(bot: Parts, place: Place, change_id: int) -> None:
    """Open the list of a change's groups, or for 0 the standing list. Raises NotFound, NotAllowed."""
    facts = await bot.change.stakeholders.facts(place.workspace_id, place.slack_id, change_id)
    await place.open(bot, stakeholder_list.group_list(bot.words, facts))


async def open_list(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the list of a change's groups."""
    await ack()
    await open_groups(bot, place_of(body, context), click_of(body, context).number)


async def open_standing(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the standing list."""
    await ack()
    await open_groups(bot, place_of(body, context), 0)


async def turn(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show other groups of the list."""
    await ack()
    click, ticket = click_of(body, context), stakeholder_list.list_ticket(form_of(body))
    await show_list(bot, click, str(form_of(body)["id"]), ticket.change, first=min(click.number, 10**4))


async def open_new(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of a new group on top of the list."""
    await ack()
    click = click_of(body, context)
    facts = await bot.change.groups.form(click.workspace_id, click.slack_id, click.number)
    slack = await bot.slack_for(click.workspace_id)
    await slack.push_view(click.trigger, stakeholder_form.group_form(bot.words, facts))


async def more(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open what was chosen of a group on top of the list."""
    await ack()
    click = click_of(body, context)
    what, _, value = click.value.partition(":")
    workspace_id, slack_id, group_id = click.workspace_id, click.slack_id, number(value)
    if what == stakeholder_list.WHO:
        facts = await bot.change.groups.form(workspace_id, slack_id, 0, group_id)
        view = stakeholder_form.group_form(bot.words, facts)
    elif what == stakeholder_list.IMPACT:
        view = change_impact.impact_form(bot.words, await bot.change.impacts.form(workspace_id, slack_id, group_id))
    elif what == stakeholder_list.REMOVE:
        change_id, name = await bot.change.groups.name_of(workspace_id, slack_id, group_id)
        view = stakeholder_form.remove_form(bot.words, change_id, group_id, name)
    else:
        raise NotFound(UNKNOWN)
    await (await bot.slack_for(workspace_id)).push_view(click.trigger, view)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take a group. Of a new one of a change it is asked next what changes for it."""
    view, workspace_id, slack_id = form_of(body), context[WORKSPACE_ID], context[SLACK_ID]
    ticket, written = stakeholder_form.form_ticket(view), stakeholder_form.written_in(view)
    done = await bot.change.groups.save(workspace_id, slack_id, ticket.change, ticket.group, ticket.base, written)
    if done.by:
        await ack(response_action="update", view=dict(stakeholder_form.group_form(bot.words, done)))
        return
    if ticket.group:
        await ack()
    else:
        facts = await bot.change.impacts.form(workspace_id, slack_id, done.group_id)
        await ack(response_action="update", view=dict(change_impact.impact_form(bot.words, facts)))
    await bot.change.follows.bring_or_keep(workspace_id, [done.group_id])
    await below(bot, view, workspace_id, slack_id, done.change_id)


async def remove(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Remove a group."""
    view, workspace_id, slack_id = form_of(body), context[WORKSPACE_ID], context[SLACK_ID]
    ticket = stakeholder_form.form_ticket(view)
    change_id, name = await bot.change.groups.remove(workspace_id, slack_id, ticket.group)
    await ack()
    await below(bot, view, workspace_id, slack_id, change_id, note=f"“{name}” is removed.")


async def add_suggested(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Add a group of the standing list to the change."""
    await ack()
    click, ticket = click_of(body, context), stakeholder_list.list_ticket(form_of(body))
    group_id = await bot.change.groups.add_standing(click.workspace_id, click.slack_id, ticket.change, click.number)
    await _added(bot, body, click, ticket.change, group_id)


async def add_forgotten(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Make a group of a team or area that belongs to none."""
    await ack()
    click, ticket = click_of(body, context), stakeholder_list.list_ticket(form_of(body))
    kind, _, value = click.value.partition(":")
    known = stakeholder_form.is_kind(kind)
    if known is None or not value or (kind == "team" and not value.isdecimal()):
        raise NotFound(UNKNOWN)
    source = Source(known, value)
    group_id = await bot.change.groups.add_source(click.workspace_id, click.slack_id, ticket.change, source)
    await _added(bot, body, click, ticket.change, group_id)


async def begin(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Add the groups of a template or of another change, or one of those whom changes often forget."""
    await ack()
    click, ticket = click_of(body, context), stakeholder_list.list_ticket(form_of(body))
    added = await bot.change.begin.begin(click.workspace_id, click.slack_id, ticket.change, click.value)
    if len(added) == 1:
        await _added(bot, body, click, ticket.change, added[0])
        return
    await bot.change.follows.bring_or_keep(click.workspace_id, added)
    note = f"{plural(len(added), 'group is', 'groups are')} added." if added else "All of them are here already."
    await show_list(bot, click, str(form_of(body)["id"]), ticket.change, note=note)


async def add_usual(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Begin the standing list with those whom no change must forget."""
    await ack()
    click = click_of(body, context)
    await bot.change.begin.usual(click.workspace_id, click.slack_id)
    await show_list(bot, click, str(form_of(body)["id"]), 0)


async def show_list(bot: Parts, click: Click, view_id: str, change_id: int, *, first: int = 0, note: str = "") -> None:
    """Draw the list anew; one that was closed meanwhile needs nothing."""
    facts = await bot.change.stakeholders.facts(click.workspace_id, click.slack_id, change_id, first=first, note=note)
    await _draw(bot, click.workspace_id, view_id, stakeholder_list.group_list(bot.words, facts))


async def below(
    bot: Parts, view: Mapping[str, Any], workspace_id: str, slack_id: str, change_id: int, note: str = ""
) -> None:
    """Draw the list anew on which a form lies, or lay."""
    root = view.get("root_view_id")
    if not root or root == view.get("id"):
        return
    facts = await bot.change.stakeholders.facts(workspace_id, slack_id, change_id, note=note)
    await _draw(bot, workspace_id, str(root), stakeholder_list.group_list(bot.words, facts))


async def _added(bot: Parts, body: Body, click: Click, change_id: int, group_id: int) -> None:
    await bot.change.follows.bring_or_keep(click.workspace_id, [group_id])
    _, name = await bot.change.groups.name_of(click.workspace_id, click.slack_id, group_id)
    note = f"“{name}” is added. What changes for them is in the menu beside it."
    await show_list(bot, click, str(form_of(body)["id"]), change_id, note=note)


async def _draw(bot: Parts, workspace_id: str, view_id: str, view: Mapping[str, Any]) -> None:
    try:
        await (await bot.slack_for(workspace_id)).update_view(view_id, view)
    except SlackRefused as refused:
        if refused.code != CLOSED:
            raise
