"""The changes of a workspace, and its standing list, as a company file says them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change import ChangeState
from bot.domain.change_impact import TEXTS
from bot.services.stakeholder_read import groups_of, scores_of
from models import Change, Person, StakeholderSource, Team, UserGroup


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
