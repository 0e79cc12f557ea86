"""How readiness moved: the figures of a change's pulses, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.change_pulse import Letter, Means, PulseShown

FEWEST = 2
"""Pulses with a figure from which on something has moved."""


@dataclass(frozen=True, slots=True)
class PulseTrend:
    """Pulses with figures, the oldest first: their days, and of each its means by statement.

    `silent`: days of pulses between them that have no figure at all.
    """

    days: tuple[str, ...]
    means: tuple[Means, ...]
    silent: tuple[str, ...] = ()

    def of(self, letter: Letter) -> Means:
        """Return what was said to a statement, one a day; None where too few said something."""
        return tuple(one[letter] for one in self.means)

    @property
    def drawn(self) -> dict[Letter, tuple[float, ...]]:
        """The statements that have a figure on each day: a chart has no gaps, and a pulse is not left out for one."""
        known = {letter: [mean for mean in self.of(letter) if mean is not None] for letter in Letter}
        return {letter: tuple(means) for letter, means in known.items() if len(means) == len(self.days)}

    @property
    def undrawn(self) -> tuple[Letter, ...]:
        """The others, in their order."""
        return tuple(one for one in Letter if one not in self.drawn)


def trend_of(pulses: Sequence[PulseShown]) -> PulseTrend | None:
    """Return how readiness moved over `pulses`, the oldest first; None where there is nothing to compare."""
    said = [one.all.means if one.all else (None,) * len(Letter) for one in pulses]
    known = [number for number, means in enumerate(said) if any(mean is not None for mean in means)]
    if len(known) < FEWEST:
        return None
    between = range(known[0], known[-1])
    return PulseTrend(
        days=tuple(pulses[number].day for number in known),
        means=tuple(said[number] for number in known),
        silent=tuple(pulses[number].day for number in between if number not in known),
    )
