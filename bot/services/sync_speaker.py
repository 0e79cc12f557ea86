"""Who has spoken for a team in a sync, noted with each answer: rounds and answers are deleted after their time."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.upsert import insert_into
from models import Prompt, Round, Speaker


async def note_speaker(session: AsyncSession, current: Round, prompt: Prompt, person_id: int) -> None:
    """Note that somebody answered for the team of `prompt`; a late answer to an older round changes nothing."""
    if prompt.team_id is None:
        return
    row = {
        "workspace_id": prompt.workspace_id,
        "ritual_id": current.ritual_id,
        "team_id": prompt.team_id,
        "person_id": person_id,
        "spoke_on": current.local_date,
    }
    insert = insert_into(session, Speaker).values(row)
    later = insert.excluded.spoke_on
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["workspace_id", "ritual_id", "team_id", "person_id"],
            set_={"spoke_on": later},
            where=Speaker.spoke_on < later,
        )
    )
