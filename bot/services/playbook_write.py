"""What writing a page needs: its teams, its people, its versions, and whether there is one of its name."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.playbook import PageState, Written, same_title, searched, until, unwritten
from bot.domain.playbook_diff import Changes, changes
from bot.errors import NotAllowed, NotFound, UserError
from bot.ids import new_id
from bot.services.playbook_read import today_of
from bot.services.playbook_sight import may_read
from models import Membership, Person, Playbook, PlaybookVersion, Team, Workspace

STARTER = "starter"
"""How a page came that is offered to begin with."""

UNREADABLE = "This is a page already, for the people of its team alone. Nothing was added."

TITLE, TEAM, OWNER = "title", "team", "owner"
"""Fields of the forms, by which errors name them."""


@dataclass(frozen=True, slots=True)
class Outrun:
    """Somebody else saved a page while it was written: what they changed, and the revision that it has now."""

    by: str
    changes: Changes
    revision: int


async def new_page(session: AsyncSession, person: Person, written: Written, how: str, now: datetime) -> Playbook:
    """Return a new page with its first version. Raises UserError with the field of the form, NotFound."""
    await must_be_new(session, person, written.source)
    await must_be_free(session, person, written.title)
    owner = await somebody(session, written.owner_slack or person.slack_id, OWNER)
    keywords, plain = searched(written.title, written.body, written.tags)
    page = Playbook(
        id=new_id(),
        title=written.title,
        body=written.body,
        tags=list(written.tags),
        team_id=await team_of(session, person, written.team_id),
        owner_id=owner.id,
        credited_person_id=await credited(session, written.thanks_slack),
        interval_days=written.interval,
        # Only whoever keeps a page vouches for it, and nobody does for what they have not read or written yet.
        verified_until=until(today_of(owner, now), written.interval)
        if owner.id == person.id and how != STARTER and not unwritten(written.body)
        else None,
        looked_at=now,
        created_at=now,
        updated_at=now,
        source=written.source,
        keywords=keywords,
        plain=plain,
        revision=1,
    )
    session.add(page)
    await session.flush()
    session.add(version_of(page, person.id, how, now))
    return page


async def one_at_a_time(session: AsyncSession, workspace_id: str) -> None:
    """Let nobody else begin a page until the end: of two forms sent at once the second finds what the first wrote."""
    row = sa.select(Workspace.id).where(Workspace.id == workspace_id)
    # Rows that refer to the workspace can be written all the same.
    await session.execute(row.with_for_update(key_share=True))


def as_it_is(page: Playbook) -> tuple[object, ...]:
    """Return what a form can change of a page."""
    return (page.title, page.body, list(page.tags), page.team_id, page.credited_person_id, page.interval_days)


def vouch(page: Playbook, owner: Person, now: datetime) -> None:
    """Give a page its mark for as long as it was set, from today on where its owner is; none while it has gaps."""
    page.verified_until = None if unwritten(page.body) else until(today_of(owner, now), page.interval_days)
    page.looked_at, page.asked_for, page.proposed_on = now, None, None


def version_of(page: Playbook, by_id: int | None, how: str, now: datetime) -> PlaybookVersion:
    """Return what a page says now as a row of its history."""
    return PlaybookVersion(
        playbook_id=page.id,
        number=page.revision,
        title=page.title,
        body=page.body,
        tags=list(page.tags),
        written_by_id=by_id,
        how=how,
        at=now,
    )


async def outrun_by(session: AsyncSession, page: Playbook, revision: int) -> Outrun:
    """Return what was changed since the version that a form showed."""
    seen = (
        sa.select(PlaybookVersion)
        .where(PlaybookVersion.playbook_id == page.id, PlaybookVersion.number <= revision)
        .order_by(PlaybookVersion.number.desc())
        .limit(1)
    )
    newest = sa.select(Person.name).join(PlaybookVersion, PlaybookVersion.written_by_id == Person.id)
    newest = newest.where(PlaybookVersion.playbook_id == page.id).order_by(PlaybookVersion.number.desc()).limit(1)
    before = await session.scalar(seen)
    was = (before.title, before.body, list(before.tags)) if before else (page.title, "", [])
    now = (page.title, page.body, list(page.tags))
    return Outrun(await session.scalar(newest) or "Somebody", changes(was, now), page.revision)


async def must_be_new(session: AsyncSession, person: Person, source: str) -> None:
    """Raise UserError where something became a page before, NotAllowed where the person may not read that one."""
    rows = sa.select(Playbook.title, Playbook.state, may_read(person).label("readable"))
    there = (await session.execute(rows.where(Playbook.source == source))).one_or_none() if source else None
    if there is not None and not there.readable:
        raise NotAllowed(UNREADABLE)
    if there is not None and there.state == PageState.ARCHIVED:
        raise UserError(
            f"This was a page already: “{there.title}”, which is in the archive. Whoever keeps it can bring it back. "
            "Nothing was added."
        )
    if there is not None:
        raise UserError(
            f"This is a page already: “{there.title}”. Looking it up by that title opens it. Nothing was added."
        )


async def must_be_free(session: AsyncSession, person: Person, title: str) -> None:
    """Refuse a title that a page has which the person can read: two of a name, and nobody knows which one is true."""
    rows = (
        sa.select(Playbook.title, Person.name)
        .join(Person, Person.id == Playbook.owner_id)
        .where(Playbook.state == PageState.PUBLISHED, may_read(person), sa.func.lower(Playbook.title) == title.lower())
    )
    for other, owner in await session.execute(rows):
        if same_title(other, title):
            raise UserError(
                f"There is a page “{other}” already, which {owner} keeps. Please choose another title, or tell "
                f"{owner} by *Out of date* what it lacks.",
                field=TITLE,
            )


async def somebody(session: AsyncSession, slack_id: str, field: str) -> Person:
    """Return whom a form names. Raises UserError for whoever can keep or answer nothing."""
    person: Person | None = await session.scalar(sa.select(Person).where(Person.slack_id == slack_id))
    if person is None:
        raise UserError("Drumbeat does not know this person yet. Please try again in a minute.", field=field)
    if person.deactivated or person.is_bot:
        what = "is an app" if person.is_bot else "has left"
        raise UserError(f"{person.name} {what}, so nothing was changed. Please choose somebody else.", field=field)
    return person


async def credited(session: AsyncSession, slack_id: str) -> int | None:
    """Return whom a page thanks; None for nobody."""
    if not slack_id:
        return None
    found: int | None = await session.scalar(sa.select(Person.id).where(Person.slack_id == slack_id))
    return found


async def teams_for(session: AsyncSession, person: Person, of_page: int | None = None) -> tuple[tuple[int, str], ...]:
    """Return the teams for which somebody may write: their own, for the PMO all; and the one that a page has."""
    mine = sa.select(Membership.team_id).where(Membership.person_id == person.id)
    theirs = sa.true() if person.acts_as_pmo else sa.or_(Team.id.in_(mine), Team.id == of_page)
    rows = sa.select(Team.id, Team.name).where(Team.archived_at.is_(None), theirs).order_by(Team.name).limit(99)
    return tuple((team_id, name) for team_id, name in await session.execute(rows))


async def team_of(session: AsyncSession, person: Person, team_id: int | None, of_page: int | None = None) -> int | None:
    """Return the team that was chosen. Raises NotFound for one that the person is not in (any more)."""
    if team_id is None or team_id == of_page or team_id in dict(await teams_for(session, person)):
        return team_id
    raise NotFound("You are not in this team any more, so nothing was saved. Please choose another one.")
