"""Playbooks: the command, a page that is read, what its readers say of it, and what its owner does with a press."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.playbook import Page
from bot.errors import NotFound
from bot.parts import Parts
from bot.render import day
from bot.services.playbook_list import KINDS
from bot.slack.gateway import Message, View
from bot.views import playbook, playbook_found, playbook_list, words
from handlers import playbook_codify as codify
from handlers import playbook_form as forms
from handlers import playbook_question as questions
from handlers.click import UNKNOWN, click_of, number
from handlers.place import Place, place_of
from handlers.playbook_offer import OFFER, offer_command

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of pages and lists, to the forms, and to questions."""
    for action, listener in (
        (playbook.READ, read),
        (playbook.PIECE, turn),
        (playbook.TOP, turn),
        (playbook.SHARE, share),
        (playbook.HELPFUL, helpful),
        (playbook.HISTORY, show_history),
        (playbook.VERSION, show_version),
        (playbook.VOUCH, vouch),
        (playbook.ARCHIVE, archive),
        (playbook.BACK, bring_back),
        (playbook_list.LIST, show_more),
        (playbook_list.STARTERS, add_starters),
    ):
        app.action(action)(partial(listener, bot))
    forms.register(app, bot)
    questions.register(app, bot)
    codify.register(app, bot)


async def playbook_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Return the list, what the words find, or whether pages are offered here; or open the form of a new page."""
    word = rest.casefold()
    if word in OFFER:
        return await offer_command(bot, place, word)
    if word == "new":
        await forms.open_new_page(bot, place)
        return None
    if not word or word in KINDS:
        facts = await bot.playbook.lists.facts(place.workspace_id, place.slack_id, word)
        return playbook_list.page_list(bot.words, facts, bot.settings.command)
    found = await bot.playbook.lookups.find(place.workspace_id, place.slack_id, rest, place.channel)
    return playbook_found.found(bot.words, found)


def begins_playbook(word: str) -> bool:
    """Tell whether a word can follow `playbook`, besides those that are looked for."""
    return word in {*KINDS, "new", "offer"}


async def read(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open a page; one to which an open page leads takes its place, since Slack puts only three on each other."""
    await ack()
    place, page_id = place_of(body, context), click_of(body, context).number
    facts = await bot.playbook.lookups.view(place.workspace_id, place.slack_id, page_id)
    view = body.get("view") or {}
    if view.get("callback_id") == playbook.PAGE_VIEW:
        await forms.drawn(bot, place.workspace_id, str(view["id"]), playbook.page_view(bot.words, facts))
    else:
        await place.open(bot, playbook.page_view(bot.words, facts))
    await bot.playbook.lookups.count_read(place.workspace_id, page_id)


async def turn(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show another piece of a long page."""
    await ack()
    click = click_of(body, context)
    page_id, _, piece = click.value.partition(":")
    facts = await bot.playbook.lookups.view(click.workspace_id, click.slack_id, number(page_id), number(piece))
    await forms.drawn(bot, click.workspace_id, str(_view(body)["id"]), playbook.page_view(bot.words, facts))


async def share(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show a page to the channel, with the name of who shares it."""
    await ack()
    place, page_id = place_of(body, context), click_of(body, context).number
    facts = await bot.playbook.lookups.shared(place.workspace_id, place.slack_id, page_id, place.channel)
    message = playbook.shared_message(bot.words, facts, facts.note)
    await (await bot.slack_for(place.workspace_id)).respond(place.url, message, in_channel=True)
    await bot.playbook.lookups.count_read(place.workspace_id, page_id)


async def helpful(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Note that a page helped."""
    await ack()
    click = click_of(body, context)
    owner = await bot.playbook.lookups.helpful(click.workspace_id, click.slack_id, click.number)
    await tell(bot, body, context, click.number, f"Thank you. {owner} and other readers see how many it has helped.")


async def show_history(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the versions of a page."""
    await ack()
    click = click_of(body, context)
    facts = await bot.playbook.lookups.history(click.workspace_id, click.slack_id, click.number)
    await over(bot, body, context, playbook.history_view(bot.words, facts))


async def show_version(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show what a version changed."""
    await ack()
    click = click_of(body, context)
    page_id, _, version = click.value.partition(":")
    facts = await bot.playbook.lookups.version(click.workspace_id, click.slack_id, number(page_id), number(version))
    await over(bot, body, context, playbook.version_view(bot.words, facts))


async def vouch(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Say that a page is still true."""
    await ack()
    click = click_of(body, context)
    page = await bot.playbook.pages.vouch(click.workspace_id, click.slack_id, click.number)
    until = f" until {day(page.until)}" if page.until else ""
    await told(bot, body, context, page, f"Thank you. “{page.title}” counts as looked at{until}.")


async def archive(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take a page out of lists and search."""
    await ack()
    click = click_of(body, context)
    page = await bot.playbook.pages.archive(click.workspace_id, click.slack_id, click.number)
    sentence = (
        f"“{page.title}” is in the archive. `{bot.settings.command} playbook archived` lists what can be brought back."
    )
    await told(bot, body, context, page, sentence)


async def bring_back(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Bring a page back from the archive."""
    await ack()
    click = click_of(body, context)
    page = await bot.playbook.pages.archive(click.workspace_id, click.slack_id, click.number, back=True)
    await told(bot, body, context, page, f"“{page.title}” is found again.")


async def show_more(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the next page of a list in place of this one."""
    await ack()
    place = place_of(body, context)
    first, _, which = click_of(body, context).value.partition(" ")
    if which not in KINDS:
        raise NotFound(UNKNOWN)
    start = min(number(first), 10**6)
    facts = await bot.playbook.lists.facts(place.workspace_id, place.slack_id, which, first=start)
    await place.answer(bot, playbook_list.page_list(bot.words, facts, bot.settings.command), replace=True)


async def add_starters(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Add the pages that are offered, and list them."""
    await ack()
    place = place_of(body, context)
    added = await bot.playbook.starters.add(place.workspace_id, place.slack_id)
    facts = await bot.playbook.lists.facts(place.workspace_id, place.slack_id, added=added)
    await place.answer(bot, playbook_list.page_list(bot.words, facts, bot.settings.command), replace=True)


async def told(bot: Parts, body: Body, context: Mapping[str, Any], page: Page, sentence: str) -> None:
    """Say what was done with a page, unless the message that it was done on says so by itself."""
    if not click_of(body, context).message:
        await tell(bot, body, context, page.id, sentence)


async def tell(bot: Parts, body: Body, context: Mapping[str, Any], page_id: int, sentence: str) -> None:
    """Say something to whoever pressed a button of a page: above the page where it is open, else beside the message."""
    view = body.get("view") or {}
    if view.get("callback_id") != playbook.PAGE_VIEW:
        await place_of(body, context).answer(bot, words.only(bot.words, sentence))
        return
    click, ticket = click_of(body, context), playbook.page_ticket(view)
    facts = await bot.playbook.lookups.view(click.workspace_id, click.slack_id, page_id, ticket.piece, note=sentence)
    await forms.drawn(bot, click.workspace_id, str(view["id"]), playbook.page_view(bot.words, facts))


async def over(bot: Parts, body: Body, context: Mapping[str, Any], view: View) -> None:
    """Open a form: on top of the page where one is open."""
    await forms.over(bot, body, context, view)


def _view(body: Body) -> View:
    view: View | None = body.get("view")
    if view is None:
        raise NotFound(UNKNOWN)
    return view
