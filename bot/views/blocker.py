"""Messages about blockers: who waits on a team or a person, what came of it for who raised it, a reminder."""

from datetime import date, datetime

from bot.domain.blocker import State
from bot.domain.blocker_shown import Blocker, HereFacts, NewsFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks

TAKE, MOVE, PASS, DONE, REOPEN = "blocker_take", "blocker_move", "blocker_pass", "blocker_done", "blocker_reopen"

MOST = 20
"""Blockers of one message: two blocks each, of the fifty that Slack takes; the list has the others."""

WORDS = 400
"""Characters of a blocker's words in a message; all of them stand in the thread of the summary."""


def here_message(words: Words, facts: HereFacts, command: str) -> Message:
    """Return the one message of a round to whom blockers wait on; `command` is the slash command."""
    shown: list[blocks.Block] = [blocks.section("here", words("blocker/here.mrkdwn.j2", facts=facts))]
    for one in facts.blockers[:MOST]:
        text = words("blocker/one.mrkdwn.j2", facts=facts, one=one, most=WORDS)
        shown.append(blocks.section(f"blocker:{one.id}", text))
        pressed = [] if one.passed_to else buttons(one)
        if pressed:
            shown.append(blocks.actions(f"blocker_actions:{one.id}", *pressed))
    rest = len(facts.blockers) - MOST
    if rest > 0:
        text = words("blocker/here_more.mrkdwn.j2", facts=facts, more=rest, command=command)
        shown.append(blocks.context("here_more", text))
    if facts.stands_in:
        shown.append(blocks.context("stands_in", words("blocker/stands_in.mrkdwn.j2", facts=facts)))
    return blocks.message(words("blocker/here_text.mrkdwn.j2", facts=facts), shown)


def buttons(one: Blocker) -> list[blocks.Element]:
    """Return what can be pressed about a blocker by whom it waits on."""
    value = str(one.id)
    if one.state is State.DONE:
        return [blocks.button("Reopen", REOPEN, value)]
    if one.state is State.WITHDRAWN:
        return []
    first = (
        blocks.button("Take it", TAKE, value, style="primary")
        if one.state is State.OPEN
        else blocks.button("Change date", MOVE, value)
    )
    return [first, blocks.button("Pass on", PASS, value), blocks.button("Done", DONE, value)]


def more_message(words: Words, one: Blocker, *, again: bool = False) -> Message:
    """Return the reply below that message about a blocker that came later, or waits on them `again`."""
    text = words("blocker/more.mrkdwn.j2", one=one, most=WORDS, again=again)
    return blocks.message(words("blocker/more_text.mrkdwn.j2", one=one), [blocks.section("more", text)])


def news_message(words: Words, facts: NewsFacts) -> Message:
    """Return what who raised a blocker hears of a step."""
    text = words("blocker/news.mrkdwn.j2", facts=facts)
    return blocks.message(text, [blocks.section("news", text)])


def due_message(words: Words, one: Blocker, day: date, now: datetime) -> Message:
    """Return the one reminder of who took a blocker, once its date `day` has passed; later it says what came of it."""
    asks = one.state is State.TAKEN and one.due_on == day
    text = words("blocker/due.mrkdwn.j2", one=one, day=day, now=now, asks=asks, most=WORDS)
    shown = [blocks.section("due", text)]
    if asks:
        shown.append(blocks.actions("due_actions", *buttons(one)))
    return blocks.message(words("blocker/due_text.mrkdwn.j2", one=one, day=day), shown)
