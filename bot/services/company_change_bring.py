"""The changes of a company file and the standing list: created and changed.

What the file does not name stays: changes and groups are never removed by it, nor is a change that people know of made
a draft again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.ledger import Ledger
from bot.domain.change import ASPECT_WORDS, ChangeState
from bot.domain.change_form import wrong_days
from bot.domain.change_impact import TEXTS, ImpactWritten
from bot.domain.company import Company, CompanyChange, CompanyGroup
from bot.domain.stakeholder import Source, SourceKind
from bot.domain.words import listing, plural
from bot.engine.timers import set_timer
from bot.ids import new_id
from bot.services.audit import Audit
from bot.services.change_hand import Roles, handed, roles_of
from bot.services.change_hooks import ChangeHooks
from bot.services.change_impact import write_impact
from bot.services.change_standing import unfit_to_run
from bot.services.company_known import Known
from bot.services.company_yaml import CompanyFileError
from bot.services.stakeholder import members_of
from bot.services.stakeholder_follow import FOLLOW, SUBJECT
from bot.services.stakeholder_group import MOST_GROUPS, sources_of_group, write_sources
from bot.services.stakeholder_read import groups_of, scores_of
from models import Change, Channel, Person, StakeholderGroup

Handed = Sequence[tuple[Change, Roles]]
"""Changes with whose they were before; nothing for a new one."""

_FOLLOWED = frozenset({SourceKind.CHANNEL, SourceKind.USER_GROUP})


@dataclass(frozen=True, slots=True)
class Bringing:
    """What changes are brought with; `actor` is who does it, as the audit names them."""

    session: AsyncSession
    hooks: ChangeHooks
    audit: Audit
    clock: Clock
    known: Known
    actor: str

    def record(self, action: str, subject: str, **details: Any) -> None:
        """Note what was done, as where it is done in Slack."""
        self.audit.record(self.session, self.actor, action, subject, **details)


async def apply_changes(to: Bringing, company: Company) -> tuple[list[str], Handed]:
    """Create or change them; return what changed, a line each, and those that are somebody else's now.

    Raises CompanyFileError for a change that has ended, or that would be a draft again, and for whoever cannot run one.
    """
    session, now = to.session, to.clock.now()
    lines, asks = await _bring_groups(to, None, company.stakeholders)
    named = Change.name_key.in_([one.name.casefold() for one in company.changes])
    # Whoever edits one of them in Slack at this moment is waited for.
    rows = await session.scalars(sa.select(Change).where(named).order_by(Change.id).with_for_update())
    stored = {one.name_key: one for one in rows}
    moved: list[tuple[Change, Roles]] = []
    for one in company.changes:
        change = stored.get(one.name.casefold())
        before: Roles = {}
        if change is None:
            change = _new(one, to.known, now)
            session.add(change)
            await session.flush()
            to.record("change_registered", f"change:{change.id}", name=change.name)
            lines.append(f"add change {one.name}: {plural(len(one.groups), 'group')}")
        else:
            before = roles_of(change)
            lines += await _bring(to, change, one)
        _must_be_fit(to.known, one, before, roles_of(change))
        if before != roles_of(change):
            moved.append((change, before))
        of_groups, follows = await _bring_groups(to, change, one.groups)
        lines += of_groups
        asks = asks or follows
    if asks:
        # Who is in a channel or user group only Slack knows: whoever runs the bot asks it at once.
        await set_timer(session, session.info["workspace_id"], FOLLOW, SUBJECT, now)
    return lines, moved


async def tell_of(session: AsyncSession, ledger: Ledger, moved: Handed, now: datetime) -> None:
    """Tell whoever answers for these changes, or stands for them, from now on, and whom that concerns."""
    for change, before in moved:
        await handed(session, ledger, change, before, None, now)


def _new(one: CompanyChange, known: Known, now: datetime) -> Change:
    owner = known.owner(one)
    return Change(
        id=new_id(),
        name=one.name,
        name_key=one.name.casefold(),
        why=one.why or "",
        owner_id=owner.id,
        sponsor_id=known.people[one.sponsor].id if one.sponsor else owner.id,
        state=str(one.state or ChangeState.DRAFT),
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        heartbeat_weeks=2 if one.news_weeks is None else one.news_weeks,
        created_at=now,
        revision=1,
    )


def _must_be_fit(known: Known, one: CompanyChange, before: Roles, after: Roles) -> None:
    """Raise CompanyFileError where a change is given to somebody who cannot run it, as its form refuses them, too."""
    given = {person_id for role, person_id in after.items() if before.get(role) != person_id}
    wrong = [unfit for person in known.people.values() if person.id in given and (unfit := unfit_to_run(person))]
    if wrong:
        raise CompanyFileError([(one.line, sentence) for sentence in wrong])


async def _bring(to: Bringing, change: Change, one: CompanyChange) -> list[str]:
    was = ChangeState(change.state)
    if was.over:
        sentence = f"“{change.name}” has ended. Take it up again in Slack, or choose another name."
        raise CompanyFileError([(one.line, sentence)])
    if one.state is ChangeState.DRAFT and was is not ChangeState.DRAFT:
        sentence = f"people know of “{change.name}” already, so it is no draft any more. Leave “state” out."
        raise CompanyFileError([(one.line, sentence)])
    people = to.known.people
    wanted = {
        "why": one.why,
        "owner_id": people[one.owner].id if one.owner else None,
        "sponsor_id": people[one.sponsor].id if one.sponsor else None,
        "state": str(one.state) if one.state else None,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "heartbeat_weeks": one.news_weeks,
    }
    fields = [name for name, value in wanted.items() if value is not None and getattr(change, name) != value]
    changed = to.known.bring(change, wanted)
    if not changed:
        return []
    if wrong := wrong_days(change.starts_on, change.ends_on):
        # One of the two days may stand in the database alone.
        raise CompanyFileError([(one.line, f"“{change.name}”: {wrong}")])
    change.revision += 1
    await to.session.flush()
    if was is ChangeState.DRAFT and change.state != was:
        await to.hooks.call(to.session, change, to.hooks.goes_on)
    to.record("change_edited", f"change:{change.id}", fields=fields)
    return [f"change change {change.name}: {'; '.join(changed)}"]


async def _bring_groups(to: Bringing, change: Change | None, wanted: Sequence[CompanyGroup]) -> tuple[list[str], bool]:
    """Bring the groups of a change (None: of the standing list); tell whether Slack has to be asked who is in one."""
    change_id = change.id if change else 0
    groups = await groups_of(to.session, change_id) if wanted else []
    stored = {one.name_key: one for one in groups}
    place, asks = max((one.place for one in groups), default=-1), False
    lines: dict[int, str] = {}
    known_now: set[int] = set()
    of = f"of {change.name}" if change else "of the standing list"
    new = [one for one in wanted if one.name.casefold() not in stored]
    if new and len(stored) + len(new) > MOST_GROUPS:
        has = f"there are {len(stored)} groups {of}, and {len(new)} more would be over {MOST_GROUPS}"
        raise CompanyFileError([(new[0].line, f"{has}. Put some together.")])
    for one in wanted:
        group, added = stored.get(one.name.casefold()), False
        if group is None:
            place, added = place + 1, True
            group = StakeholderGroup(
                id=new_id(),
                change_id=change_id or None,
                standing=change is None,
                name=one.name,
                name_key=one.name.casefold(),
                place=place,
            )
            to.session.add(group)
            await to.session.flush()
        subject = f"stakeholder_group:{group.id}"
        of_sources, follows = await _bring_sources(to.session, to.known, group, one)
        of_impact = await _bring_impact(to.session, to.known, group, one)
        asks = asks or follows
        if added or of_sources:
            action = "stakeholder_group_added" if added else "stakeholder_group_edited"
            to.record(action, subject, change=change_id, name=group.name)
        if of_impact:
            to.record("change_impact_rated", subject, change=change_id)
        if added:
            lines[group.id] = f"add group {one.name} {of}"
        elif changed := of_sources + of_impact:
            lines[group.id] = f"change group {group.name} {of}: {listing(changed)}"
        if (added or of_sources) and not follows:
            known_now.add(group.id)
    # It can be filled later, but may as well be a slip in the name of an area.
    empty = {one for one, people in (await members_of(to.session, known_now)).items() if not people}
    return [f"{line}, to which nobody belongs yet" if one in empty else line for one, line in lines.items()], asks


async def _bring_sources(
    session: AsyncSession, known: Known, group: StakeholderGroup, one: CompanyGroup
) -> tuple[list[str], bool]:
    if one.sources is None:
        return [], False
    stored = await sources_of_group(session, group.id)
    by_name = await _by_name(session, known)
    named = set(by_name.values())
    # What a file cannot name stays: a team that is archived, a channel that is gone, somebody without an e-mail.
    kept = {source for source in stored if source not in named and source.kind is not SourceKind.AREA}
    kept -= {Source(SourceKind.EVERYONE)}
    wanted = frozenset(
        kept | {by_name.get(Source(source.kind, source.value.casefold()), source) for source in one.sources}
    )
    if _folded(wanted) == _folded(stored):
        return [], False
    await write_sources(session, group.id, wanted)
    group.revision += 1
    return [f"who belongs to it ({len(stored)} → {len(wanted)})"], any(new.kind in _FOLLOWED for new in wanted - stored)


async def _by_name(session: AsyncSession, known: Known) -> Mapping[Source, Source]:
    """Return what the file can name by its name in lower case, as it is stored."""
    channels = {one.name: one.slack_id for one in await session.scalars(sa.select(Channel).order_by(Channel.id))}
    channels |= {name: one.slack_id for name, one in known.channels.items()}
    return {
        **{Source(SourceKind.TEAM, name): Source(SourceKind.TEAM, str(one.id)) for name, one in known.teams.items()},
        **{
            Source(SourceKind.PERSON, name): Source(SourceKind.PERSON, str(one.id))
            for name, one in known.people.items()
        },
        **{Source(SourceKind.CHANNEL, name): Source(SourceKind.CHANNEL, one) for name, one in channels.items()},
        **{
            Source(SourceKind.USER_GROUP, name): Source(SourceKind.USER_GROUP, one)
            for name, one in known.groups.items()
        },
    }


async def _bring_impact(session: AsyncSession, known: Known, group: StakeholderGroup, one: CompanyGroup) -> list[str]:
    scores = (await scores_of(session, [group.id]))[group.id]
    contact = await session.get(Person, group.contact_id) if group.contact_id else None
    stored = ImpactWritten(scores, group.yesterday, group.tomorrow, group.worries, contact.slack_id if contact else "")
    said = known.people[one.contact].slack_id if one.contact else one.contact
    texts = {name: stored_text if (new := getattr(one, name)) is None else new for name, stored_text in _texts(stored)}
    wanted = ImpactWritten(
        scores if one.impact is None else one.impact, **texts, contact=stored.contact if said is None else said
    )
    if wanted == stored:
        return []
    await write_impact(session, group, wanted)
    changed = [ASPECT_WORDS[aspect] for aspect in ASPECT_WORDS if scores.get(aspect) != wanted.scores.get(aspect)]
    changed += [name for name, before in _texts(stored) if before != getattr(wanted, name)]
    return [*changed, "contact"] if wanted.contact != stored.contact else changed


def _texts(of: ImpactWritten) -> list[tuple[str, str]]:
    return [(name, getattr(of, name)) for name in TEXTS]


def _folded(sources: frozenset[Source]) -> set[Source]:
    return {Source(one.kind, one.value.casefold()) for one in sources}
