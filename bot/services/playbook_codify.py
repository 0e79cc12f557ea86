"""Making pages of what retros and actions have shown: what a draft begins with, and for whom."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.action import LIVE, ActionState
from bot.domain.change_retro import learnt_lines
from bot.domain.playbook import Draft
from bot.domain.playbook_codify import (
    ACTION,
    CHANGE,
    THEME,
    PageLink,
    Promised,
    Story,
    draft_of,
    draft_of_change,
    is_quote,
)
from bot.domain.retro import RetroState
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.action_standing import GONE as ACTION_GONE
from bot.services.change_retro_read import themes_of_change
from bot.services.change_standing import must_run, standing_of
from bot.services.playbook_sight import closed_teams, may_read
from bot.services.playbook_write import UNREADABLE
from bot.services.retro_right import takes_part
from bot.services.ritual_kind import RETRO
from bot.services.role import acting
from models import Action, Channel, Membership, Person, Playbook, Retro, RetroCard, RetroRound, Team
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
            teams = await RETRO.teams_of(session, retro.id)
            team_id, private = await _readers_of(session, person, teams, retro.channel_id)
            name = await _told(session, theme.name, theme.id)
            actions = sa.select(Action).where(Action.theme_id == theme.id, Action.round_id == current.id)
            return draft_of(
                Story(
                    source=source,
                    title=name,
                    theme=name,
                    retro=retro.name,
                    on=current.local_date,
                    votes=theme.votes,
                    actions=tuple(_promised(one) for one in await session.scalars(actions.order_by(Action.id))),
                    team_id=team_id,
                    private=private,
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
            of_retro = await session.get(Retro, action.retro_id) if action.retro_id else None
            current = await session.get(RetroRound, action.round_id) if of_retro and action.round_id else None
            theme = await session.get(Theme, action.theme_id) if current and action.theme_id else None
            teams = [action.team_id] if action.team_id else []
            if of_retro and not teams:
                teams = await RETRO.teams_of(session, of_retro.id)
            channel_id = of_retro.channel_id if of_retro else ""
            team_id, private = await _readers_of(session, person, teams, channel_id)
            return draft_of(
                Story(
                    source=source,
                    title=action.text,
                    theme=await _told(session, action.theme, action.theme_id),
                    retro=of_retro.name if of_retro else "",
                    on=current.local_date if current else None,
                    votes=theme.votes if theme else None,
                    actions=(_promised(action),),
                    team_id=team_id,
                    private=private,
                )
            )

    async def from_change(self, workspace_id: str, slack_id: str, change_id: int) -> Draft | int:
        """Return what the page of a closed change begins with; where there is one that the person may read, its id.

        Raises NotFound, NotAllowed for whoever does not run it, UserError for one that is not closed.
        """
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id)
            await must_run(session, standing, "Making a page of this is")
            change = standing.change
            if not standing.state.over:
                raise UserError("This change goes on. Once it has ended, what was learnt can become a page.")
            source = f"{CHANGE}:{change.id}"
            if (made := await _made(session, standing.person, source)) is not None:
                return made
            learnt = learnt_lines(await themes_of_change(session, change.id))
            return draft_of_change(source, change.name, change.why, change.ended_because, learnt)

    async def page_of_change(self, workspace_id: str, slack_id: str, change_id: int) -> PageLink | None:
        """Return the page that a change became, if it has, with its title where the person may read it."""
        async with self._database.reading(workspace_id) as session:
            readable = may_read(await acting(session, slack_id)).label("readable")
            rows = sa.select(Playbook.id, Playbook.title, readable).where(Playbook.source == f"{CHANGE}:{change_id}")
            found = (await session.execute(rows)).one_or_none()
            return PageLink(found.id, found.title if found.readable else "") if found else None


async def _made(session: AsyncSession, person: Person, source: str) -> int | None:
    """Return the page of a source, None where there is none. Raises NotAllowed for one that the person may not read."""
    rows = sa.select(Playbook.id, may_read(person).label("readable")).where(Playbook.source == source)
    found = (await session.execute(rows)).one_or_none()
    if found is not None and not found.readable:
        raise NotAllowed(UNREADABLE)
    return found.id if found else None


async def _told(session: AsyncSession, name: str, theme_id: int | None) -> str:
    """Return the name of a theme, "" where it is what somebody wrote on a card."""
    cards = sa.select(RetroCard.text).where(RetroCard.theme_id == theme_id) if theme_id else None
    return "" if cards is not None and is_quote(name, await session.scalars(cards)) else name


def _promised(action: Action) -> Promised:
    return Promised(action.text, action.signal, action.effect)


async def _readers_of(
    session: AsyncSession, person: Person, teams: Sequence[int], channel_id: str
) -> tuple[int | None, bool]:
    """Return whose page it is to begin with (None: the company's, or to be chosen), and whether it was said in private.

    What one team said in a public channel is that team's, what several said there the company's. What was said in a
    private channel, or came up in no retro and is a private team's, begins as a page of a private team of the writer's,
    the home team first: of any other team everybody would read it.
    """
    closed = set(await session.scalars(closed_teams(person.workspace_id).where(Team.id.in_(teams))))
    public = sa.select(Channel.id).where(Channel.slack_id == channel_id, ~Channel.is_private)
    if not (await session.scalar(public) is None if channel_id else closed):
        return (teams[0] if len(teams) == 1 else None), False
    mine = sa.select(Membership.team_id).where(Membership.person_id == person.id, Membership.team_id.in_(closed))
    found = await session.scalar(mine.order_by(Membership.is_home.desc(), Membership.team_id).limit(1))
    if found is None and person.acts_as_pmo and len(closed) == 1:
        return closed.pop(), True
    return found, True


async def _may_tell(session: AsyncSession, person: Person, action: Action) -> bool:
    """Tell whether somebody sees an action: it was theirs, or their teams', or their retro's."""
    people = {action.owner_id, action.raised_by_id, action.given_by_id, action.helped_by_id, action.settled_by_id}
    if person.acts_as_pmo or person.id in people:
        return True
    mine = sa.select(Membership.id).where(Membership.person_id == person.id, Membership.team_id == action.team_id)
    if await session.scalar(mine.limit(1)) is not None:
        return True
    return action.retro_id is not None and await takes_part(session, person, action.retro_id)
