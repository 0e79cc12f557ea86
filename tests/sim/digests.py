"""The digest of the PMO of a simulated company: whether one came each Friday, and whether its figures are right."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.playground.records import BOT_USER_ID
from bot.playground.seen import seen
from tests.journeys.conftest import World
from tests.sim.company import BEGINS, Company
from tests.sim.ledger import Update
from tests.sim.syncs import FRIDAY, WEEK

AT = time(15)
COMES = "Comes to you every Friday at 15:00"
_FIGURES = re.compile(r"(\d+) syncs?: (\d+) updates?(?:, (\d+) away)?(?:, (\d+) with no update yet)?\.")


def read(world: World, company: Company) -> list[tuple[datetime, str]]:
    """Return the digests that came to the PMO: when, and what they said then."""
    direct = world.slack.state.direct(world.persona(company.pmo.email).id)
    those = [one for one in direct.messages.values() if one.user == BOT_USER_ID and not one.ephemeral_to]
    came = [(datetime.fromtimestamp(float(one.ts), company.pmo.zone), seen(one, direct.id).words) for one in those]
    return [(at, words) for at, words in came if COMES in words]


def wrong(came: Sequence[tuple[datetime, str]], updates: Sequence[Update], until: datetime) -> list[str]:
    """Return what is not as it should be, in words.

    Every update of the seven days counts once, as answered, away or without an update. What was skipped leaves no time
    behind, and an answer may follow: between those answered by then and those ever heard of is all that is known.
    """
    fridays = [
        day for n in range((until.date() - BEGINS).days + 1) if (day := BEGINS + timedelta(n)).weekday() == FRIDAY
    ]
    due = [day for day in fridays if datetime.combine(day, AT, until.tzinfo) < until]
    found = [f"came at {at:%F %H:%M}" for at, _ in came if (at.hour, at.minute) != (AT.hour, 0)]
    if [at.date() for at, _ in came] != due:
        found.append(f"came on {[at.date() for at, _ in came]}, due on {due}")
    for at, words in came:
        figures = _FIGURES.search(words)
        of_week = [one for one in updates if at.date() - WEEK < one.round_day <= at.date() and one.opened_at <= at]
        if figures is None:
            found += [f"{at.date()} has no figures"] if of_week else []
            continue
        heard, away, silent = (int(each or 0) for each in figures.groups()[1:])
        least = sum(one.answered_at is not None and one.answered_at <= at for one in of_week)
        most = sum(one.state in {"answered", "skipped"} for one in of_week)
        if not least <= heard <= most or heard + away + silent != len(of_week):
            found.append(f"{at.date()}: {figures[0]} Of {len(of_week)} updates {least} to {most} were heard of.")
    return found
