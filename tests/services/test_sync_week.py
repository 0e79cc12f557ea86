"""The message of a week: one a channel, above all summaries of it, and gone once nothing stands below it."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.retention import Keeping
from bot.domain.rollup_style import Place
from bot.services import sync_message
from bot.services.retention import Retention
from bot.services.sync_shown import shown_in
from bot.services.sync_week import MOST_TOLD, thread_of, week_facts
from models import Delivery, Prompt, Round
from tests.factories.rounds import Runs
from tests.factories.sync import TUESDAY

WEEK = "sync_week:CSYNC:2026-03-02"


async def two_syncs(runs: Runs) -> tuple[Round, Round]:
    """Two syncs of a team each, on the same day in the same channel, both closed."""
    await runs.sync([await runs.team("Payments", "Ana Sousa")], rollup_place=Place.WEEK)
    await runs.sync([await runs.team("Growth", "Ben Carter")], name="Stand-up", rollup_place=Place.WEEK)
    await runs.until(TUESDAY + timedelta(hours=13))
    first, second = await runs.stored()
    return first, second


async def test_all_summaries_of_a_week_and_their_details_stand_below_one_message(runs: Runs) -> None:
    """Slack has no threads in threads; each round knows its own details among them."""
    first, second = await two_syncs(runs)
    async with runs.database.reading("T1") as session:
        rows = list(await session.scalars(sa.select(Delivery).where(Delivery.thread_key == WEEK)))
        threads = [await thread_of(session, one.id) for one in (first, second)]
        facts = await week_facts(session, {"channel": "CSYNC", "monday": "2026-03-02"}, TUESDAY.date())
    assert {one.kind for one in rows} == {sync_message.ROLLUP, sync_message.DETAILS, sync_message.MAP}
    assert [one.key for one in threads] == [WEEK, WEEK]
    assert [list(one.details) for one in threads] == [
        [sync_message.details_key(one.id, 0, 0)] for one in (first, second)
    ]
    assert [name for name, _, _ in sorted(facts.syncs)] == ["Stand-up", "Weekly sync"]
    assert all(sentence for _, _, sentence in facts.syncs)


async def test_of_many_syncs_the_first_dozen_are_told_in_a_sentence(runs: Runs) -> None:
    """Each sentence reads its round anew; the others are named."""
    for number in range(MOST_TOLD + 1):
        team = await runs.team(f"Team {number}", f"Person{number} Sousa")
        await runs.sync([team], name=f"Sync {number}", rollup_place=Place.WEEK)
    await runs.until(TUESDAY + timedelta(hours=13))
    async with runs.database.reading("T1") as session:
        facts = await week_facts(session, {"channel": "CSYNC", "monday": "2026-03-02"}, TUESDAY.date())
    assert [bool(sentence) for _, _, sentence in facts.syncs] == [True] * MOST_TOLD + [False]


async def test_what_shows_a_prompt_is_found_below_the_message_of_a_week(runs: Runs) -> None:
    """An erased name is taken out of the details there, too, and out of what the message of the week says."""
    first, _ = await two_syncs(runs)
    async with runs.database.reading("T1") as session:
        [prompt] = list(await session.scalars(sa.select(Prompt.id).where(Prompt.round_id == first.id)))
        keys = (await shown_in(session, [prompt]))[prompt]
    assert keys[-3:] == [sync_message.rollup_key(first.id), WEEK, sync_message.details_key(first.id, 0, 0)]


async def test_a_round_takes_its_own_messages_along_and_the_last_one_that_of_the_week(runs: Runs) -> None:
    """A round of the same week that is still kept can be changed by a late answer, and keeps every message."""
    first, second = await two_syncs(runs)
    async with runs.database.transaction("T1") as session:
        await session.execute(sa.update(Delivery).values(state="sent", ts="1.0", sent_at=TUESDAY))
        await session.execute(
            sa.update(Round).where(Round.id == second.id).values(closes_at=TUESDAY + timedelta(days=3))
        )

    async def left(days: int) -> set[str]:
        """What is left in the thread and above it, so many days after the first round closed."""
        runs.clock.move_to(first.closes_at + timedelta(days=days))
        await Retention(runs.database, runs.clock, Keeping(400, 90, None, None, None)).delete_old("T1")
        async with runs.database.reading("T1") as session:
            about = sa.or_(Delivery.thread_key == WEEK, Delivery.key == WEEK)
            return set(await session.scalars(sa.select(Delivery.key).where(about)))

    head = sync_message.rollup_key(second.id)
    assert await left(401) == {WEEK, head, f"{head}:0", sync_message.map_key(second.id)}
    assert await left(404) == set()
