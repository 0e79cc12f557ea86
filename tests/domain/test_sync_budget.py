"""How often people are asked, all their syncs together."""

from datetime import date

from bot.domain.recurrence import Rule, weekly
from bot.domain.sync_budget import Asking, Load, load_of

MONDAY = date(2026, 3, 2)
ANA, BEN, WEI = 1, 2, 3


def asking(name: str, days: tuple[int, ...], *turns: tuple[int, ...], every: int = 1) -> Asking:
    """A sync on weekdays (Monday 0), with who takes turns for each of its answers."""
    return Asking(name, Rule(weekly(days, interval=every), MONDAY), turns)


def test_a_weekly_sync_alone_is_within_the_budget() -> None:
    """One message a week; nothing to warn of."""
    assert load_of(asking("Weekly", (1,), (ANA,), (BEN,)), [], MONDAY) == Load(a_week=1)


def test_a_squad_shares_what_one_person_gets_alone() -> None:
    """Five days a week: a squad of two has three at most each, whoever is alone has all five."""
    load = load_of(asking("Daily", (0, 1, 2, 3, 4), (ANA, BEN), (WEI,)), [], MONDAY)
    assert (load.a_week, load.busy) == (5, (WEI,))


def test_other_syncs_of_the_same_people_count() -> None:
    """Neither is too much alone; together they are, and the other one is named; those without these people are not."""
    own = asking("Product", (0, 2), (ANA,), (BEN,))
    others = [asking("Ops", (1, 3, 4), (ANA,)), asking("Sales", (0, 1, 2, 3, 4), (WEI,))]
    assert load_of(own, others, MONDAY) == Load(5, (ANA,), ("Ops",))


def test_two_syncs_of_the_same_people_on_one_day_are_named() -> None:
    """With the number of people whom both may ask; one every other week counts too."""
    own = asking("New", (1,), (ANA, BEN), (WEI,))
    weekly_one, rare = asking("Weekly", (1,), (ANA,), (WEI,)), asking("Rare", (1,), (BEN,), every=2)
    assert load_of(own, [weekly_one, rare], MONDAY).same_day == (("Rare", 1), ("Weekly", 2))


def test_a_sync_that_asks_nobody_weighs_nothing() -> None:
    """A team without people."""
    assert load_of(asking("Empty", (1,)), [asking("Weekly", (1,), (ANA,))], MONDAY) == Load()
