"""Somebody who reads all of the database but has no key, and guesses whose card is whose by the order of everything."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.db import Database

CAUGHT = 1e-6
"""A guesser who is right more often than chance is so once in a million times knows something."""


@dataclass(frozen=True)
class Trait:
    """What is seen of one card: its text (by which the test knows the truth) and whatever has an order."""

    text: str
    orders: Mapping[str, Any]


async def seen_cards(database: Database, table: str = "retro_card") -> Mapping[int, list[Trait]]:
    """Return all cards by retro, as they lie in the database, with all that tells an order of theirs."""
    rows, files = await seen_rows(database, table), files_of(database)
    found: dict[int, list[Trait]] = defaultdict(list)
    for number, row in enumerate(rows):
        orders: dict[str, Any] = {name: row[name] or "" for name in ("id", "writer", "receipt", "xmin")}
        orders |= {"place": row["place"], "stored": number, "ctid": placed(row["ctid"])}
        orders |= {name: first(content, f"{row['column_key']}{row['text']}") for name, content in files.items()}
        found[row["retro_id"]].append(Trait(row["text"], orders))
    return found


def right(cards: Mapping[int, Sequence[Trait]], people: Mapping[int, Sequence[str]], order: str) -> int:
    """Return of how many retros the guess is right.

    `people`: by retro the texts in the order in which their authors acted, as the guesser takes it from other tables.
    Of each retro one card is guessed, another one from retro to retro: the n-th in the `order` is of the n-th person.
    """
    hits = 0
    for number, (retro, of) in enumerate(sorted(cards.items())):
        ranked = sorted(of, key=lambda one: one.orders[order])
        at = number % len(ranked)
        hits += ranked[at].text == people[retro][at]
    return hits


def chance(hits: int, trials: int, probability: float) -> float:
    """Return how likely so many hits or more are by chance alone (the upper tail of the binomial distribution)."""
    return sum(
        math.comb(trials, one) * probability**one * (1 - probability) ** (trials - one)
        for one in range(hits, trials + 1)
    )


async def seen_rows(database: Database, table: str) -> Sequence[Mapping[str, Any]]:
    """Return all rows of a table as they lie in the database, with what PostgreSQL keeps of when and where."""
    hidden = "0 AS xmin, '' AS ctid" if database.is_sqlite else "xmin::text::bigint AS xmin, ctid::text AS ctid"
    async with database.engine.connect() as connection:
        return (await connection.execute(sa.text(f"SELECT *, {hidden} FROM {table}"))).mappings().all()


def files_of(database: Database) -> Mapping[str, bytes]:
    """Return what stands in SQLite's file, and in the log beside it; on PostgreSQL both are the server's."""
    if not database.is_sqlite:
        return {"file": b"", "log": b""}
    path = Path(database.url.database or "")
    log = path.with_name(f"{path.name}-wal")
    return {"file": path.read_bytes(), "log": log.read_bytes() if log.exists() else b""}


def first(content: bytes, written: str) -> int:
    """Return where something stands first; nowhere is after everything. Neighbours in a row are so in a file."""
    at = content.find(written.encode())
    return len(content) if at < 0 else at


def placed(written: str) -> tuple[int, ...]:
    """Return a place of PostgreSQL's, `(page,row)`, as what can be ordered."""
    return tuple(int(one) for one in written.strip("()").split(",")) if written else ()
