"""The changes of a company file and the standing list: created, changed, and written to a file.

What the file does not name stays: changes and groups are never removed by it, nor is a change that people know of made
a draft again.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.ledger import Ledger
from bot.domain.change import ASPECT_WORDS, ChangeState
from bot.domain.change_impact import TEXTS, ImpactWritten
from bot.domain.company import Company, CompanyChange, CompanyGroup
from bot.domain.stakeholder import Source, SourceKind
from bot.domain.words import listing, plural
from bot.engine.timers import set_timer
from bot.ids import new_id
from bot.services.change_hand import Roles, handed, roles_of
from bot.services.change_hooks import ChangeHooks
from bot.services.change_impact import write_impact
from bot.services.company_known import Known
from bot.services.company_yaml import CompanyFileError
from bot.services.stakeholder_follow import FOLLOW, SUBJECT
from bot.services.stakeholder_group import MOST_GROUPS, sources_of_group, write_sources
from bot.services.stakeholder_read import groups_of, scores_of
from models import Change, Channel, Person, StakeholderGroup, StakeholderSource, Team, UserGroup

Handed = Sequence[tuple[Change, Roles]]
"""Changes with whose they were before; nothing for a new one."""

_FOLLOWED = frozenset({SourceKind.CHANNEL, SourceKind.USER_GROUP})


async def apply_changes(
    session: AsyncSession, hooks: ChangeHooks, clock: Clock, known: Known, company: Company
) -> tuple[list[str], Handed]:
    """Create or change them; return what changed, a line each, and those that are somebody else's now.

    Raises CompanyFileError for a change that has ended, or that would be a draft again.
    """
    lines, asks = await _bring_groups(session, known, None, company.stakeholders)
    stored = {one.name_key: one for one in await session.scalars(sa.select(Change).order_by(Change.id))}
    moved: list[tuple[Change, Roles]] = []
    for one in company.changes:
        change = stored.get(one.name.casefold())
        before: Roles = {}
        if change is None:
            change = _new(one, known, clock.now())
            session.add(change)
            await session.flush()
            lines.append(f"add change {one.name}: {plural(len(one.groups), 'group')}")
        else:
            before = roles_of(change)
            lines += await _bring(session, hooks, known, change, one)
        if before != roles_of(change):
            moved.append((change, before))
        of_groups, follows = await _bring_groups(session, known, change, one.groups)
        lines += of_groups
        asks = asks or follows
    if asks:
        # Who is in a channel or user group only Slack knows: whoever runs the bot asks it at once.
        await set_timer(session, session.info["workspace_id"], FOLLOW, SUBJECT, clock.now())
    return lines, moved


async def tell_of(session: AsyncSession, ledger: Ledger, moved: Handed, now: datetime) -> None:
    """Tell whoever answers for these changes, or stands for them, from now on, and whom that concerns."""
    for change, before in moved:
        await handed(session, ledger, change, before, None, now)


async def changes_for_file(
    session: AsyncSession, teams: Mapping[int, Team], people: Mapping[int, Person], channels: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """Return the changes that are not over, and the standing list, as the file says them."""
    over = [str(one) for one in ChangeState if one.over]
    changes = list(await session.scalars(sa.select(Change).where(Change.state.not_in(over)).order_by(Change.name)))
    handles = {one.slack_id: f"@{one.handle}" for one in await session.scalars(sa.select(UserGroup))}

    def email(person_id: int | None) -> str:
        return people[person_id].email if person_id is not None and person_id in people else ""

    async def rows(change_id: int) -> list[dict[str, Any]]:
        groups = await groups_of(session, change_id)
        ids = [one.id for one in groups]
        scores = await scores_of(session, ids)
        sources: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        found = sa.select(StakeholderSource).where(StakeholderSource.group_id.in_(ids)).order_by(StakeholderSource.id)
        for one in await session.scalars(found):
            named = {
                "team": ("teams", teams[one.team_id].name if one.team_id is not None and one.team_id in teams else ""),
                "area": ("areas", one.value),
                "channel": ("channels", channels.get(one.value, "")),
                "user_group": ("user_groups", handles.get(one.value, "")),
                "person": ("people", email(one.person_id)),
                "everyone": ("everyone", "yes"),
            }
            key, name = named[one.kind]
            sources[one.group_id][key] += [name] if name else []
        return [
            {
                "name": group.name,
                **{key: sorted(names) for key, names in sources[group.id].items() if key != "everyone"},
                "everyone": True if "everyone" in sources[group.id] else None,
                "impact": {str(one): score for one, score in sorted(scores[group.id].items())},
                **{name: getattr(group, name) for name in TEXTS},
                "contact": email(group.contact_id),
            }
            for group in groups
        ]

    return {
        "changes": [
            {
                "name": change.name,
                "why": change.why,
                "owner": email(change.owner_id),
                "sponsor": email(change.sponsor_id),
                "state": change.state,
                "from": change.starts_on,
                "until": change.ends_on,
                "news": change.heartbeat_weeks,
                "groups": await rows(change.id),
            }
            for change in changes
        ],
        "stakeholders": await rows(0),
    }


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


async def _bring(
    session: AsyncSession, hooks: ChangeHooks, known: Known, change: Change, one: CompanyChange
) -> list[str]:
    was = ChangeState(change.state)
    if was.over:
        sentence = f"“{change.name}” has ended. Take it up again in Slack, or choose another name."
        raise CompanyFileError([(one.line, sentence)])
    if one.state is ChangeState.DRAFT and was is not ChangeState.DRAFT:
        sentence = f"people know of “{change.name}” already, so it is no draft any more. Leave “state” out."
        raise CompanyFileError([(one.line, sentence)])
    wanted = {
        "why": one.why,
        "owner_id": known.people[one.owner].id if one.owner else None,
        "sponsor_id": known.people[one.sponsor].id if one.sponsor else None,
        "state": str(one.state) if one.state else None,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "heartbeat_weeks": one.news_weeks,
    }
    changed = known.bring(change, wanted)
    if not changed:
        return []
    if change.starts_on and change.ends_on and change.ends_on < change.starts_on:
        raise CompanyFileError([(one.line, f"“{change.name}” would be settled before it begins. Say both days.")])
    change.revision += 1
    await session.flush()
    if was is ChangeState.DRAFT and change.state != was:
        await hooks.call(session, change, hooks.goes_on)
    return [f"change change {change.name}: {'; '.join(changed)}"]


async def _bring_groups(
    session: AsyncSession, known: Known, change: Change | None, wanted: Sequence[CompanyGroup]
) -> tuple[list[str], bool]:
    """Bring the groups of a change (None: of the standing list); tell whether Slack has to be asked who is in one."""
    groups = await groups_of(session, change.id if change else 0) if wanted else []
    stored = {one.name_key: one for one in groups}
    place, lines, asks = max((one.place for one in groups), default=-1), [], False
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
                change_id=change.id if change else None,
                standing=change is None,
                name=one.name,
                name_key=one.name.casefold(),
                place=place,
            )
            session.add(group)
            await session.flush()
        changed, follows = await _bring_sources(session, known, group, one)
        changed += await _bring_impact(session, known, group, one)
        asks = asks or follows
        if added:
            lines.append(f"add group {one.name} {of}")
        elif changed:
            lines.append(f"change group {group.name} {of}: {listing(changed)}")
    return lines, asks


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
