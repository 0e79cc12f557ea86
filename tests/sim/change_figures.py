"""The figures of a simulated re-organisation: who was told what, what they said and asked, and how ready they were."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tests.sim.change_company import OWNER, PMO
from tests.sim.change_judged import Judge
from tests.sim.change_read import Posted, Stored
from tests.sim.syncs import DAY

LETTERS = ("I know why", "I want this", "I know how", "I can do it", "it sticks")


def counts(
    judge: Judge, stored: Stored, replies: Mapping[tuple[int, str], Sequence[str]], posted: Sequence[Posted]
) -> Iterator[str]:
    """Yield the lines of the table: people and announcements, replies, questions and promises, pulses, joiners."""
    life = judge.life
    asked = life.asking.asked
    company = life.company
    away = {one.who.email for one in company.leaves if one.first < company.ends}
    yield (
        f"{company.days} days, {len(life.here)} people in {len(company.groups)} groups ({len(life.came)} came, "
        f"{len(life.gone)} left, {len(life.office.moved)} moves between groups), {len(away)} of them away for "
        f"{sum((min(one.last, company.ends) - one.first).days + 1 for one in company.leaves)} days in all"
    )
    served = [one for one in judge.told if one.email in life.came]
    yield (
        f"{sum(one.planned is not None for one in life.said)} announcements, {len(judge.told)} told and "
        f"{len(posted)} posted in channels, {sum(len(one.reminded) for one in judge.told)} reminders, "
        f"{sum(one.again for one in judge.told)} asked to look again; "
        f"{len({one.email for one in served})} of those who came were told {len(served)} that were still open"
    )
    last = Counter(one[-1] for one in replies.values())
    yield (
        f"replies that hold: {last['got']} got it, {last['asked']} asked, {last['not_affected']} not affected; "
        f"{life.office.corrected} corrected, {life.office.declined} told why it does; "
        f"{len(life.sessions)} answers to the session, {len(life.pulsed)} to {len(stored.pulses)} pulses"
    )
    states = Counter(one.state for one in stored.questions.values())
    yield (
        f"{sum(not one.idea for one in asked)} questions "
        f"({sum(bool(one.code) for one in asked if not one.idea)} without a name) and "
        f"{sum(one.idea for one in asked)} ideas ({sum(bool(one.code) for one in asked if one.idea)} without a name): "
        f"{', '.join(f'{number} {state}' for state, number in sorted(states.items()))}; "
        f"{sum(len(one.said) for one in asked)} words of {OWNER.name} and {PMO.name}, {len(stored.late)} late, "
        f"{stored.lapsed} times no news of the change"
    )
    yield promises(judge)
    yield from readiness(stored)


def promises(judge: Judge) -> str:
    """Return what came of the promises of word by a day: word came by then, or at least that there is no news."""
    kept = passed = open_still = 0
    for one in judge.life.asking.asked:
        days = [at for at, _ in one.promises]
        for place, (at, by) in enumerate(one.promises):
            words = [when for when, _ in one.said if when > at]
            if words and words[0].date() <= by:
                kept += 1
            elif place + 1 < len(days) or words or one.code:
                passed += 1
            else:
                open_still += judge.ends.date() <= by + DAY
    lapsed = len(judge.life.asking.lapsed)
    return (
        f"words promised: {kept} came in time, {passed} days passed with no news said, {open_still} are to come, "
        f"{lapsed} lapsed"
    )


def readiness(stored: Stored) -> Iterator[str]:
    """Yield what the first and the last pulse that is over came to, by letter."""
    over = [(pulse, results["all"]) for pulse, results in stored.pulses if pulse.state == "closed" and "all" in results]
    for pulse, result in [*over[:1], *over[1:][-1:]]:
        means = ", ".join(f"{name} {mean}" for name, mean in zip(LETTERS, result.means, strict=True))
        yield f"pulse of {pulse.opened_at:%d %B}, {result.answers} answers: {means}"
