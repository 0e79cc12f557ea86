"""Shortcuts: what one chooses in the menu of a message, in threads too, and *Drumbeat* in Slack's own menu."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.permalink import Permalink
from bot.errors import UserError
from bot.parts import Parts
from bot.slack import shortcuts
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import blocker_new, decision_log, menu, sync_form, words
from bot.views.shortcut import in_view
from handlers.place import Place

Body = Mapping[str, Any]

NOT_YOURS = "This message is somebody else's, so it was not used. An update is in one's own words; type it to Drumbeat."
NO_WORDS = "This message has no words of its own, so there is nothing to take from it. Nothing was changed."
NOTHING_OPEN = (
    "No update of yours is open now, so the message was not used. It stays where it is; the shortcut works as soon as "
    "you are asked."
)


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the shortcuts."""
    app.shortcut(shortcuts.UPDATE.callback_id)(partial(use_as_update, bot))
    app.shortcut(shortcuts.DECISION.callback_id)(partial(note_decision, bot))
    app.shortcut(shortcuts.BLOCKER.callback_id)(partial(raise_blocker, bot))
    app.shortcut(shortcuts.MENU.callback_id)(partial(open_menu, bot))


async def use_as_update(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of the open update with the message in it; of several, ask which one.

    Raises UserError for somebody else's message, and where no update is open.
    """
    await ack()
    place, message = place_of_message(body, context), body["message"]
    if message.get("user") != place.slack_id:
        raise UserError(NOT_YOURS)
    text = await text_of_message(bot, place, body)
    prompts = await bot.answers.typed.open_prompts(place.workspace_id, place.slack_id)
    if not prompts:
        raise UserError(NOTHING_OPEN)
    draft = str(message["ts"])
    await bot.answers.typed.keep(place.workspace_id, place.slack_id, draft, text)
    if len(prompts) > 1:
        await place.answer(bot, words.offer(bot.words, text, draft, prompts))
        return
    turn = prompts[0].turn_id
    facts = await bot.answers.form(place.workspace_id, place.slack_id, turn, text=text)
    # Without the address of an answer: what is on the screen is the person's own message, and stays.
    await place.open(bot, sync_form.form(bot.words, facts, ticket=sync_form.Ticket(turn, sync_form.WORDS, draft=draft)))


async def note_decision(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a decision with the message in it. Raises NotAllowed for whoever may not add one."""
    await ack()
    place = place_of_message(body, context)
    await bot.decision_logs.must_add(place.workspace_id, place.slack_id)
    text = await text_of_message(bot, place, body)
    public = await bot.decision_logs.is_public(place.workspace_id, place.channel)
    by = str(body["message"].get("user") or place.slack_id)
    await place.open(bot, decision_log.new_form(bot.words, by, text=text, link=_link(place, body), public=public))


async def raise_blocker(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a blocker with the message in it; one without words of its own lends its link alone."""
    await ack()
    place = place_of_message(body, context)
    await bot.people.ensure_person(place.workspace_id, place.slack_id)
    text = await bot.answers.typed.understood(place.workspace_id, str(body["message"].get("text") or ""))
    link = _link(place, body)
    facts = await bot.blocker_raising.form(place.workspace_id, place.slack_id, text, link=link, channel=place.channel)
    await place.open(bot, blocker_new.new_form(bot.words, facts))


async def open_menu(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the menu of the command in front of whatever is open."""
    await ack()
    place = Place(context[WORKSPACE_ID], context[SLACK_ID], "", str(body["trigger_id"]), "")
    facts = await bot.menu.facts(place.workspace_id, place.slack_id)
    await place.open(bot, in_view(menu.menu(bot.words, facts, bot.settings.command)))


def place_of_message(body: Body, context: Mapping[str, Any]) -> Place:
    """Read from a shortcut in the menu of a message where its person is."""
    return Place(
        workspace_id=context[WORKSPACE_ID],
        slack_id=context[SLACK_ID],
        channel=str(body["channel"]["id"]),
        trigger=str(body["trigger_id"]),
        url=str(body.get("response_url") or ""),
    )


def _link(place: Place, body: Body) -> str:
    """Return the address of the message, "" where Slack says too little for one."""
    message, team = body["message"], body.get("team") or {}
    return Permalink(
        str(team.get("domain") or ""), place.channel, str(message["ts"]), str(message.get("thread_ts") or "")
    ).address


async def text_of_message(bot: Parts, place: Place, body: Body) -> str:
    """Return the message as it is read, with names in place of ids. Raises UserError for one without words."""
    text = await bot.answers.typed.understood(place.workspace_id, str(body["message"].get("text") or ""))
    if not text:
        raise UserError(NO_WORDS)
    return text
