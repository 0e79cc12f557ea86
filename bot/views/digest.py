"""The digest of a week as a message of one screen."""

from bot.domain.digest import DigestFacts
from bot.domain.digest_plan import PlanFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.digest_plan import OPEN

MORE = "digest_more"

LINE = 120
"""Characters of what somebody wrote in a line; all of it stands in the summaries and in the lists."""


def digest(words: Words, facts: DigestFacts, command: str) -> Message:
    """Return a screen for whoever asked; `command` is the slash command."""
    shown = _screen(words, facts, command)
    pressed = [_more(facts.page + 1)] if facts.rest else []
    if facts.plans and not facts.page:
        pressed.append(blocks.button("Send it weekly", OPEN))
    if pressed:
        shown.append(blocks.actions("digest_below", *pressed))
    return blocks.message(words("digest/text.mrkdwn.j2", facts=facts), shown)


def week(words: Words, facts: DigestFacts, plan: PlanFacts, owner: str, command: str) -> Message:
    """Return the message that comes by itself, by `plan`, set up by `owner`; `command` is the slash command.

    In a channel whoever presses sees their own digest from its beginning: they may see more than the channel.
    """
    shown = _screen(words, facts, command)
    shown.append(blocks.context("digest_comes", words("digest/comes.mrkdwn.j2", plan=plan, owner=owner)))
    if plan.channel:
        pressed = [_more(0)]
    else:
        pressed = [*([_more(1)] if facts.rest else []), blocks.button("Change digest", OPEN, str(plan.id))]
    shown.append(blocks.actions("digest_below", *pressed))
    return blocks.message(words("digest/text.mrkdwn.j2", facts=facts), shown)


def _more(page: int) -> blocks.Element:
    return blocks.button("Show more", MORE, str(page))


def _screen(words: Words, facts: DigestFacts, command: str) -> list[blocks.Block]:
    shown: list[blocks.Block] = [blocks.section("digest", words("digest/head.mrkdwn.j2", facts=facts))]
    for section in facts.sections:
        text = words("digest/section.mrkdwn.j2", facts=facts, section=section, most=LINE)
        shown += blocks.paragraphs(f"digest_{section.part}", text)
    if not facts.sections:
        shown.append(blocks.section("digest_none", words("digest/none.mrkdwn.j2", facts=facts, command=command)))
    return shown
