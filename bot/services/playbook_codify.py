"""Making pages of what retros and actions have shown: what a draft begins with, and for whom."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.action import LIVE, ActionState
from bot.domain.playbook import Draft
from bot.domain.playbook_codify import Card, Promised, Story, draft_of
from bot.domain.retro import RetroState
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.action_standing import GONE as ACTION_GONE
from bot.services.playbook_made import ACTION, THEME
from bot.services.playbook_sight import may_read
from bot.services.retro_right import takes_part
from bot.services.ritual_kind import RETRO
from bot.services.role import acting
from models import Action, Channel, Membership, Person, Playbook, Retro, RetroCard, RetroRound
from models import RetroTheme as Theme

THEME_GONE = (
    "Drumbeat does not have this theme any more: its retro was deleted after its time, or the database was restored "
    "from an earlier backup. Nothing was changed."
)


class Codifying:
    """Begins pages with what retros and actions have shown."""

    def __init__(self, database: Database) -> None:
        """Read `database`."""
        self._database = database

    async def from_theme(self, workspace_id: str, slack_id: str, theme_id: int) -> Draft | int:
        """Return what the page of a theme begins with; where there is one that the person may read, its id.

        Raises NotFound, NotAllowed for whoever is of no team of the retro, UserError for a theme that has become part
        of another one or that is being voted for still.
        """
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            theme = await session.get(Theme, theme_id)
            current = await session.get(RetroRound, theme.round_id) if theme else None
            if theme is None or current is None:
                raise NotFound(THEME_GONE)
            retro = await session.get_one(Retro, current.retro_id)
            if not person.acts_as_pmo and not await takes_part(session, person, retro.id):
                raise NotAllowed(
                    f"What *{retro.name}* has shown becomes a page by somebody of its teams, or the PMO. Nothing was "
                    "changed."
                )
            if theme.merged_into_id is not None:
                other = await session.get_one(Theme, theme.merged_into_id)
                raise UserError(f"“{theme.name}” is part of “{other.name}” now. *Make it a playbook* stands there.")
            if current.state not in {RetroState.ACTING, RetroState.CLOSED}:
                raise UserError("The vote goes on. Once it is over, each theme can become a page.")
            source = f"{THEME}:{theme.id}"
            if (made := await _made(session, person, source)) is not None:
                return made
            actions = sa.select(Action).where(Action.theme_id == theme.id, Action.round_id == current.id)
            return draft_of(
                Story(
                    source=source,
                    title=theme.name,
                    theme=theme.name,
                    retro=retro.name,
                    on=current.local_date,
                    votes=theme.votes,
                    cards=await _cards(session, theme.id),
                    actions=tuple(_promised(one) for one in await session.scalars(actions.order_by(Action.id))),
                    team_id=await _team_for(session, person, retro),
                )
            )

    async def from_action(self, workspace_id: str, slack_id: str, action_id: int) -> Draft | int:
        """Return what the page of an action begins with; where there is one that the person may read, its id.

        Its retro may be gone: what the action says itself is enough. Raises NotFound, NotAllowed, UserError for one
        that is not done.
        """
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            action = await session.get(Action, action_id)
            if action is None:
                raise NotFound(ACTION_GONE)
            if not await _may_tell(session, person, action):
                raise NotAllowed("This action becomes a page by those who had to do with it, or the PMO.")
            if action.state in LIVE:
                raise UserError(f"This {action.kind} is not done yet. Once it is, it can become a page.")
            if action.state != ActionState.DONE:
                raise UserError("This was dropped, so there is nothing to repeat. Nothing was changed.")
            source = f"{ACTION}:{action.id}"
            if (made := await _made(session, person, source)) is not None:
                return made
            # Who was not in the retro has not read its cards.
            of_retro = await session.get(Retro, action.retro_id) if action.retro_id else None
            there = of_retro is not None and (person.acts_as_pmo or await takes_part(session, person, of_retro.id))
            current = await session.get(RetroRound, action.round_id) if there and action.round_id else None
            theme = await session.get(Theme, action.theme_id) if current and action.theme_id else None
            return draft_of(
                Story(
                    source=source,
                    title=action.text,
                    theme=action.theme,
                    retro=of_retro.name if of_retro else "",
                    on=current.local_date if current else None,
                    votes=theme.votes if theme else None,
                    cards=await _cards(session, theme.id) if theme else (),
                    actions=(_promised(action),),
                    team_id=action.team_id or (await _team_for(session, person, of_retro) if of_retro else None),
                )
            )


async def _made(session: AsyncSession, person: Person, source: str) -> int | None:
    """Return the page of a source, None where there is none. Raises NotAllowed for one that the person may not read."""
    rows = sa.select(Playbook.id, may_read(person).label("readable")).where(Playbook.source == source)
    found = (await session.execute(rows)).one_or_none()
    if found is not None and not found.readable:
        raise NotAllowed("This is a page already, for the people of its team alone. Nothing was added.")
    return found.id if found else None


async def _cards(session: AsyncSession, theme_id: int) -> tuple[Card, ...]:
    rows = sa.select(RetroCard.column_key, RetroCard.text).where(
        RetroCard.theme_id == theme_id, RetroCard.hidden.is_(False), RetroCard.round_id.is_not(None)
    )
    return tuple(Card(*row) for row in await session.execute(rows.order_by(RetroCard.place, RetroCard.id)))


def _promised(action: Action) -> Promised:
    return Promised(action.text, action.signal, action.effect)


async def _team_for(session: AsyncSession, person: Person, retro: Retro) -> int | None:
    """Return whose page it is to begin with: of one team that team's; what several wrote in private, the writer's.

    What several teams wrote where everybody reads it is the company's.
    """
    teams = await RETRO.teams_of(session, retro.id)
    if len(teams) == 1:
        return teams[0]
    public = sa.select(Channel.id).where(Channel.slack_id == retro.channel_id, ~Channel.is_private)
    if await session.scalar(public) is not None:
        return None
    mine = sa.select(Membership.team_id).where(Membership.person_id == person.id, Membership.team_id.in_(teams))
    found: int | None = await session.scalar(mine.order_by(Membership.is_home.desc(), Membership.team_id).limit(1))
    return found


async def _may_tell(session: AsyncSession, person: Person, action: Action) -> bool:
    """Tell whether somebody sees an action: it was theirs, or their teams', or their retro's."""
    people = {action.owner_id, action.raised_by_id, action.given_by_id, action.helped_by_id, action.settled_by_id}
    if person.acts_as_pmo or person.id in people:
        return True
    mine = sa.select(Membership.id).where(Membership.person_id == person.id, Membership.team_id == action.team_id)
    if await session.scalar(mine.limit(1)) is not None:
        return True
    return action.retro_id is not None and await takes_part(session, person, action.retro_id)
