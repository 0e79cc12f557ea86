"""Erases what is stored about somebody who has asked for it, as work that outlives the process."""

from bot.engine.port import NIGHT, Engine, Work
from bot.services.my_data import ERASE, MyData


def register(engine: Engine, my_data: MyData) -> None:
    """Let the engine do it."""

    async def work(work: Work) -> None:
        await my_data.erase_now(work.workspace_id, work.payload["person"])

    # In the lane of what may take long: messages do not wait for it.
    engine.register_worker(ERASE, work, lane=NIGHT)
