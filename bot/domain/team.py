"""Teams: how one is described and changed, and what is wrong with a description."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.name import LONGEST_NAME, bad_name, is_taken
from bot.errors import Unfit

KINDS = {"product": "Product", "platform": "Platform", "function": "Function", "event": "Event"}
"""What a team is for, and how it is written."""


@dataclass(frozen=True, slots=True)
class TeamChoices:
    """A team as its form has it; people are Slack ids, `others` are those whose home is another team."""

    name: str
    kind: str = "product"
    value_stream: str = ""
    channel_id: str = ""
    lead: str = ""
    members: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    squad: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """Return all people of the team, each once."""
        return tuple(dict.fromkeys([*self.members, *self.others]))


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team in the list; `mine`: the reader may change it."""

    team_id: int
    name: str
    kind: str
    value_stream: str
    channel: str
    lead: str
    people: int
    mine: bool


@dataclass(frozen=True, slots=True)
class TeamListFacts:
    """The teams that are shown from `first` on; `all_teams`: the reader may add some.

    `archived`: these are the archived ones; `shelved` is how many there are of those. `guest`: only the
    reader's own teams are shown.
    """

    rows: tuple[TeamRow, ...]
    all_teams: bool
    first: int = 0
    archived: bool = False
    shelved: int = 0
    guest: bool = False


@dataclass(frozen=True, slots=True)
class TeamFormFacts:
    """A team that is edited.

    `seen` is the digest of what is stored, by which a change of somebody else's is noticed. `whole`: every field may be
    changed, not only who is in the team.
    """

    team_id: int
    choices: TeamChoices
    seen: str
    whole: bool


def name_problem(name: str, taken: Collection[str]) -> str:
    """Return the sentence for a name that a team cannot have, or ""; `taken` are the others' in lower case."""
    if is_taken(name, taken):
        return "There is a team with this name already, perhaps an archived one. Please choose another name."
    return bad_name(name, "team", "Payments")


def check(choices: TeamChoices, taken: Collection[str]) -> None:
    """Raise Unfit with a sentence for each field that cannot be stored as it is."""
    errors: dict[str, str] = {}
    if problem := name_problem(choices.name, taken):
        errors["name"] = problem
    if len(choices.value_stream) > LONGEST_NAME:
        errors["value_stream"] = f"At most {LONGEST_NAME} characters, please."
    if set(choices.members) & set(choices.others):
        errors["others"] = "Somebody is in both lists. Please take them out of one of the two."
    if choices.lead and choices.lead not in choices.everybody:
        errors["lead"] = "The lead is not in the team. Please add them below, or choose somebody who is."
    if set(choices.squad) - set(choices.everybody):
        errors["squad"] = "Only people of the team can speak for it. Please add them above, or take them out here."
    if errors:
        raise Unfit(errors)
