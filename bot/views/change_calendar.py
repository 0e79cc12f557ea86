"""The calendar of changes, below their list."""

from bot.domain.change_calendar import Calendar, CalendarRow
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks, chart

MOST_ROWS = 40
FELT = "●"


def calendar_blocks(words: Words, facts: Calendar) -> list[blocks.Block]:
    """Return the weeks to come, and where people have two changes at once; nothing where no change is felt."""
    if not facts.rows:
        return []
    head = ("Week of", *(f"{week.day} {week:%b}" for week in facts.weeks))
    shown: list[blocks.Block] = blocks.paragraphs("calendar", words("change_calendar/head.mrkdwn.j2", facts=facts))
    shown.append(chart.table("calendar_weeks", head, [_row(one) for one in facts.rows[:MOST_ROWS]]))
    if facts.clashes or facts.over:
        shown += blocks.paragraphs("clashes", words("change_calendar/clashes.mrkdwn.j2", facts=facts))
    return shown


def calendar_message(words: Words, facts: Calendar) -> Message:
    """Return the same by itself; where no change is felt it says so."""
    text = words("change_calendar/text.mrkdwn.j2", facts=facts)
    return blocks.message(text, calendar_blocks(words, facts) or [blocks.section("none", text)])


def _row(one: CalendarRow) -> list[str]:
    return [one.name, *(FELT if felt else chart.NOTHING for felt in one.felt)]
