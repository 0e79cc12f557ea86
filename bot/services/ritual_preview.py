"""What the preview of any ritual shows, saved or not."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.ritual import RitualPlan
from bot.domain.ritual_setup import RitualChoices
from bot.services.channel_invite import channel_facts
from bot.services.pause_read import running
from bot.services.ritual_choices import person_named
from models import Person, RitualColumns


async def shared_preview(
    session: AsyncSession,
    now: datetime,
    reader: Person,
    choices: RitualChoices,
    plan: RitualPlan,
    ritual: RitualColumns | None,
) -> dict[str, Any]:
    """Return the fields of `RitualPreview`; `ritual` is None for one that is not stored yet."""
    owner = await person_named(session, choices.owner) or reader
    return {
        "choices": choices,
        "rhythm": plan.rhythm,
        "channel": await channel_facts(session, plan.channel_id),
        "owner": owner.name,
        "own": owner.id == reader.id,
        "zone": reader.zone,
        "now": now,
        "ritual_id": ritual.id if ritual else None,
        "revision": ritual.revision if ritual else 0,
        "paused": await running(session, now),
    }
