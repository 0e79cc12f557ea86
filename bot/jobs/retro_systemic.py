"""Looking for what retros have in common, once the themes of one of them are settled."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.port import NIGHT, DueTimer, Engine, Work, one_by_one
from bot.services.retro_systemic import LOOKS, RetroSystemics


def register(engine: Engine, systemics: RetroSystemics) -> None:
    """Let the engine look for them; it takes a second for hundreds of themes, and holds up no message."""

    async def plan(session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        await engine.enqueue(session, Work(timer.workspace_id, LOOKS, f"{LOOKS}:{now:%Y%m%d%H%M%S%f}"))

    async def work(work: Work) -> None:
        await systemics.look(work.workspace_id)

    engine.register(LOOKS, one_by_one(plan))
    engine.register_worker(LOOKS, work, lane=NIGHT)
