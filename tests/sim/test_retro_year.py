"""A year of monthly retros of eight teams: cards, votes, actions; people who forget, leave and come; downtime."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest

from bot.domain.retro import RetroState
from tests.figures import TABLE
from tests.journeys.conftest import world
from tests.sim import ledger, retro_judged, retro_read, retro_table
from tests.sim.company import BEGINS
from tests.sim.retro_cards import stored
from tests.sim.retro_company import founded
from tests.sim.retro_life import RetroLife
from tests.sim.test_company import MOST_A_WEEK, MOST_AT_P95

DAYS, SHORT_DAYS = 364, 50

pytestmark = [pytest.mark.sim, pytest.mark.timeout(3600)]


async def test_eight_teams_live_through_their_retros(database_url: str, request: pytest.FixtureRequest) -> None:
    """No retro and no card is lost, nobody is asked while away, no action is without an owner, all who wait hear."""
    days = SHORT_DAYS if request.config.option.short else DAYS
    random = Random(request.config.option.seed)
    company = founded(random, days)
    first, last = BEGINS + timedelta(days=1), company.ends - timedelta(days=2)
    # At the end the ledger is asked for all that was ever said.
    async with world(database_url, company=company.file(), keep_messages="forever") as eight:
        life = RetroLife(eight, company, random)
        await life.begin()
        await life.live()
        held, asked = await retro_read.rounds(eight), await retro_read.questions(eight)
        said, ids = await retro_read.messages(eight), await retro_read.ids(eight)
        actions, told = await retro_read.actions(eight), await ledger.told_in(eight)
        cards = {number: one.round_id for number, one in (await stored(eight)).items()}
        in_rows, orders = await retro_read.told_of_cards(eight), await retro_read.orders(eight)
        left = [one for one in await ledger.left_over(eight) if not retro_judged.is_over_and_archived(*one)]
        unread = retro_judged.unread(eight, life)
        week = ledger.unasked_a_week(told, [eight.persona(one.email).id for one in life.here])
    anonymous = {one.id for one in held if retro_judged.is_anonymous(company, one)}
    hits, guesses, by_chance = retro_judged.guessed(life, orders, anonymous)
    middle, p95 = ledger.median_and_p95(week)
    wrong: dict[str, Sequence[object]] = {
        "retros lost, doubled or not due": retro_judged.wrong_rounds(company, held, first, last),
        **retro_judged.wrong_questions(company, held, asked),
        "actions without an owner": life.seen.without_owner,
        "cards shown too early": life.seen.early,
        "cards lost": retro_judged.lost_cards(life, held, cards),
        "cards told of elsewhere": in_rows,
        "authors that can be guessed": [] if by_chance else [(hits, guesses)],
        "votes": retro_judged.wrong_votes(life, held),
        "owners who did not hear": [*retro_judged.unheard(life, said, ids), *unread],
        "raisers who did not hear": retro_judged.untold(life, actions, said, ids),
        "over the budget": ledger.over_budget(told),
        "refused": [*life.cards.refused, *life.running.refused, *life.doing.refused, *life.refused],
        "left over": left,
    }
    table = "\n".join(
        (
            *retro_table.lines(life, held, actions),
            f"{len(asked)} asked; authors guessed: {hits} of {guesses}",
            "; ".join(f"{name}: {len(one)}" for name, one in wrong.items()),
            f"direct messages a person and week: median {middle:.1f}, p95 {p95:.1f}",
        )
    )
    kind = request.node.callspec.params["database_url"]
    request.node.user_properties.append((TABLE, f"a simulated year of retros, {kind}\n{table}"))
    assert {name: one for name, one in wrong.items() if one} == {}
    assert (middle <= MOST_A_WEEK, p95 <= MOST_AT_P95) == (True, True)
    assert min(len(actions), sum(one.state == RetroState.CLOSED for one in held), life.moved) > 0
    assert any(action.carried for action, *_ in actions)
