"""What people of a simulated quarter have in Slack of its announcements, and what is stored of what they said."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.playground.records import BOT_USER_ID, Channel, Json, Message
from bot.playground.seen import labels, words_of
from bot.playground.view_state import plain
from bot.services import change_heartbeat, change_question_message
from models import (
    Announcement,
    AnnouncementReader,
    ChangePulse,
    ChangePulseAsked,
    ChangePulseResult,
    ChangeQuestion,
    ChangeStepPerson,
    Delivery,
    Person,
    StakeholderGroup,
)
from models.base import Base
from tests.journeys.conftest import World
from tests.sim.change_company import OWNER
from tests.sim.change_life import ChangeLife
from tests.sim.change_script import Said

PART = re.compile(r"\(n(\d+)g(\d+)\)")
HAVE = re.compile(r"([\d,]+)(?: of ([\d,]+))? (?:people|person) (?:have|has) it")
REMINDED, AGAIN = "may have passed you by", "has changed what"
TO_SIGN = ("asks you to sign", "You have signed", "which you signed")


@dataclass(frozen=True)
class Told:
    """That somebody (e-mail) was told an announcement: when, with the parts of which groups, what came below it."""

    number: int
    email: str
    at: datetime
    parts: frozenset[int]
    reminded: tuple[datetime, ...]
    again: int
    words: str = field(default="", repr=False)
    """What it says at the end."""


@dataclass(frozen=True)
class Posted:
    """That an announcement stands in a channel, since when, and what it says at the end."""

    number: int
    channel: str
    at: datetime
    words: str = field(repr=False)


@dataclass(frozen=True)
class Progress:
    """How many have an announcement, and of how many, as whoever signed it reads at the end."""

    have: int
    people: int


@dataclass(frozen=True)
class Stored:
    """What the database has at the end, to be compared with what people know."""

    readers: Mapping[int, tuple[str, str, int]]
    """Who (e-mail), with which group, and the number of the announcement, by the id of a reader."""
    questions: Mapping[str, ChangeQuestion]
    """By the number that stands in their words."""
    news: Mapping[str, int]
    """Messages on what came of it that went out, by the id of the question."""
    late: frozenset[str]
    """Questions of which the PMO heard that they are late, by id."""
    lapsed: int
    """How often the PMO heard that there was no news of the change."""
    pulses: tuple[tuple[ChangePulse, Mapping[str, ChangePulseResult]], ...]
    pulsed: Mapping[tuple[int, str], str]
    """With which group somebody (e-mail) counts in a pulse (its id)."""
    parts: Mapping[str, str]
    """What each said to the invitation, as it is stored, by e-mail."""
    wanted: tuple[tuple[str, str, datetime], ...]
    """The messages that were planned for people: to whom (e-mail), of which kind, and when."""
    rows: Mapping[str, list[str]] = field(repr=False)
    """All rows of all tables."""


def told(life: ChangeLife) -> list[Told]:
    """Return who has which announcement as a message of their own, by what they have in Slack."""
    titles = {one.title: one for one in life.said}
    found = []
    for one in life.here:
        direct = life.world.slack.state.direct(life.world.persona(one.email).id)
        for message in direct.messages.values():
            if message.user != BOT_USER_ID or message.is_reply or message.deleted or message.ephemeral_to:
                continue
            for title, blocks in _headed(message):
                words = words_of(blocks)
                if title in titles and not any(each in words_of(message.blocks) for each in TO_SIGN):
                    found.append(_told(titles[title], one.email, message, direct, words))
    return found


def _headed(message: Message) -> Iterator[tuple[str, list[Json]]]:
    """Yield the headings of a message with what stands below each."""
    places = [place for place, block in enumerate(message.blocks) if block.get("type") == "header"]
    for place, following in zip(places, [*places[1:], len(message.blocks)], strict=False):
        yield plain(message.blocks[place]["text"]), message.blocks[place:following]


def _told(said: Said, email: str, message: Message, direct: Channel, words: str) -> Told:
    below = [
        (one.ts, words_of(one.blocks))
        for one in direct.messages.values()
        if one.is_reply and one.thread_ts == message.ts and said.title in words_of(one.blocks)
    ]
    parts = frozenset(int(group) for number, group in PART.findall(words) if int(number) == said.number)
    reminded = tuple(_at(ts) for ts, text in below if REMINDED in text)
    return Told(said.number, email, _at(message.ts), parts, reminded, sum(AGAIN in text for _, text in below), words)


def posted(life: ChangeLife) -> list[Posted]:
    """Return which announcement stands in which channel, by what everybody sees there."""
    return [
        Posted(said.number, channel, _at(message.ts), words_of(message.blocks))
        for said in life.said
        for channel in sorted({one for each in life.said for one in each.channels})
        for message in life.world.slack.channel(channel).messages.values()
        if message.user == BOT_USER_ID and not (message.is_reply or message.deleted)
        if said.title in [plain(block["text"]) for block in message.blocks if block.get("type") == "header"]
    ]


def progress(life: ChangeLife) -> dict[int, Progress]:
    """Return how far each announcement is, as its author reads: "3 of 20 people have it"."""
    direct = life.world.slack.state.direct(life.world.persona(OWNER.email).id)
    found = {}
    for message in direct.messages.values():
        words = words_of(message.blocks)
        said = next((one for one in life.said if words.startswith((one.title, f"*{one.title}*"))), None)
        if said is not None and (has := HAVE.search(words)) and not message.is_reply:
            have, people = (int(one.replace(",", "")) for one in (has[1], has[2] or has[1]))
            found[said.number] = Progress(have, people)
    return found


async def figures(life: ChangeLife) -> dict[int, list[list[str]]]:
    """Return the tables of what came of each announcement, as its author sees them at the end."""
    owner = life.world.persona(OWNER.email)
    direct = life.world.slack.state.direct(owner.id)
    found: dict[int, list[list[str]]] = {}
    for said in life.said:
        for message in [*direct.messages.values()]:
            if said.number not in found and "See replies" in labels(message.blocks):
                shown = await life.office.figures(owner, said, message)
                if shown is not None:
                    rows = next((block["rows"] for block in shown.blocks if "rows" in block), [])
                    found[said.number] = [[plain(cell) for cell in row] for row in rows[1:]]
    return found


async def stored(world: World) -> Stored:
    """Read what is stored."""
    reader = (
        sa.select(AnnouncementReader.id, Person.email, StakeholderGroup.name, Announcement.title)
        .join(Announcement, Announcement.id == AnnouncementReader.announcement_id)
        .join(Person, Person.id == AnnouncementReader.person_id)
        .join(StakeholderGroup, StakeholderGroup.id == AnnouncementReader.group_id)
    )
    part = sa.select(Person.email, ChangeStepPerson.answer).join(Person, Person.id == ChangeStepPerson.person_id)
    asked = (
        sa.select(ChangePulseAsked.pulse_id, Person.email, StakeholderGroup.name)
        .join(Person, Person.id == ChangePulseAsked.person_id)
        .join(StakeholderGroup, StakeholderGroup.id == ChangePulseAsked.group_id)
    )
    result = sa.select(ChangePulseResult, StakeholderGroup.name).outerjoin(
        StakeholderGroup, StakeholderGroup.id == ChangePulseResult.group_id
    )
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        rows = await session.execute(reader)
        readers = {of: (email, group, int(title.split()[1])) for of, email, group, title in rows}
        questions = {one.id: one for one in await session.scalars(sa.select(ChangeQuestion))}
        # What shares a message with others was sent, too; what the PMO may read tomorrow may still wait for room.
        sent = sa.select(Delivery.kind, Delivery.key).where(Delivery.state.in_(("sent", "held")))
        keys = [(kind, key) for kind, key in await session.execute(sent)]
        parts = {email: answer for email, answer in await session.execute(part)}  # noqa: C416 (rows)
        pulsed = {(pulse, email): group for pulse, email, group in await session.execute(asked)}
        wanted_rows = sa.select(Person.email, Delivery.kind, Delivery.created_at)
        wanted_rows = wanted_rows.join(Delivery, Delivery.target == Person.slack_id)
        wanted = tuple((email, kind, at) for email, kind, at in await session.execute(wanted_rows))
        results = [(one, name) for one, name in await session.execute(result)]
        pulses = [*await session.scalars(sa.select(ChangePulse).order_by(ChangePulse.opened_at))]
        everything = {
            table.name: [repr(tuple(one)) for one in await session.execute(sa.select(table))]
            for table in Base.metadata.sorted_tables
        }
    news = {
        one: sum(
            kind in {change_question_message.NEWS, change_question_message.IDEA} and one in key for kind, key in keys
        )
        for one in questions
    }
    late = [key for kind, key in keys if kind == change_question_message.LATE]
    return Stored(
        readers,
        {one.text.rpartition("(q")[2].rstrip(")"): one for one in questions.values()},
        news,
        frozenset(one for one in questions if any(one in key for key in late)),
        sum(kind == change_heartbeat.LAPSED for kind, _ in keys),
        tuple((one, {name or each.part: each for each, name in results if each.pulse_id == one.id}) for one in pulses),
        pulsed,
        parts,
        wanted,
        everything,
    )


def _at(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)
