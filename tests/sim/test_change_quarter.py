"""A re-organisation over a quarter: eight groups of a company are told, ask, come and leave; Slack fails twice."""

from collections.abc import Sequence
from random import Random
from time import perf_counter

import pytest

from bot.services.announcement_plan import LEFT
from tests.figures import TABLE
from tests.journeys.conftest import world
from tests.sim import change_figures, change_judged, change_judged_said, change_judged_sent, change_read, ledger
from tests.sim.change_company import CHANNEL, founded
from tests.sim.change_life import ChangeLife
from tests.sim.test_company import MOST_A_WEEK, MOST_AT_P95

DAYS, SHORT_DAYS = 91, 30

pytestmark = [pytest.mark.sim, pytest.mark.timeout(3600)]


async def test_a_company_is_re_organised(database_url: str, request: pytest.FixtureRequest) -> None:
    """Everybody is told once, in their working time, what is theirs; whoever asks hears; no promised word lapses."""
    began = perf_counter()
    short = request.config.option.short
    random = Random(request.config.option.seed)
    company = founded(random, SHORT_DAYS if short else DAYS, small=short)
    file = company.file()
    in_slack = {**file, "syncs": [*file["syncs"], {"name": "Launch", "channel": f"#{CHANNEL}"}]}
    async with world(database_url, company=in_slack, keep_messages="forever") as quarter:
        life = ChangeLife(quarter, company, random, short=short)
        await life.begin()
        await life.live()
        came, left = await ledger.told_in(quarter), await ledger.left_over(quarter)
        asked = await ledger.asked_in(quarter)
        judge = change_judged.Judge(life, change_read.told(life), came, quarter.clock.now())
        posted, progress = change_read.posted(life), change_read.progress(life)
        tables = await change_read.figures(life)
        stored = await change_read.stored(quarter)
        codes = await change_judged_said.wrong_codes(judge)
        week = ledger.unasked_a_week(came, [quarter.persona(one.email).id for one in life.here])
    replies = change_judged.replies_by(life, stored)
    over = ledger.over_budget(came)
    middle, p95 = ledger.median_and_p95(week)
    wrong: dict[str, Sequence[object]] = {
        **change_judged.wrong(judge),
        **change_judged_sent.wrong(judge, stored, posted, progress, asked),
        "reminders": change_judged.wrong_reminders(judge, replies),
        "figures": change_judged_said.wrong_figures(judge, tables, stored, replies),
        "counted with another group": change_judged_said.wrong_groups(judge, stored),
        "pulses": change_judged_said.wrong_pulses(judge, stored),
        "sessions": change_judged_said.wrong_sessions(life, stored),
        "questions": [*change_judged_said.wrong_questions(judge, stored)],
        "codes": codes,
        "promised words that lapsed": life.asking.lapsed,
        "authors that are known": [*change_judged_said.authors_known(judge, stored)],
        "over the budget": over,
        "refused": [*life.office.refused, *life.asking.refused],
        # What was held for somebody who has left meanwhile cannot be sent.
        "left over": [one for one in left if one[2] != LEFT],
    }
    table = "\n".join(
        (
            *change_figures.counts(judge, stored, replies, posted),
            "; ".join(f"{name}: {len(one)}" for name, one in wrong.items()),
            f"direct messages a person and week: median {middle:.1f}, p95 {p95:.1f}",
            f"{perf_counter() - began:.0f} s",
        )
    )
    kind = request.node.callspec.params["database_url"]
    request.node.user_properties.append((TABLE, f"a simulated re-organisation, {kind}\n{table}"))
    assert {name: one for name, one in wrong.items() if one} == {}
    assert (middle <= MOST_A_WEEK, p95 <= MOST_AT_P95) == (True, True)
    assert all(one.planned for one in life.said)
    assert all(one.gone_on for one in life.said if one.number == 5)
    assert min(len(life.replies), len(life.sessions), len(life.pulsed), len(life.gone), len(life.came)) > 0
