"""Which messages an announcement wants: their kinds, keys and subjects in the ledger; worded when they are sent."""

from collections.abc import Iterable

import sqlalchemy as sa

from bot.delivery.ledger import Intent
from models import AnnouncementReader, Delivery

READER, MUST, MUST_NOW, PAGE, AGAIN, CHANNEL, CHANNEL_PAGE, PROGRESS, DONE = (
    "announcement",
    "announcement_must",
    "announcement_must_now",
    "announcement_page",
    "announcement_again",
    "announcement_channel",
    "announcement_channel_page",
    "announcement_progress",
    "announcement_done",
)
"""`READER`: what somebody gets, `MUST` the same of a must-read, `MUST_NOW` of one that comes at once, whatever the
hour. `PAGE`: what goes on in its thread. `AGAIN`: it means
something else now. `CHANNEL`, `CHANNEL_PAGE`: the same in a channel. `PROGRESS`, `DONE`: to whoever signed it."""

DECLINED, REMINDER = "announcement_declined", "announcement_reminder"
"""`DECLINED`: it does affect somebody who said that it does not. `REMINDER`: they have not replied yet."""

TO_READERS = frozenset({READER, MUST, MUST_NOW})
OF_READERS = frozenset({READER, MUST, MUST_NOW, PAGE, AGAIN, DECLINED, REMINDER})
"""Kinds that belong to a reader, and go with them."""
OF_ANNOUNCEMENTS = frozenset({CHANNEL, CHANNEL_PAGE, PROGRESS, DONE})
"""Kinds that belong to an announcement, and go with it."""

AT_ONCE, LAST = 1, 9


def reader_key(reader_id: int) -> str:
    """Return the key of what a reader gets, must-read or not."""
    return f"{READER}:{reader_id}"


def key_of_reader() -> sa.ColumnElement[str]:
    """Return the same in a statement over readers."""
    return sa.literal(f"{READER}:") + sa.cast(AnnouncementReader.id, sa.Text)


def in_ledger() -> sa.ColumnElement[bool]:
    """Return what joins readers with the messages that they get."""
    same = Delivery.workspace_id == AnnouncementReader.workspace_id
    return sa.and_(same, Delivery.key == key_of_reader())


def to_reader(reader_id: int, slack_id: str, pages: int, kind: str) -> Iterable[Intent]:
    """Tell a reader (`kind`: one of `TO_READERS`), with so many further messages in the thread."""
    yield Intent(reader_key(reader_id), kind, {"reader": reader_id}, slack_id, priority=LAST)
    for number in range(pages):
        yield page(reader_id, slack_id, number)


def page(reader_id: int, slack_id: str, number: int) -> Intent:
    """Go on in the thread of what a reader got."""
    subject = {"reader": reader_id, "page": number}
    parent = reader_key(reader_id)
    return Intent(page_key(reader_id, number), PAGE, subject, slack_id, thread_key=parent, priority=LAST)


def page_key(reader_id: int, number: int) -> str:
    """Return the key of that message."""
    return f"{PAGE}:{reader_id}:{number}"


def again(reader_id: int, slack_id: str, meaning: int) -> Intent:
    """Ask a reader to look again, once for each time that the meaning changed (`meaning`: the revision)."""
    key = again_key(reader_id, meaning)
    subject = {"reader": reader_id, "meaning": meaning}
    return Intent(key, AGAIN, subject, slack_id, thread_key=reader_key(reader_id), priority=LAST)


def again_key(reader_id: int, meaning: int) -> str:
    """Return the key of that call."""
    return f"{AGAIN}:{reader_id}:{meaning}"


def to_channel(announcement_id: int, channel_id: str, pages: int) -> Iterable[Intent]:
    """Post an announcement in a channel, with so many further messages in the thread."""
    subject = {"announcement": announcement_id, "channel": channel_id}
    yield Intent(channel_key(announcement_id, channel_id), CHANNEL, subject, channel_id, priority=LAST)
    for number in range(pages):
        yield channel_page(announcement_id, channel_id, number)


def channel_page(announcement_id: int, channel_id: str, number: int) -> Intent:
    """Go on in the thread of what was posted in a channel."""
    subject = {"announcement": announcement_id, "channel": channel_id, "page": number}
    parent = channel_key(announcement_id, channel_id)
    return Intent(f"{parent}:{number}", CHANNEL_PAGE, subject, channel_id, thread_key=parent, priority=LAST)


def channel_key(announcement_id: int, channel_id: str) -> str:
    """Return the key of what stands in a channel."""
    return f"{CHANNEL}:{announcement_id}:{channel_id}"


def progress(announcement_id: int, slack_id: str) -> Intent:
    """Show whoever signed it how far it is; kept up to date."""
    subject = {"announcement": announcement_id}
    return Intent(progress_key(announcement_id), PROGRESS, subject, slack_id, priority=AT_ONCE)


def progress_key(announcement_id: int) -> str:
    """Return the key of that message."""
    return f"{PROGRESS}:{announcement_id}"


def done(announcement_id: int, slack_id: str) -> Intent:
    """Tell whoever signed it that all have it: an edit of the message above notifies nobody."""
    subject = {"announcement": announcement_id}
    parent = progress_key(announcement_id)
    return Intent(f"{DONE}:{announcement_id}", DONE, subject, slack_id, thread_key=parent, priority=AT_ONCE)
