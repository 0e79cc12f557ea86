"""The ledger's rows: of two workers that saw the same row, one takes it."""

from bot.delivery import rows
from tests.delivery.conftest import Office, intent


async def test_of_two_workers_one_looks_for_a_message_in_doubt(office: Office) -> None:
    """Else both would post it again."""
    await office.engine.stop()
    await office.plan(intent("a"))
    await office.change("a", state="sending", attempt=1)
    async with office.database.reading("T1") as session:
        [item] = await rows.ready(session, "T1", 1.0, 5)
    taken = []
    for _ in range(2):
        async with office.database.transaction("T1") as session:
            taken.append(await rows.claim_doubtful(session, item, 2.0))
    assert [one is None for one in taken] == [False, True]
