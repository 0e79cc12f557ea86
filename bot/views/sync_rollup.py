"""The summary of a round in the style of its sync; the details follow in the thread."""

from bot.domain.sync_rollup import DetailsFacts, RollupFacts, WeekFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.rollup_room import MEANS, cost, fitting
from bot.views.rollup_style import body

READ = "reading_read"

WITH_A_MEAN = "confidence 3.5 of 5, the mean of 12"
"""About what stands beside the name of a team, for its length."""

MOST_OF_WEEK = 60
"""Summaries that the message of a week names; all of them stand in its thread."""


def rollup_message(words: Words, facts: RollupFacts, command: str) -> Message:
    """Return the summary; a round with nothing to say is one line. `command` is the slash command."""
    summary = facts.summary
    notice = words("sync/rollup_text.mrkdwn.j2", facts=facts)
    if summary.quiet:
        return blocks.message(notice, [blocks.section("rollup", words("sync/rollup_quiet.mrkdwn.j2", facts=facts))])
    shown = [blocks.section("rollup", words("sync/rollup_head.mrkdwn.j2", facts=facts))]
    shown += body(words, facts, command)
    shown += [
        *_closed(words, facts),
        blocks.context("counts", _counts(words, facts)),
        blocks.actions("read", blocks.button("Read all", READ, str(facts.round))),
    ]
    return blocks.message(notice, shown)


def _counts(words: Words, facts: RollupFacts) -> str:
    means = [score for score in facts.summary.confidence if score.of > 1]
    shown = fitting((cost(score.name, WITH_A_MEAN) for score in means), MEANS)
    return words("sync/rollup_counts.mrkdwn.j2", facts=facts, means=means[:shown], more=len(means) - shown)


def _closed(words: Words, facts: RollupFacts) -> list[blocks.Block]:
    if not facts.closed.count:
        return []
    return [blocks.section("closed", words("sync/rollup_closed.mrkdwn.j2", closed=facts.closed))]


def details_message(words: Words, facts: DetailsFacts, page: int = 0) -> Message | None:
    """Return one message of the thread, with everything that its teams or people wrote; None if that is nothing.

    What does not fit into one message goes on in the next `page`.
    """
    shown: list[blocks.Block] = []
    for number, detail in enumerate(facts.details):
        text = words("sync/rollup_detail.mrkdwn.j2", detail=detail)
        shown += blocks.paragraphs(f"detail_{number}", text)
    shown = shown[page * blocks.MESSAGE_BLOCKS : (page + 1) * blocks.MESSAGE_BLOCKS]
    if not shown:
        return None
    names = [detail.name for detail in facts.details]
    return blocks.message(words("sync/rollup_detail_text.mrkdwn.j2", names=names, facts=facts, page=page), shown)


def week_message(words: Words, facts: WeekFacts) -> Message:
    """Return the message below which the summaries of a week stand: a line for each."""
    notice = words("sync/week_text.mrkdwn.j2", facts=facts)
    lines = words("sync/week.mrkdwn.j2", facts=facts, most=MOST_OF_WEEK)
    return blocks.message(notice, blocks.paragraphs("week", lines))


def emptied_message(words: Words) -> Message:
    """Return what stands in a message of the thread whose words were all taken out again."""
    text = words("sync/rollup_emptied.mrkdwn.j2")
    return blocks.message(text, [blocks.context("emptied", text)])
