"""What a simulated year of retros brought, as it is printed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from models import Action
from tests.sim.retro_life import RetroLife
from tests.sim.retro_read import Held


def lines(life: RetroLife, held: Sequence[Held], actions: Sequence[tuple[Action, str, str]]) -> Iterator[str]:
    """Yield the lines of the table: retros, cards, themes and votes, then what became of actions and experiments."""
    company, cards = life.company, life.cards
    gone, votes = sum(one.withdrawn for one in cards.written), sum(sum(one.values()) for one in cards.votes.values())
    yield (
        f"{company.days} days, {len(life.here)} people ({len(life.gone)} left), {len(held)} retros "
        f"({_counts(Counter(one.state for one in held))}), {len(company.downs)} times down, {life.moved} boards moved, "
        f"{life.running.taken_over} taken over"
    )
    yield (
        f"{len(cards.written)} cards ({gone} withdrawn), {sum(one.themes for one in held)} themes "
        f"({life.running.sorted} sorted by hand), {votes} votes"
    )
    made = [action for action, *_ in actions]
    reasons = sum(one.state == "dropped" and bool(one.reason) for one in made)
    carried = Counter(one.carried for one in made if one.carried)
    yield (
        f"{len(made)} actions and experiments ({_counts(Counter(one.state for one in made))}), "
        f"{reasons} dropped with a reason, {sum(carried.values())} carried over ({_counts(carried, ' times')}), "
        f"{len(life.seen.without_owner)} without an owner, {sum(bool(one.worked) for one in made)} experiments worked"
    )


def _counts(found: Mapping[object, int], unit: str = "") -> str:
    return ", ".join(f"{number} {what}{unit}" for what, number in sorted(found.items(), key=str)) or "none"
