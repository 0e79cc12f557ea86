"""When somebody can be left out of a sync."""

import pytest

from bot.domain.opt_out import OptOut, OptOutState, too_many
from bot.domain.speaker import Member, Voice, squad
from bot.domain.sync import Party

ANA, RUI = 1, 2


@pytest.mark.parametrize(
    ("voice", "parties", "stays"),
    [
        (Voice.TEAM, [Party("Payments", (ANA, RUI), 7)], ""),
        (Voice.TEAM, [Party("Payments", (ANA,), 7)], "Ana is the only one who speaks for Payments in Weekly sync."),
        (
            Voice.TEAM,
            [Party("Payments", (ANA,), 7), Party("Growth", (RUI,), 8), Party("Sales", (ANA,), 9)],
            "Ana is the only one who speaks for Payments and Sales in Weekly sync.",
        ),
        (Voice.TEAM, [Party("Payments", (), 7)], ""),
        (Voice.EVERYONE, [Party("Ana", (ANA,)), Party("Rui", (RUI,))], ""),
        (Voice.EVERYONE, [Party("Ana", (ANA,))], "Ana is the only one who is asked in Weekly sync."),
        (Voice.EVERYONE, [Party("Rui", (RUI,))], ""),
    ],
)
def test_somebody_is_left_to_ask(voice: Voice, parties: list[Party], stays: str) -> None:
    """The last voice stays, and the sentence says what to do first."""
    said = too_many("Ana", "Weekly sync", voice, ANA, parties)
    assert said.startswith(stays)
    assert bool(said) == bool(stays)
    assert not said or said.endswith("Nothing was changed.")


def test_nobody_speaks_whom_the_lead_has_not_named() -> None:
    """Where the squad is named, leaving one out gives the others their turns; else the next of the team joins it."""
    named = [Member(1, is_lead=True), Member(2, in_squad=True), Member(3)]
    assert squad(named, {2}) == [1]
    assert squad([Member(2, in_squad=True), Member(3)], {2}) == []
    assert squad([Member(one) for one in range(1, 8)], {2}) == [1, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("state", "decider", "sentence"),
    [
        (OptOutState.ASKED, "", ""),
        (OptOutState.OUT, "Mara", "Mara left Ana out of Weekly sync."),
        (OptOutState.KEPT, "Mara", "Mara keeps asking Ana in Weekly sync."),
        (OptOutState.BACK, "", "The company file brought Ana back into Weekly sync."),
    ],
)
def test_what_became_of_a_request_is_a_sentence(state: OptOutState, decider: str, sentence: str) -> None:
    """With who decided it."""
    one = OptOut(1, 2, "Weekly sync", "Ana", "UANA", "Mara", 3, state, decider=decider)
    assert one.became == sentence
