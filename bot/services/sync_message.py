"""Which messages a sync wants: their kinds, keys and subjects in the ledger. The words are made when they are sent."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent
from bot.domain.question import QuestionRole, from_json, with_role
from bot.domain.rollup_style import Place
from bot.errors import NotFound
from models import Addition, Answer, Prompt, Ritual, Round, Turn

PROMPT, NUDGE, AGAIN, WEEK, ROLLUP, DETAILS, MAP, MISSED = (
    "sync_prompt",
    "sync_nudge",
    "sync_later",
    "sync_week",
    "sync_rollup",
    "sync_rollup_details",
    "sync_map",
    "sync_missed",
)
OF_ROUNDS = frozenset({PROMPT, NUDGE, AGAIN, ROLLUP, DETAILS, MAP})
"""Kinds that show what was said in a round: as long as there is the round an answer may come late and change them."""

AT_ONCE, NORMAL, LATER = 1, 5, 6
OWN_MESSAGES = 50
"""Up to this many parties each gets a message of its own in the thread; of more, `PER_MESSAGE` share one."""
PER_MESSAGE = 4
BLOCKS, HALF_A_BLOCK, LONGEST_ESCAPE = 50, 1500, 5
OWN_BLOCKS, NAME = 3, 200
"""Blocks for the questions and names above what a party wrote, and characters for the name above an addition."""
IDS = 500


class Thread(NamedTuple):
    """Where the summary of a round stands: the `key` of the message on top, and those of its details below it."""

    key: str
    details: Sequence[str]

    def heads(self, round_id: int) -> list[str]:
        """Return the keys of the messages that begin with what the round came to: its summary, and that of its week."""
        return list(dict.fromkeys([rollup_key(round_id), self.key]))


def prompt(turn_id: int, slack_id: str) -> Intent:
    """Ask the person of a turn."""
    return Intent(prompt_key(turn_id), PROMPT, {"turn": turn_id}, slack_id, priority=NORMAL)


def prompt_key(turn_id: int) -> str:
    """Return the key of the message that asks."""
    return f"{PROMPT}:{turn_id}"


def nudge(turn_id: int, slack_id: str) -> Intent:
    """Remind the person of a turn, once."""
    return Intent(nudge_key(turn_id), NUDGE, {"turn": turn_id}, slack_id, priority=NORMAL)


def nudge_key(turn_id: int) -> str:
    """Return the key of the reminder of a turn."""
    return f"{NUDGE}:{turn_id}"


def later(turn_id: int, number: int, slack_id: str) -> Intent:
    """Ask the person of a turn again, as they wanted; `number`: how often by then."""
    subject = {"turn": turn_id, "number": number}
    return Intent(later_key(turn_id, number), AGAIN, subject, slack_id, priority=NORMAL)


def later_key(turn_id: int, number: int) -> str:
    """Return the key of the message that asks again."""
    return f"{AGAIN}:{turn_id}:{number}"


def missed(ritual: Ritual, owner: str, days: Sequence[date]) -> Intent:
    """Tell the owner which rounds did not take place while Drumbeat was down."""
    subject = {"ritual": ritual.id, "days": [day.isoformat() for day in days]}
    return Intent(f"{MISSED}:{ritual.id}:{days[0]}", MISSED, subject, owner, priority=NORMAL)


async def rollup(session: AsyncSession, ritual: Ritual, current: Round) -> list[Intent]:
    """Post the summary of a round, and its details in the thread.

    Where the sync's summaries stand below the message of their week, that message comes first, and all else below it:
    Slack has no threads in threads.
    """
    above = [week(ritual.channel_id, current)] if ritual.rollup_place == Place.WEEK else []
    thread = above[0].key if above else rollup_key(current.id)
    intents = await details(session, ritual, current, thread=thread)
    head = _head(ritual, current, above[0].key if above else "")
    return [*above, head, *(_map(ritual, current, thread) if intents else []), *intents]


async def rollup_anew(
    session: AsyncSession, ritual: Ritual, current: Round, changed: Sequence[Prompt], thread: Thread
) -> tuple[list[Intent], list[str]]:
    """Return what to do when `changed` prompts (all, if none is named) have changed after the summary was planned.

    First the messages that may be needed beyond those that every summary has, then the keys of all that read otherwise
    now: further messages that are no longer needed too, of those that are in its `thread`.
    """
    intents = await details(session, ritual, current, {one.id for one in changed}, thread=thread.key)
    more = [intent for intent in intents if "page" in intent.subject]
    first = {intent.key for intent in intents if "page" not in intent.subject}
    further = [key for key in thread.details if key.rpartition(":")[0] in first]
    return more, [*thread.heads(current.id), *dict.fromkeys([*(intent.key for intent in intents), *further])]


async def details(
    session: AsyncSession, ritual: Ritual, current: Round, changed: Collection[int] = (), *, thread: str
) -> list[Intent]:
    """Return the messages with the details of a round, or only those in which prompts with ids in `changed` stand.

    `thread`: the key of the message below which they stand.
    """
    groups = details_groups(await parts_of(session, current.id))
    wanted = [n for n, group in enumerate(groups) if not changed or any(one.id in changed for one in group)]
    lengths = await _lengths(session, [one.id for number in wanted for one in groups[number]])
    intents = []
    for number in wanted:
        for page in range(pages_needed(lengths.get(one.id, 0) for one in groups[number])):
            subject = {"round": current.id, "group": number} | ({"page": page} if page else {})
            key = details_key(current.id, number, page)
            intents.append(Intent(key, DETAILS, subject, ritual.channel_id, thread_key=thread, priority=LATER))
    return intents


def rollup_key(round_id: int) -> str:
    """Return the key of the summary of a round."""
    return f"{ROLLUP}:{round_id}"


def details_key(round_id: int, group: int, page: int) -> str:
    """Return the key of a message in the summary's thread."""
    first = f"{rollup_key(round_id)}:{group}"
    return f"{first}:{page}" if page else first


