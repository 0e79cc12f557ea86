"""What the database of a simulated year of retros shows: rounds, questions, messages about actions, themes."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.services import action_message, retro_message
from models import Action, AuditEntry, Delivery, Person, Retro, RetroCard, RetroPart, RetroRound, RetroTheme, Timer
from tests.journeys.conftest import World
from tests.sim.retro_cards import TOKEN


@dataclass(frozen=True)
class Held:
    """A round of a retro, as it stands at the end; `votes` by what its themes are called."""

    id: int
    retro: str
    day: date
    state: str
    opens_at: datetime
    reveal_at: datetime
    votes: Counter[str]
    themes: int


@dataclass(frozen=True)
class Question:
    """What somebody was asked in a round: how often Slack has the message, when, and on which date of their own."""

    email: str
    round_id: int
    at: datetime
    own: datetime
    prompts: int


@dataclass(frozen=True)
class Said:
    """A message about an action to somebody (e-mail); `key` as the ledger has it, without its kind."""

    email: str
    kind: str
    key: str
    state: str


async def rounds(world: World) -> list[Held]:
    """Return all rounds."""
    found = []
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        themes: dict[int, list[RetroTheme]] = {}
        for theme in await session.scalars(sa.select(RetroTheme)):
            themes.setdefault(theme.round_id, []).append(theme)
        rows = sa.select(Retro.name, RetroRound).join(RetroRound, RetroRound.retro_id == Retro.id)
        for name, one in await session.execute(rows.order_by(RetroRound.opens_at)):
            kept = [theme for theme in themes.get(one.id, ()) if theme.merged_into_id is None]
            votes: Counter[str] = Counter()
            for theme in kept:
                votes[theme.name] += theme.votes or 0
            found.append(Held(one.id, name, one.local_date, one.state, one.opens_at, one.reveal_at, +votes, len(kept)))
    return found


async def questions(world: World) -> list[Question]:
    """Return who was asked for cards in which round."""
    key = sa.literal(f"{retro_message.PROMPT}:").concat(sa.cast(RetroPart.id, sa.String))
    rows = (
        sa.select(Person.email, RetroPart.round_id, Delivery.ts, Person.zone)
        .join(RetroPart, RetroPart.person_id == Person.id)
        .join(Delivery, Delivery.key == key)
        .where(Delivery.ts != "")
    )
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        read = list(await session.execute(rows))
    often = Counter((email, round_id) for email, round_id, *_ in read)
    return [
        Question(email, round_id, at := datetime.fromtimestamp(float(ts), UTC), at.astimezone(ZoneInfo(zone)), count)
        for email, round_id, ts, zone in read
        if (count := often[email, round_id])
    ]


async def messages(world: World) -> list[Said]:
    """Return all messages about actions."""
    rows = sa.select(Person.email, Delivery.kind, Delivery.key, Delivery.state).join(
        Person, Person.slack_id == Delivery.target
    )
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        found = await session.execute(rows.where(Delivery.kind.in_(action_message.KINDS)))
        return [Said(email, kind, key.partition(":")[2], state) for email, kind, key, state in found]


async def actions(world: World) -> list[tuple[Action, str, str]]:
    """Return all actions, with the e-mails of their owner and of whoever chose them."""
    owner, raiser = sa.orm.aliased(Person), sa.orm.aliased(Person)
    rows = sa.select(Action, owner.email, raiser.email)
    rows = rows.join(owner, owner.id == Action.owner_id).join(raiser, raiser.id == Action.raised_by_id)
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return [(action, mine, theirs) for action, mine, theirs in await session.execute(rows.order_by(Action.id))]


async def ids(world: World) -> dict[str, int]:
    """Return the ids of people, by e-mail."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return {email: of for email, of in await session.execute(sa.select(Person.email, Person.id))}  # noqa: C416 (rows)


async def told_of_cards(world: World) -> list[str]:
    """Return the rows of ledger, audit and timers in which the text of a card stands."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        found = []
        for table in (Delivery, AuditEntry, Timer):
            for one in await session.scalars(sa.select(table)):
                said = repr([getattr(one, column.key) for column in table.__mapper__.column_attrs])
                found += [f"{table.__tablename__}: {said}"] if TOKEN.search(said) else []
    return found


async def orders(world: World) -> dict[int, tuple[list[int], list[str]]]:
    """Return for each round what a reader of the database has: its cards in their order, people as they were asked."""
    found: dict[int, tuple[list[int], list[str]]] = {}
    rows = sa.select(RetroCard.round_id, RetroCard.text).where(RetroCard.round_id.is_not(None)).order_by(RetroCard.id)
    parts = (
        sa.select(RetroPart.round_id, Person.email)
        .join(Person, Person.id == RetroPart.person_id)
        .where(RetroPart.wrote)
        .order_by(RetroPart.asked_at, RetroPart.id)
    )
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        for round_id, text in await session.execute(rows):
            found.setdefault(round_id, ([], []))[0].append(int(TOKEN.findall(text)[0]))
        for round_id, email in await session.execute(parts):
            found.setdefault(round_id, ([], []))[1].append(email)
    return found
