"""What a prompt's message shows: one turn as its reader sees it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.blocker_shown import Blocker
from bot.domain.plan import PlanItem
from bot.domain.rhythm import RhythmFacts
from bot.domain.rollup import Addition


@dataclass(frozen=True, slots=True)
class PromptFacts:
    """One person's prompt.

    `state` is the prompt's; `mine`: the reader gave the answer; `author` is who did. `words` is the answer as
    (question, lines) pairs; `closes_at` the instant after which an answer is late; `closed` whether it has come;
    `summed_up` whether there is a summary, which stays when the sync is `deleted`.
    `working`: the reader's working time, until they have said whether it is right.
    `later_at`: when the reader wants to be asked again. `rhythm` is the sync's rule in words, `period` what a round is
    about ("this week"). `after` is who was asked before the reader and has not answered, "" for the first of a squad.
    `since_last`: lines that say what came of the last update.
    """

    turn: int
    prompt: int
    sync: str
    rhythm: str
    period: str
    channel: str
    owner: str
    reader: str
    zone: str
    now: datetime
    closes_at: datetime
    team: str = ""
    state: str = "pending"
    closed: bool = False
    deleted: bool = False
    summed_up: bool = False
    first_contact: bool = False
    working: RhythmFacts | None = None
    later_at: datetime | None = None
    after: str = ""
    author: str = ""
    mine: bool = False
    late: bool = False
    plan: tuple[PlanItem, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    additions: tuple[Addition, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    trial: bool = False
    since_last: tuple[str, ...] = ()

    @property
    def needless(self) -> str:
        """Why somebody who has not been asked yet need not be any more; "" where they should be."""
        if self.deleted:
            return "the sync was deleted before this went out"
        if self.state in {"answered", "skipped"}:
            return "this was answered or skipped before it went out"
        if self.state == "absent":
            return "they became away before this went out"
        if self.closed:
            return "the round closed before this went out"
        return ""