def week(channel_id: str, current: Round) -> Intent:
    """Post the message below which the summaries of a week stand; its week is that of the round's date."""
    monday = current.local_date - timedelta(days=current.local_date.weekday())
    # The round tells whose sync it is where the message cannot be posted.
    subject = {"channel": channel_id, "monday": monday.isoformat(), "round": current.id}
    return Intent(week_key(channel_id, monday), WEEK, subject, channel_id, priority=AT_ONCE)


def week_key(channel_id: str, monday: date) -> str:
    """Return the key of the message of a week in a channel."""
    return f"{WEEK}:{channel_id}:{monday.isoformat()}"


def map_key(round_id: int) -> str:
    """Return the key of the map of who waits on whom, in the thread of a round's summary."""
    return f"{MAP}:{round_id}"


def _map(ritual: Ritual, current: Round, thread: str) -> list[Intent]:
    """Return the map, where the round asked whom people wait on; where nobody ever did it is not sent."""
    if with_role(from_json(current.questions), QuestionRole.WAITING_ON) is None:
        return []
    key, subject = map_key(current.id), {"round": current.id}
    return [Intent(key, MAP, subject, ritual.channel_id, thread_key=thread, priority=AT_ONCE)]


def _head(ritual: Ritual, current: Round, thread: str) -> Intent:
    key, subject = rollup_key(current.id), {"round": current.id}
    return Intent(key, ROLLUP, subject, ritual.channel_id, thread_key=thread, priority=AT_ONCE)


def pages_needed(lengths: Iterable[int]) -> int:
    """Return how many messages the details of parties surely fit into, of whose words each has this many characters.

    A message has 50 blocks. A block of 3,000 characters is at least half full, and one that a person wrote becomes at
    most five where it is escaped. What is left over has nothing to say, and is not sent.
    """
    return 1 + sum(OWN_BLOCKS + length * LONGEST_ESCAPE // HALF_A_BLOCK for length in lengths) // BLOCKS


async def _lengths(session: AsyncSession, prompts: Sequence[int]) -> dict[int, int]:
    """Return how many characters were written for each of `prompts` (ids), additions included."""
    lengths: dict[int, int] = defaultdict(int)
    written = sa.func.length(sa.cast(Answer.values, sa.Text))
    added = sa.func.length(Addition.text) + NAME
    for first in range(0, len(prompts), IDS):
        some = prompts[first : first + IDS]
        for rows in (
            sa.select(Answer.prompt_id, written).where(Answer.prompt_id.in_(some)),
            sa.select(Addition.prompt_id, added).where(Addition.prompt_id.in_(some)),
        ):
            for prompt_id, length in await session.execute(rows):
                lengths[prompt_id] += length
    return lengths


ASKED_BY = (Turn.id, Turn.nudged_at, Turn.laters)
"""What tells by which messages somebody was asked (`keys_of`)."""

_ASKED = sa.select(*ASKED_BY).where(Turn.prompt_id == sa.bindparam("prompt_id"), Turn.asked_at.is_not(None))


async def prompt_keys(session: AsyncSession, asked: Prompt) -> list[str]:
    """Return the keys of all messages that show a prompt, reminders included."""
    return keys_of(await session.execute(_ASKED, {"prompt_id": asked.id}))


async def asked_keys(session: AsyncSession, current: Round) -> list[str]:
    """Return the keys of all messages with which a round asked."""
    rows = sa.select(*ASKED_BY).where(Turn.round_id == current.id, Turn.asked_at.is_not(None))
    return keys_of(await session.execute(rows))


def keys_of(turns: Iterable[Sequence[Any]]) -> list[str]:
    """Return the keys of the messages with which turns, given by their `ASKED_BY`, asked, reminded and asked again."""
    keys = []
    for turn, nudged_at, laters in turns:
        keys.append(prompt_key(turn))
        keys += [later_key(turn, number) for number in range(1, laters + 1)]
        if nudged_at is not None:
            keys.append(nudge_key(turn))
    return keys


class Part(NamedTuple):
    """A party's part in a round: its prompt, of which only what a summary needs is read."""

    id: int
    name: str
    state: str
    team_id: int | None
    person_id: int | None


_PARTS = sa.select(Prompt.id, Prompt.name, Prompt.state, Prompt.team_id, Prompt.person_id).where(
    Prompt.round_id == sa.bindparam("round_id")
)


async def parts_of(session: AsyncSession, round_id: int) -> list[Part]:
    """Return the parts of a round in the order in which its parties are shown."""
    parts = [Part._make(row) for row in await session.execute(_PARTS, {"round_id": round_id})]
    return sorted(parts, key=lambda one: (one.name.casefold(), one.id))


def details_groups(prompts: Sequence[Part]) -> list[Sequence[Part]]:
    """Return which prompts share a message of the thread; fixed by their number, so that late answers move nothing."""
    size = 1 if len(prompts) <= OWN_MESSAGES else PER_MESSAGE
    return [prompts[start : start + size] for start in range(0, len(prompts), size)]


async def missed_name(session: AsyncSession, ritual_id: int) -> str:
    """Return the name of the sync that missed rounds. Raises NotFound where it has been deleted meanwhile."""
    ritual = await session.get(Ritual, ritual_id)
    if ritual is None:
        raise NotFound("This sync is not there any more.")
    return ritual.name
