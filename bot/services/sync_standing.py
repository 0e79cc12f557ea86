"""Where somebody stands with a prompt: all that an answer, a form or a refusal needs, in one indexed read."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.question import Question, from_json
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.audit import last_actor
from bot.services.blocker_read import IS_LIVE, IS_ONES_OWN
from models import Answer, Blocker, Channel, Membership, Person, Prompt, Ritual, Round, Turn

GONE = (
    "Drumbeat does not have this update any more: it was deleted after its time, or the database was restored from an "
    "earlier backup. Nothing was stored. The home tab shows what is open."
)

_OWNER, _AUTHOR = aliased(Person), aliased(Person)

_OF_PARTY = sa.and_(
    Blocker.workspace_id == Prompt.workspace_id,
    sa.or_(
        Blocker.party_team_id == Prompt.team_id,
        sa.and_(IS_ONES_OWN, Blocker.raiser_id == Prompt.person_id),
    ),
)
# Three questions and no OR, so that an index answers each.
_HAS_BLOCKERS = sa.or_(
    sa.exists().where(Blocker.ritual_id.is_(None), IS_LIVE, _OF_PARTY),
    sa.exists().where(Blocker.ritual_id == Ritual.id, IS_LIVE, _OF_PARTY),
    sa.exists().where(Blocker.round_id == Round.id, _OF_PARTY),
)

# Put together once: this is read for every click, and putting it together takes longer than reading.
_PROMPT = (
    sa.select(Prompt, Round, Ritual, _OWNER.name, Answer, _AUTHOR.name, Channel.name, _HAS_BLOCKERS)
    .join(Round, Round.id == Prompt.round_id)
    .join(Ritual, Ritual.id == Round.ritual_id)
    .join(_OWNER, _OWNER.id == Ritual.owner_id)
    .outerjoin(Answer, Answer.prompt_id == Prompt.id)
    .outerjoin(_AUTHOR, _AUTHOR.id == Answer.person_id)
    .outerjoin(Channel, sa.and_(Channel.workspace_id == Prompt.workspace_id, Channel.slack_id == Ritual.channel_id))
    .where(Prompt.id == sa.bindparam("prompt_id"))
)
_TURN = sa.select(Turn, Person).join(Person, Person.id == Turn.person_id).where(Turn.id == sa.bindparam("turn_id"))
_HELD = sa.select(Prompt.id).where(Prompt.id == sa.bindparam("prompt_id")).with_for_update()


@dataclass(frozen=True, slots=True)
class Standing:
    """A person before a prompt: `turn` is None where they were not asked themselves (a team mate who adds something).

    `author` is the name of who gave `answer`, "" without one; `owner` the name of whose sync it is; `channel` that of
    the channel in which the summary is posted, None where it is not known yet; `has_blockers` tells whether the party
    waits for anything in this sync, or did so in this round.
    """

    person: Person
    prompt: Prompt
    round: Round
    ritual: Ritual
    owner: str
    turn: Turn | None = None
    answer: Answer | None = None
    author: str = ""
    channel: str | None = None
    has_blockers: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions as this round words them."""
        return from_json(self.round.questions)

    def closed(self, now: datetime) -> bool:
        """Tell whether what comes now is late."""
        return self.round.state != "open" or now >= self.round.closes_at

    def takes(self, now: datetime) -> bool:
        """Tell whether what comes now is the answer, or an edit of it: all else becomes an addition."""
        return self.answer is None or (self.is_author and not self.closed(now))

    @property
    def is_author(self) -> bool:
        """Whether this person gave the answer that is there."""
        return self.answer is not None and self.answer.person_id == self.person.id

    @property
    def channel_label(self) -> str:
        """Where the summary goes, as people say it; a channel not known yet is "its channel"."""
        return "its channel" if self.channel is None else f"#{self.channel}"


async def standing_of_turn(session: AsyncSession, slack_id: str, turn_id: int, *, locked: bool = False) -> Standing:
    """Return where `slack_id` stands with the prompt of this turn; with `locked` nobody else can answer meanwhile.

    Raises NotFound for a turn of another workspace or none, NotAllowed for another person's or a deactivated person,
    UserError for a sync that was deleted.
    """
    row = (await session.execute(_TURN, {"turn_id": turn_id})).one_or_none()
    if row is None:
        raise NotFound(GONE)
    turn, person = row
    if person.slack_id != slack_id:
        raise NotAllowed(f"{person.name} was asked this, not you. Nothing was changed.")
    return await _standing(session, person, turn.prompt_id, turn, locked=locked)


async def standing_of_prompt(session: AsyncSession, slack_id: str, prompt_id: int, *, locked: bool = False) -> Standing:
    """Return where somebody of the prompt's team, or whoever it is for, stands with it; raises the same errors."""
    person = await session.scalar(sa.select(Person).where(Person.slack_id == slack_id))
    if person is None:
        raise NotFound(GONE)
    turn = await session.scalar(sa.select(Turn).where(Turn.prompt_id == prompt_id, Turn.person_id == person.id))
    found = await _standing(session, person, prompt_id, turn, locked=locked)
    if turn is None and not await _belongs(session, found.prompt, person):
        raise NotAllowed("Only people of this team can add to its update. Nothing was changed.")
    return found


async def _standing(
    session: AsyncSession, person: Person, prompt_id: int, turn: Turn | None, *, locked: bool
) -> Standing:
    if locked:
        # Of two answers sent at once the second waits here and then sees the first.
        await session.execute(_HELD, {"prompt_id": prompt_id})
    row = (await session.execute(_PROMPT, {"prompt_id": prompt_id})).one_or_none()
    if row is None:
        raise NotFound(GONE)
    prompt, current, ritual, owner, answer, author, channel, waits = row
    found = Standing(person, prompt, current, ritual, owner, turn, answer, author or "", channel, waits)
    await _check(session, found)
    return found


async def _belongs(session: AsyncSession, prompt: Prompt, person: Person) -> bool:
    if prompt.team_id is None:
        return prompt.person_id == person.id
    member = sa.select(Membership.id).where(Membership.team_id == prompt.team_id, Membership.person_id == person.id)
    return await session.scalar(member) is not None


async def _check(session: AsyncSession, found: Standing) -> None:
    if found.person.deactivated:
        raise NotAllowed("This Slack account is deactivated, so nothing was stored. An admin can reactivate it.")
    if found.ritual.state == "deleted":
        by = await last_actor(session, f"sync:{found.ritual.id}", "sync_deleted")
        who = f" by {by}" if by else ""
        raise UserError(
            f"“{found.ritual.name}” was deleted{who}. Nothing was stored, and you will not be asked by this sync again."
        )
