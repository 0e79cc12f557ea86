"""Setting up a ritual in Slack: *New …* → *See next …* → *Save …*; *Edit* goes the same way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.ritual_setup import SavedFacts
from bot.errors import SlackRefused, Unfit
from bot.parts import Parts
from bot.render import Words
from bot.services.ritual_setup import RitualSetup
from bot.slack.form_errors import form_errors
from bot.slack.gateway import View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views.ritual_setup import Ticket, errors_for, name_of, preview_ticket_of, ticket_of
from handlers.click import click_of
from handlers.form import below, form_of
from handlers.home import refresh_home
from handlers.place import Place, place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


class FormView(Protocol):
    """A module of views with the form of one kind of ritual, the actions in it, and the field that changes it."""

    NEW: str
    EDIT: str
    FORM: str
    MORE: str
    ANEW: str
    FIELD: str
    REDRAWS: str

    def form(self, words: Words, facts: Any, ticket: Ticket) -> View:
        """Return the form filled."""

    def choices_in(self, view: Mapping[str, Any], before: Any) -> Any:
        """Return the choices `before` with what stands in the form."""


class PreviewView(Protocol):
    """A module of views with the preview of one kind of ritual, and what is said after saving."""

    FORM: str

    def preview(self, words: Words, facts: Any, *, home: bool = False) -> View:
        """Return the next rounds of what is set up."""

    def saved(self, words: Words, facts: SavedFacts) -> View:
        """Return what is said after saving."""


@dataclass(frozen=True, slots=True)
class SettingUp:
    """What differs between setting up one kind of ritual and another."""

    service: Callable[[Parts], RitualSetup[Any, Any, Any, Any, Any]]
    form: FormView
    preview: PreviewView


def register(app: AsyncApp, bot: Parts, what: SettingUp) -> None:
    """Listen to *New …* and *Edit* wherever they stand, and to the form and its preview."""
    app.action(what.form.NEW)(partial(press_new, bot, what))
    app.action(what.form.EDIT)(partial(press_edit, bot, what))
    app.action(what.form.MORE)(partial(show_more, bot, what))
    app.action(what.form.ANEW)(partial(start_anew, bot, what))
    app.action(what.form.FIELD)(partial(keep_field, bot, what))
    app.view(what.form.FORM)(partial(submit, bot, what))
    app.view_closed(what.form.FORM)(partial(closed, bot, what))
    app.view(what.preview.FORM)(partial(save, bot, what))


async def open_form(bot: Parts, what: SettingUp, place: Place, ritual_id: int | None = None) -> None:
    """Open the form of a new ritual, or of an edit; a draft that waits is in it."""
    facts = await what.service(bot).form(
        place.workspace_id, place.slack_id, ritual_id=ritual_id, channel_id=place.channel
    )
    ticket = Ticket(channel=place.channel, home=place.on_home)
    await place.open(bot, what.form.form(bot.words, facts, ticket))


async def press_new(bot: Parts, what: SettingUp, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of a new ritual."""
    await ack()
    await open_form(bot, what, place_of(body, context))


