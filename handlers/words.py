"""Plain words typed to the bot: an open update takes them; else they search, become a late update, or get help."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.spoken import unescaped, without_mention
from bot.parts import Parts
from bot.slack.gateway import Message
from bot.slack.middleware import WORKSPACE_ID
from bot.views import sync_form, words
from bot.views.shortcut import press
from handlers import menu
from handlers.click import click_of, number
from handlers.place import NeedsPress, Place
from handlers.playbook_offer import offer_page

HELP = frozenset({"", "help", "hello", "hi", "hey", "hallo", "hola", "what can you do", "how does this work"})
TYPED = frozenset({None, "file_share", "thread_broadcast"})
"""Subtypes of messages that a person typed; edits, deletions and what bots say have others."""


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to direct messages and mentions, and to the buttons of the reply."""
    app.event("message")(partial(typed, bot))
    app.event("app_mention")(partial(mentioned, bot))
    app.action(words.USE)(partial(use, bot))
    app.action(words.CHOOSE)(partial(use, bot))
    app.action(words.SEARCH)(partial(search_instead, bot))


async def typed(bot: Parts, event: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Answer what a person typed in the direct messages with the bot; in a channel that wants it, offer a page."""
    if not _by_person(event):
        return
    if event.get("channel_type") == "channel":
        await offer_page(bot, event, context)
        return
    if event.get("channel_type") != "im":
        return
    workspace_id = context[WORKSPACE_ID]
    reply = await _reply(bot, workspace_id, str(event["user"]), str(event.get("text", "")), str(event["ts"]))
    slack = await bot.slack_for(workspace_id)
    await slack.post(str(event["channel"]), reply, thread_ts=str(event.get("thread_ts", "")))


async def mentioned(bot: Parts, event: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Answer a mention in a channel or thread, to its author alone: others need not read what somebody looks up.

    It takes the same words as the command, which Slack does not let anybody type in threads.
    """
    if not _by_person(event):
        return
    place = Place(
        workspace_id=context[WORKSPACE_ID],
        slack_id=str(event["user"]),
        channel=str(event["channel"]),
        trigger="",
        url="",
        thread=str(event.get("thread_ts") or ""),
        spoken=True,
    )
    text = without_mention(str(event.get("text", "")))
    typed = unescaped(text)
    if not menu.is_word(typed):
        await place.answer(bot, await _reply(bot, place.workspace_id, place.slack_id, text, str(event["ts"])))
        return
    try:
        await place.answer(bot, await menu.answer(bot, place, typed))
    except NeedsPress:
        await place.answer(bot, press(bot.words, typed))


async def use(bot: Parts, ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Open the form with the words in it."""
    await ack()
    click = click_of(body, context)
    turn, _, draft = click.value.partition(":")
    turn_id = number(turn)
    text = await bot.answers.typed.read(click.workspace_id, click.slack_id, draft)
    facts = await bot.answers.form(click.workspace_id, click.slack_id, turn_id, text=text)
    ticket = sync_form.Ticket(turn_id, sync_form.WORDS, click.url, draft)
    view = sync_form.form(bot.words, facts, ticket=ticket)
    await (await bot.slack_for(click.workspace_id)).open_view(click.trigger, view)


async def search_instead(bot: Parts, ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Turn the reply into what the words find."""
    await ack()
    click = click_of(body, context)
    text = await bot.answers.typed.read(click.workspace_id, click.slack_id, click.value)
    found = await bot.search.find(click.workspace_id, click.slack_id, text)
    slack = await bot.slack_for(click.workspace_id)
    await slack.respond(click.url, words.results(bot.words, found, bot.settings.command), replace=True)


async def _reply(bot: Parts, workspace_id: str, user: str, raw: str, ts: str) -> Message:
    text = await bot.answers.typed.understood(workspace_id, raw)
    if text.casefold().strip(" ?!.") in HELP:
        return words.short_help(bot.words, bot.settings.command)
    prompts = await bot.answers.typed.open_prompts(workspace_id, user)
    if prompts:
        await bot.answers.typed.keep(workspace_id, user, ts, text)
        return words.offer(bot.words, text, ts, prompts)
    others = await bot.answers.typed.other_prompts(workspace_id, user)
    if others:
        await bot.answers.typed.keep(workspace_id, user, ts, text)
    found = await bot.search.find(workspace_id, user, text)
    if others and not found.anything:
        return words.offer(bot.words, text, ts, others)
    return words.results(bot.words, found, bot.settings.command, others=others, draft=ts)


def _by_person(event: Mapping[str, Any]) -> bool:
    return bool(event.get("user")) and not event.get("bot_id") and event.get("subtype") in TYPED
