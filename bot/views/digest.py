"""The digest of a week as a message of one screen."""

from bot.domain.digest import DigestFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks

MORE = "digest_more"

LINE = 120
"""Characters of what somebody wrote in a line; all of it stands in the summaries and in the lists."""


def digest(words: Words, facts: DigestFacts, command: str) -> Message:
    """Return a screen; `command` is the slash command."""
    shown: list[blocks.Block] = [blocks.section("digest", words("digest/head.mrkdwn.j2", facts=facts))]
    for section in facts.sections:
        text = words("digest/section.mrkdwn.j2", facts=facts, section=section, most=LINE)
        shown += blocks.paragraphs(f"digest_{section.part}", text)
    if not facts.sections:
        shown.append(blocks.section("digest_none", words("digest/none.mrkdwn.j2", command=command)))
    if facts.rest:
        shown.append(blocks.actions("digest_below", blocks.button("Show more", MORE, str(facts.page + 1))))
    return blocks.message(words("digest/text.mrkdwn.j2", facts=facts), shown)
