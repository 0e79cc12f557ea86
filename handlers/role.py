"""Roles: `role`, `role @name lead`, and the form that changes one."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.role import role_named
from bot.errors import NotFound, UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import role
from handlers.form import form_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons and the form of roles."""
    app.action(role.SHOW)(partial(show, bot))
    app.action(role.GIVE)(partial(open_form, bot))
    app.view(role.FORM)(partial(submit, bot))


async def role_command(bot: Parts, place: Place, rest: str) -> Message:
    """Return who holds which role or, after `role @name lead`, what was changed. Raises UserError."""
    if not rest:
        facts = await bot.roles.facts(place.workspace_id, place.slack_id)
        return role.roles(bot.words, facts, bot.settings.command)
    who, _, word = rest.rpartition(" ")
    if not who:
        raise UserError(f"Please write who and which role, for example `{bot.settings.command} role @Ana lead`.")
    try:
        target = await bot.roles.find(place.workspace_id, who)
    except NotFound:
        role_named(word)
        raise
    sentence = await bot.roles.change(place.workspace_id, place.slack_id, target, word)
    facts = await bot.roles.facts(place.workspace_id, place.slack_id, note=sentence)
    return role.roles(bot.words, facts, bot.settings.command)


def begins_role(word: str) -> bool:
    """Tell whether a word can follow `role`: a person."""
    return word.startswith(("<@", "@"))


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show who holds which role."""
    await ack()
    place = place_of(body, context)
    facts = await bot.roles.facts(place.workspace_id, place.slack_id)
    await place.answer(bot, role.roles(bot.words, facts, bot.settings.command))


async def open_form(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form that changes a role."""
    await ack()
    await place_of(body, context).open(bot, role.form(bot.words))


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Change the role that was chosen, or say beside the person why it cannot be."""
    target, wanted = role.chosen(form_of(body))
    try:
        sentence = await bot.roles.change(context[WORKSPACE_ID], context[SLACK_ID], target, wanted)
    except UserError as error:
        await ack(**form_errors({role.PERSON: error.sentence}))
        return
    await ack(response_action="update", view=dict(role.changed(bot.words, sentence)))
