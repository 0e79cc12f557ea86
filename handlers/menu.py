"""The slash command: the menu, the words after it, and what happens to a word that nobody knows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.matching import did_you_mean
from bot.domain.menu import MenuFacts
from bot.domain.spoken import unescaped
from bot.parts import Parts
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import menu
from bot.views import words as found_words
from handlers.action import actions_command, begins_actions
from handlers.announcement import announce_command, begins_announce
from handlers.away import away_command, begins_away
from handlers.blocker import begins_blockers, blockers_command
from handlers.blocker_new import blocker_command
from handlers.change import begins_change, change_command
from handlers.change_question import ask_command, begins_ask, begins_suggest, suggest_command
from handlers.click import click_of
from handlers.decision_log import begins_decisions, decisions_command
from handlers.digest import begins_digest, digest_command
from handlers.geekbot_import import begins_import, import_command
from handlers.my_data import begins_my, my_command
from handlers.pause import pause_command, resume_command
from handlers.person_import import begins_people, people_command
from handlers.place import Place, place_of
from handlers.playbook import begins_playbook, playbook_command
from handlers.retro_manage import RETROS, retro_command
from handlers.rhythm import begins_me, me_command
from handlers.role import begins_role, role_command
from handlers.sync_manage import SYNCS, sync_command
from handlers.team import teams_command

SECOND_NAME = "/drumbeat"
MOST_TYPED = 500
"""Characters that are read: nothing has a longer name, and an answer that repeats them fits into a message."""
HELP = "help"
"""After a word it asks what can be typed after that word."""
ALSO = {"syncs": "sync", "roles": "role", "decision": "decisions", "team": "teams", "action": "actions"}
ALSO |= {"announcement": "announce", "announcements": "announce"}
ALSO |= {"question": "ask", "idea": "suggest", "suggestion": "suggest"}
ALSO |= {"retros": "retro", "changes": "change", "menu": "", "home": ""}
ALSO |= {"playbooks": "playbook", "page": "playbook", "pages": "playbook"}
ALONE = {"announcements": "announce list", "stakeholders": "change stakeholders"}
ALONE |= dict.fromkeys(("questions", "answers", "faq"), "ask faq")
ALONE |= dict.fromkeys(("ideas", "suggestions"), "suggest list")
"""What a word is short for that nothing follows; with more after it, it is looked up, or means what `ALSO` says."""

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Word:
    """A word after the command: `run` answers what follows it, None where a form was opened instead.

    `begins` tells of a next word, in lower case, whether it can follow: "snyc new" is a slip, "sink leaks" is not.
    `whole`: what follows may be long, and is given as it was typed.
    """

    run: Callable[[Parts, Place, str], Awaitable[Message | None]]
    begins: Callable[[str], bool]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed after the command: its first word in lower case, and the rest, tidy and as it was typed."""

    text: str
    word: str
    rest: str
    whole: str


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the command, under its own name and as /drumbeat, and to the buttons of the menu."""
    for name in dict.fromkeys([bot.settings.command, SECOND_NAME]):
        app.command(name)(partial(command, bot))
    app.action(menu.HELP)(partial(show_help, bot))
    app.action(menu.TRY)(partial(use_guess, bot))
    app.action(menu.SEARCH)(partial(search_instead, bot))


async def command(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Answer the command to its writer alone."""
    await ack()
    place = Place(
        workspace_id=context[WORKSPACE_ID],
        slack_id=context[SLACK_ID],
        channel=str(body.get("channel_id") or ""),
        trigger=str(body.get("trigger_id") or ""),
        url=str(body.get("response_url") or ""),
    )
    # Whoever was erased, or of whom the news was lost, is met now.
    await bot.people.ensure_person(place.workspace_id, place.slack_id)
    message = await answer(bot, place, unescaped(str(body.get("text") or "")))
    if message is not None:
        await (await bot.slack_for(place.workspace_id)).respond(place.url, message)


