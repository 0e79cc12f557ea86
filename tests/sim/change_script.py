"""What is announced, asked and stopped in the re-organisation of a simulated quarter, on which of its days."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from tests.sim.change_company import CHANNEL
from tests.sim.company import BEGINS

NAME = "The shift to product teams"
SYNC = "sync"
"""The channel of the weekly sync, in which most is announced, too."""

LOW, USUAL = 1, 8
"""What a group can take in, by the word of the PMO: so little that a must-read needs the sponsor's reason, and else."""

ALL = ("Sales", "Leads", "Marketing", "People team", "Product engineers", "Launch crew", "Platform", "Berlin office")
SOME = ("Sales", "Marketing", "Launch crew", "Berlin office")


@dataclass(frozen=True)
class Act:
    """Something that those who run the change do on a day at an hour of UTC; `short`: on which day of the short form.

    `what`: announce, edit, reword, stop, go_on, pulse, session, remind, limit or close; `number`: of the announcement,
    or how much a group can take in.
    """

    what: str
    day: int
    short: int
    hour: int = 9
    number: int = 0


@dataclass
class Said:
    """An announcement, and what was done with it; it comes in each reader's own morning of `day`, or at once (None).

    `parts`: the groups that read what it means for them. `signers` by e-mail.
    """

    number: int
    kind: str
    groups: tuple[str, ...] = ALL
    parts: tuple[str, ...] = ()
    must: bool = False
    at_once: bool = False
    signers: tuple[str, ...] = ()
    points: bool = False
    """Whether leads read besides what they can tell their team."""
    channels: tuple[str, ...] = ()
    day: date | None = None
    planned: datetime | None = None
    signed: list[datetime] = field(default_factory=list)
    stopped: datetime | None = None
    gone_on: datetime | None = None
    overloaded: datetime | None = None
    """When it was kept, since it would have been more than a group can take in."""
    allowed: datetime | None = None
    """When its sponsor said why it goes all the same."""
    edited: datetime | None = None
    edit_waits: bool = False
    """Whether an edit of its meaning has yet to be signed: until then nobody reads it."""
    reworded: datetime | None = None
    """When its words were made better, and meant the same."""
    replies_before: int = 0
    """How many replies had been given, to whichever announcement, when its meaning changed."""
    wishes: list[datetime] = field(default_factory=list)
    """When the PMO wished that those are reminded who had said nothing."""

    @property
    def title(self) -> str:
        """Its title, by which it is known in what people read."""
        return f"News {self.number:02d} of the shift"

    @property
    def leads_first(self) -> bool:
        """Whether those who lead get it some hours before their people: in mornings they do."""
        return not self.at_once

    def part(self, group: str) -> str:
        """Return what a group's part says."""
        return f"This is what it means (n{self.number}g{ALL.index(group)})."


SCRIPT = (
    Act("announce", 1, 0, number=1),
    Act("announce", 9, 3, number=2),
    Act("session", 14, 4),
    Act("pulse", 16, 6),
    Act("announce", 22, 7, number=3),
    Act("remind", 23, 9, number=2),
    Act("announce", 29, 9, number=4),
    Act("edit", 31, 10, number=4),
    Act("announce", 36, 14, number=5),
    # In the middle: it is not morning in America yet.
    Act("stop", 37, 15, number=5),
    Act("remind", 37, 18, number=4),
    Act("go_on", 41, 17, number=5),
    # Of those who were reminded by themselves and by the PMO nobody is reminded again.
    Act("remind", 43, 23, number=4),
    Act("pulse", 44, 90),
    Act("announce", 50, 17, number=6),
    Act("reword", 52, 18, hour=14, number=6),
    # So late that the change has been silent for longer than it promised.
    Act("limit", 67, 10, number=LOW),
    Act("announce", 67, 11, number=7),
    Act("limit", 69, 13, number=USUAL),
    Act("pulse", 71, 90),
    Act("announce", 77, 21, number=8),
    Act("close", 85, 24),
)
"""In the order in which they are done."""

OUTAGES = ((10, 4), (52, 18))
"""Days on which Slack takes nothing, from 5:00 UTC to 13:00, by the length of the run: announcements are due then."""

DOWN_FROM, DOWN_UNTIL = 5, 13


def announcements(hr_partner: str, sponsor: str) -> list[Said]:
    """Return all that is announced."""
    return [
        Said(1, "Kick-off", parts=ALL, must=True, signers=(sponsor, hr_partner), points=True, channels=(SYNC,)),
        Said(2, "Update", parts=SOME, channels=(CHANNEL, SYNC)),
        Said(3, "No news yet"),
        Said(4, "Decision", parts=ALL[:4], must=True, at_once=True, signers=(sponsor,), channels=(SYNC,)),
        Said(5, "Update", groups=SOME, parts=SOME, channels=(CHANNEL,)),
        Said(6, "Update", parts=("Platform",), channels=(SYNC, CHANNEL)),
        Said(7, "Update", groups=ALL[:6], parts=("Leads",), must=True),
        Said(8, "Thank-you"),
    ]


def acts(*, short: bool) -> list[tuple[datetime, Act]]:
    """Return what is done when, the earliest first."""
    days = [(one.short if short else one.day, one) for one in SCRIPT]
    return sorted(((_at(day, one.hour), one) for day, one in days), key=lambda one: one[0])


def outages(*, short: bool) -> list[tuple[datetime, datetime]]:
    """Return from when to when Slack takes nothing."""
    return [(_at(days[short], DOWN_FROM), _at(days[short], DOWN_UNTIL)) for days in OUTAGES]


def _at(day: int, hour: int) -> datetime:
    on = BEGINS + timedelta(days=day)
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
