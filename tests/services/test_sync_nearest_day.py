"""Where everyone answers, whoever never works on the sync's weekday has their turn on their nearest working day."""

from datetime import timedelta

from bot.services import sync_message
from tests.factories.rounds import Runs
from tests.factories.sync import TUESDAY

DAY = timedelta(days=1)


async def test_who_has_tuesdays_off_is_asked_on_wednesday_before_it_closes(runs: Runs) -> None:
    """The summary waits for Ben, who is asked in his own morning; nobody is asked twice."""
    await runs.sync([await runs.team("Payments", "Ana Sousa", "Ben Carter")], voice="everyone", reminds=False)
    await runs.person("Ben Carter", working_days=[0, 2, 3, 4])
    await runs.until(TUESDAY + DAY)
    assert await runs.asked() == [("UANA", TUESDAY), ("UBEN", TUESDAY + DAY)]
    assert await runs.asked(sync_message.ROLLUP) == []
    await runs.until(TUESDAY + DAY + timedelta(hours=4))
    assert await runs.asked(sync_message.ROLLUP) == [("CSYNC", TUESDAY + DAY + timedelta(hours=4))]
    assert await runs.states() == [("2026-03-03", "closed")]


async def test_who_comes_back_too_late_counts_as_away(runs: Runs) -> None:
    """On Friday the round has long closed."""
    await runs.sync([await runs.team("Payments", "Ana Sousa", "Ben Carter")], voice="everyone")
    await runs.person("Ben Carter", working_days=[4])
    await runs.until(TUESDAY + timedelta(hours=8))
    assert await runs.parties() == {"Ana Sousa": "missed", "Ben Carter": "absent"}