async def answer(bot: Parts, place: Place, text: str) -> Message | None:
    """Return what the words after the command mean; None where a form was opened instead."""
    typed = read(text)
    if not typed.word:
        return menu.menu(bot.words, await _facts(bot, place), bot.settings.command)
    if typed.word in WORDS and typed.rest.casefold() == HELP:
        return menu.help_message(bot.words, await _facts(bot, place), bot.settings.command, typed.word)
    if typed.word in WORDS:
        word = WORDS[typed.word]
        return await word.run(bot, place, typed.whole if word.whole else typed.rest)
    guess = _guess(typed)
    if guess:
        return menu.did_you_mean(bot.words, typed.text, guess, bot.settings.command)
    found = await bot.search.find(place.workspace_id, place.slack_id, typed.text)
    return found_words.results(bot.words, found, bot.settings.command)


async def show_help(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show what can be typed."""
    await ack()
    place = place_of(body, context)
    await place.answer(bot, await help_command(bot, place, ""))


async def help_command(bot: Parts, place: Place, rest: str) -> Message:  # noqa: ARG001 (the same for whatever follows)
    """Return what can be typed."""
    return menu.help_message(bot.words, await _facts(bot, place), bot.settings.command)


async def use_guess(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take the guess for what was meant."""
    await ack()
    place = place_of(body, context)
    message = await answer(bot, place, click_of(body, context).value)
    await place.answer(bot, message, replace=True)


async def search_instead(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Search for what was typed, although it looks like a mistyped word."""
    await ack()
    place = place_of(body, context)
    found = await bot.search.find(place.workspace_id, place.slack_id, click_of(body, context).value)
    await place.answer(bot, found_words.results(bot.words, found, bot.settings.command), replace=True)


def read(text: str) -> Typed:
    """Take apart what was typed after the command."""
    tidy = " ".join(text.split())[:MOST_TYPED]
    first, _, rest = tidy.partition(" ")
    word = first.lower()
    if not rest and word in ALONE:
        word, _, rest = ALONE[word].partition(" ")
        return Typed(tidy, word, rest, rest)
    return Typed(tidy, ALSO.get(word, word), rest, text.strip()[len(first) :].strip())


def is_word(text: str) -> bool:
    """Tell whether a text begins with a word that is known after the command."""
    return read(text).word in WORDS


def _guess(typed: Typed) -> str:
    """Return the known words that were probably meant; "" where a search is more likely.

    Of several words the second must fit too.
    """
    guess = did_you_mean(typed.word, list(WORDS))
    if guess is None or not typed.rest:
        return guess or ""
    second = typed.rest.partition(" ")[0].lower()
    return f"{guess} {typed.rest}" if WORDS[guess].begins(second) else ""


async def _facts(bot: Parts, place: Place) -> MenuFacts:
    return await bot.menu.facts(place.workspace_id, place.slack_id)


WORDS: Mapping[str, Word] = {
    "sync": Word(sync_command, SYNCS.begins),
    "retro": Word(retro_command, RETROS.begins, whole=True),
    "away": Word(away_command, begins_away),
    "me": Word(me_command, begins_me),
    "blocker": Word(blocker_command, begins_blockers),
    "blockers": Word(blockers_command, begins_blockers),
    "actions": Word(actions_command, begins_actions),
    "playbook": Word(playbook_command, begins_playbook),
    "change": Word(change_command, begins_change),
    "announce": Word(announce_command, begins_announce),
    "ask": Word(ask_command, begins_ask, whole=True),
    "suggest": Word(suggest_command, begins_suggest, whole=True),
    "decisions": Word(decisions_command, begins_decisions),
    "digest": Word(digest_command, begins_digest),
    "role": Word(role_command, begins_role),
    "import": Word(import_command, begins_import),
    "people": Word(people_command, begins_people),
    "my": Word(my_command, begins_my),
    "teams": Word(teams_command, lambda _: False),
    "pause": Word(pause_command, lambda _: False),
    "resume": Word(resume_command, lambda _: False),
    "help": Word(help_command, lambda _: False),
}
"""What can be typed after the command; anything else is looked up."""
