"""Which messages the replies to an announcement want: their kinds, keys and subjects in the ledger."""

from bot.delivery.ledger import Intent
from bot.services.announcement_message import DECLINED, REMINDER, reader_key

CORRECTION, HELPERS, NEED_HELP = "announcement_correction", "announcement_helpers", "announcement_need_help"
"""`CORRECTION`: it does not affect some who got it, to those who run it. `HELPERS`: who would like to help.
`NEED_HELP`: a lead cannot tell their team alone."""

PASSING = frozenset({CORRECTION, HELPERS, NEED_HELP})
"""Kinds that are said once; the others stand in the thread of what a reader got, and go with it."""


def correction(batch: int, slack_id: str) -> Intent:
    """Ask somebody who runs it what to make of the corrections that came together."""
    subject = {"batch": batch, "to": slack_id}
    return Intent(correction_key(batch, slack_id), CORRECTION, subject, slack_id, priority=5)


def correction_key(batch: int, slack_id: str) -> str:
    """Return the key of that message."""
    return f"{CORRECTION}:{batch}:{slack_id}"


def declined(reader_id: int, correction_id: int, slack_id: str) -> Intent:
    """Tell a reader why it affects them, once for each time that they said that it does not."""
    subject = {"reader": reader_id, "correction": correction_id}
    key = f"{DECLINED}:{correction_id}"
    return Intent(key, DECLINED, subject, slack_id, thread_key=reader_key(reader_id), priority=1)


def helpers(announcement_id: int, slack_id: str) -> Intent:
    """Tell whoever answers for it who would like to help; kept up to date."""
    return Intent(helpers_key(announcement_id), HELPERS, {"announcement": announcement_id}, slack_id, priority=5)


def helpers_key(announcement_id: int) -> str:
    """Return the key of that message."""
    return f"{HELPERS}:{announcement_id}"


def need_help(reader_id: int, slack_id: str, again: int = 0) -> Intent:
    """Tell somebody who runs it that a lead needs help, or needs it `again`, for so many times; kept up to date."""
    key = need_help_key(reader_id, slack_id)
    if not again:
        return Intent(key, NEED_HELP, {"reader": reader_id}, slack_id, priority=1)
    subject = {"reader": reader_id, "again": again}
    return Intent(f"{key}:{again}", NEED_HELP, subject, slack_id, thread_key=key, priority=1)


def need_help_key(reader_id: int, slack_id: str) -> str:
    """Return the key of that message."""
    return f"{NEED_HELP}:{reader_id}:{slack_id}"


def reminder(reader_id: int, number: int, slack_id: str) -> Intent:
    """Remind a reader, for the first or the second time."""
    subject = {"reader": reader_id, "number": number}
    parent = reader_key(reader_id)
    return Intent(reminder_key(reader_id, number), REMINDER, subject, slack_id, thread_key=parent, priority=5)


def reminder_key(reader_id: int, number: int) -> str:
    """Return the key of a reminder in the ledger."""
    return f"{REMINDER}:{reader_id}:{number}"
