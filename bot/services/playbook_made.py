"""Which page something became, and where that is told: the pages of a retro, news of actions, and answers."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.action import ActionState
from bot.domain.playbook_codify import ACTION, QUESTION, THEME, PageLink
from bot.services import action_message, playbook_message, retro_message
from bot.services.playbook_sight import closed_teams, may_read
from models import Action, Person, Playbook, RetroRound, RetroTeam, RetroTheme


async def pages_of(
    session: AsyncSession, workspace_id: str, sources: Collection[str], teams: Collection[int] = ()
) -> dict[str, PageLink]:
    """Return the pages that were made of these sources.

    Who reads of them is of `teams`, or anybody: of a page that is for the people of another team they read no title.
    """
    if not sources:
        return {}
    told = sa.or_(
        Playbook.team_id.is_(None), Playbook.team_id.in_(teams), Playbook.team_id.not_in(closed_teams(workspace_id))
    )
    rows = sa.select(Playbook.source, Playbook.id, Playbook.title, told.label("told"))
    found = await session.execute(rows.where(Playbook.source.in_(sources)))
    return {one.source: PageLink(one.id, one.title if one.told else "") for one in found}


async def page_of_action(session: AsyncSession, action: Action) -> PageLink | None:
    """Return the page that an action became, as everybody may read of it who sees the action."""
    if action.state != ActionState.DONE:
        return None
    source = f"{ACTION}:{action.id}"
    teams = [action.team_id] if action.team_id else []
    return (await pages_of(session, action.workspace_id, [source], teams)).get(source)


async def pages_of_actions(session: AsyncSession, reader: Person, actions: Sequence[Action]) -> dict[int, PageLink]:
    """Return the pages that actions became, with the titles of those that the reader may read."""
    sources = {f"{ACTION}:{one.id}": one.id for one in actions if one.state == ActionState.DONE}
    if not sources:
        return {}
    rows = sa.select(Playbook.source, Playbook.id, Playbook.title, may_read(reader).label("told"))
    found = await session.execute(rows.where(Playbook.source.in_(sources)))
    return {sources[one.source]: PageLink(one.id, one.title if one.told else "") for one in found}


async def pages_of_themes(session: AsyncSession, themes: Sequence[RetroTheme]) -> dict[int, PageLink]:
    """Return the pages that themes of one round became, as everybody may read of it who reads its board."""
    sources = {f"{THEME}:{one.id}": one for one in themes}
    if not sources:
        return {}
    workspace_id, round_id = themes[0].workspace_id, themes[0].round_id
    made = await pages_of(session, workspace_id, sources)
    if any(not page.title for page in made.values()):
        # Read in the channel of a team of its own, a page of that team is no secret.
        own = (
            sa.select(RetroTeam.team_id)
            .join(RetroRound, RetroRound.retro_id == RetroTeam.retro_id)
            .where(RetroRound.id == round_id)
        )
        teams = list(await session.scalars(own))
        made = await pages_of(session, workspace_id, sources, teams if len(teams) == 1 else ())
    return {sources[source].id: page for source, page in made.items()}


async def shown_where(session: AsyncSession, source: str) -> list[str]:
    """Return the keys of the messages that say what their subject became.

    Those are the pages of a round, news of an action, and the answer to a question.
    """
    kind, _, of = source.partition(":")
    if not of.isascii() or not of.isdigit():
        return []
    if kind == ACTION:
        return await action_message.shown_in(session, [int(of)], news=True)
    if kind == QUESTION:
        return await playbook_message.shown_in(session, int(of))
    if kind != THEME:
        return []
    theme = await session.get(RetroTheme, int(of))
    if theme is None:
        return []
    found = await session.execute(retro_message.find_theme_pages([theme.workspace_id], [theme.round_id]))
    return [retro_message.board_key(theme.round_id), *(key for _, key in found)]
