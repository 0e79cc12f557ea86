"""Two lines about the last update: who read it, what came of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.blocker import State
from bot.domain.blocker_shown import Blocker
from bot.domain.decision import Decision, DecisionState
from bot.domain.since_last import NAMED, SENTENCE, Readers, answered_blockers, decided, since_last

READERS = ("Mara Lindqvist", "Ben Carter", "Wei Chen", "Ana Sousa")
NOBODY = Readers((), 0)


@pytest.mark.parametrize(
    ("readers", "line"),
    [
        (READERS[:1], "Mara read your last update."),
        (READERS[:2], "Mara and Ben read your last update."),
        (READERS[:3], "Mara and 2 others read your last update."),
        (READERS, "Mara and 3 others read your last update."),
    ],
)
def test_the_first_line_says_who_read_it(readers: tuple[str, ...], line: str) -> None:
    """One name, or two; of more the first, and how many others."""
    assert since_last(Readers(readers[:NAMED], len(readers)), ()) == (line,)


def test_what_came_of_it_is_one_line_more() -> None:
    """However much it is, and also where nobody said that they read it."""
    news = tuple(f"Thing {n} happened." for n in range(5))
    assert since_last(NOBODY, ()) == ()
    assert since_last(NOBODY, news[:1]) == ("Thing 0 happened.",)
    assert since_last(Readers(READERS[:1], 1), news) == (
        "Mara read your last update.",
        "Thing 0 happened. Thing 1 happened. Thing 2 happened.",
    )


def test_what_became_of_ones_blockers_is_news() -> None:
    """Taken with its date, and done; one that nobody has taken, or that they closed themselves, is none."""
    since = datetime(2026, 3, 3, 10, tzinfo=UTC)
    keys = Blocker(1, "Payments", "Platform", "Staging keys", since)
    taken = replace(keys, state=State.TAKEN, owner="Wei Tan", due_on=date(2026, 3, 12))
    done = replace(keys, on="Sales", state=State.DONE, done_by="Nadia Haddad")
    own = replace(keys, by="Ana Sousa", state=State.DONE, done_by="Ana Sousa")
    assert answered_blockers((keys, taken, done, own), date(2026, 3, 10)) == (
        "Platform took your blocker, by Thu 12 Mar.",
        "Sales closed your blocker.",
    )


def test_only_what_was_decided_is_news_of_decisions() -> None:
    """On one line, and short; with a full stop where it has no end."""
    made = Decision(
        "Payments", "Refunds?", state=DecisionState.DECIDED, outcome="Yes,\nbehind a flag", settled_by="Mara L"
    )
    dropped = Decision("Payments", "Refunds?", state=DecisionState.DROPPED, settled_by="Mara L")
    assert decided([made, dropped, Decision("Payments", "Tests?")]) == ("Mara decided: Yes, behind a flag.",)
    [long] = decided([Decision("P", "?", state=DecisionState.DECIDED, outcome="word " * 200, settled_by="Mara")])
    assert len(long) <= SENTENCE
    assert long.endswith("…")
