"""One person before a step in which they take part, and the list of those who take part before whoever leads it."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.change_step import Answer, Step


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody was asked and said; `full`: the dates of a session that have no seat left for them."""

    part_id: int
    step: Step
    answer: Answer
    did: bool
    now: datetime
    zone: str
    full: frozenset[Answer] = frozenset()
    over: bool = False

    @property
    def comes_at(self) -> datetime | None:
        """When they come; None where they do not, or have not said."""
        return {Answer.FIRST: self.step.starts_at, Answer.SECOND: self.step.second_at}.get(self.answer)

    @property
    def asks(self) -> bool:
        """Whether there is still something to answer."""
        return self.step.live and not self.over and not self.did

    def offers(self, answer: Answer) -> bool:
        """Tell whether they can still choose this date."""
        at = {Answer.FIRST: self.step.starts_at, Answer.SECOND: self.step.second_at}.get(answer)
        return at is not None and at > self.now and answer not in self.full and answer is not self.answer

    @property
    def may_have_been(self) -> bool:
        """Whether a session has begun, so that somebody can have been there."""
        return self.step.starts_at is not None and self.step.starts_at <= self.now

    @property
    def missed(self) -> bool:
        """Whether a session has been held on its last date without them."""
        return self.step.session and not self.did and self.step.is_over(self.now)


@dataclass(frozen=True, slots=True)
class Attendant:
    """Somebody in the list of whoever leads a step."""

    part_id: int
    name: str
    answer: Answer
    did: bool
    material_sent: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """A page of those who were asked, `first` being the place of the first of them among `total`."""

    step: Step
    rows: tuple[Attendant, ...]
    total: int
    first: int
    now: datetime
    today: date
    missed: int = 0
    """How many could come to neither date or were not there, and have not been sent the material."""

    @property
    def more(self) -> int:
        """How many follow."""
        return max(self.total - self.first - len(self.rows), 0)