async def press_edit(bot: Parts, what: SettingUp, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of a ritual that is there."""
    await ack()
    await open_form(bot, what, place_of(body, context), click_of(body, context).number)


async def show_more(bot: Parts, what: SettingUp, ack: AsyncAck, body: Body, context: Context) -> None:
    """Bring all fields out; what was typed stays."""
    await ack()
    ticket = await keep(bot, what, body, context)
    await _redraw(bot, what, body, context, replace(ticket, more=True))


async def start_anew(bot: Parts, what: SettingUp, ack: AsyncAck, body: Body, context: Context) -> None:
    """Forget the draft and show the form as it begins."""
    await ack()
    ticket = ticket_of(form_of(body))
    facts = await what.service(bot).anew(
        context[WORKSPACE_ID], context[SLACK_ID], ritual_id=ticket.ritual_id, channel_id=ticket.channel
    )
    view = what.form.form(bot.words, facts, replace(ticket, anew=ticket.anew + 1))
    await (await bot.slack_for(context[WORKSPACE_ID])).update_view(form_of(body)["id"], view)


async def keep_field(bot: Parts, what: SettingUp, ack: AsyncAck, body: Body, context: Context) -> None:
    """Keep the form as a draft whenever something is chosen in it; one field changes the form itself."""
    await ack()
    ticket = await keep(bot, what, body, context)
    if name_of(body["actions"][0]["block_id"]) == what.form.REDRAWS:
        await _redraw(bot, what, body, context, ticket)


async def closed(bot: Parts, what: SettingUp, ack: AsyncAck, body: Body, context: Context) -> None:
    """Keep what stood in a form that was closed, so that it can be gone on with."""
    await ack()
    await keep(bot, what, body, context)


async def submit(bot: Parts, what: SettingUp, ack: AsyncAck, body: Body, context: Context) -> None:
    """Check the form and show the next rounds; what needs mending is said beside its field."""
    view, ticket, service = form_of(body), ticket_of(form_of(body)), what.service(bot)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    before = await service.form(workspace_id, slack_id, ritual_id=ticket.ritual_id, channel_id=ticket.channel)
    choices = what.form.choices_in(view, before.choices)
    try:
        facts = await service.preview(
            workspace_id, slack_id, choices, ritual_id=ticket.ritual_id, revision=ticket.revision
        )
    except Unfit as unfit:
        await ack(**form_errors(errors_for(view, unfit.errors)))
        return
    await ack(response_action="push", view=dict(what.preview.preview(bot.words, facts, home=ticket.home)))


async def save(bot: Parts, what: SettingUp, ack: AsyncAck, body: Body, context: Context) -> None:
    """Save what was previewed; a draft that has changed since is shown again instead."""
    ticket, lowest = preview_ticket_of(form_of(body)), below(form_of(body), "root_view_id")
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    done = await what.service(bot).save(
        workspace_id, slack_id, seen=ticket.seen, ritual_id=ticket.ritual_id, revision=ticket.revision
    )
    if not isinstance(done, SavedFacts):
        await ack(response_action="update", view=dict(what.preview.preview(bot.words, done, home=ticket.home)))
        return
    view = what.preview.saved(bot.words, done)
    await ack(response_action="update", view=dict(view))
    try:
        # The form below must not report its closing any more: that would make a draft of what is saved.
        await (await bot.slack_for(workspace_id)).update_view(lowest, view)
    except SlackRefused:
        return  # the person was quicker and has closed everything
    finally:
        if ticket.home:
            await refresh_home(bot, workspace_id, slack_id)


async def keep(bot: Parts, what: SettingUp, body: Body, context: Context) -> Ticket:
    """Keep what stands in the form as a draft, unless it is as it began; return the form's ticket."""
    ticket, service = ticket_of(form_of(body)), what.service(bot)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    before = await service.form(workspace_id, slack_id, ritual_id=ticket.ritual_id, channel_id=ticket.channel)
    choices = what.form.choices_in(form_of(body), before.choices)
    if choices != before.choices:
        await service.keep(workspace_id, slack_id, choices, ritual_id=ticket.ritual_id, revision=ticket.revision)
    return ticket


async def _redraw(bot: Parts, what: SettingUp, body: Body, context: Context, ticket: Ticket) -> None:
    facts = await what.service(bot).form(
        context[WORKSPACE_ID], context[SLACK_ID], ritual_id=ticket.ritual_id, channel_id=ticket.channel
    )
    if not any(block.get("block_id") == "draft" for block in form_of(body)["blocks"]):
        # The draft was begun with this very form, so there is none "to go on with".
        facts = replace(facts, draft_at=None)
    view = what.form.form(bot.words, facts, ticket)
    await (await bot.slack_for(context[WORKSPACE_ID])).update_view(form_of(body)["id"], view)
