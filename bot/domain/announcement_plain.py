"""An announcement without a change: to channels, teams, people or everyone, in one form."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.announcement_compose import CoreText, Way

TEAMS, PEOPLE, EVERYONE = "teams", "people", "everyone"

MOST_PEOPLE = 50
"""People who can be named one by one; a team or everyone is chosen for more."""

NOBODY = "Please choose who gets it: teams, people, everyone, or a channel."
TOO_MANY = f"At most {MOST_PEOPLE} people can be named one by one. Please choose a team or a channel for more."
FOR_PMO = "Everyone is for the PMO. You can announce to the people and channels of your own teams."
NOT_YOURS = "This is not of your own teams: the PMO can announce it there for you. Please choose another."


@dataclass(frozen=True, slots=True)
class PlainAudience:
    """Whom it goes to: teams by id, people and channels by Slack id."""

    teams: tuple[int, ...] = ()
    people: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    everyone: bool = False

    @property
    def nobody(self) -> bool:
        """Whether nothing was chosen."""
        return not (self.teams or self.people or self.channels or self.everyone)


@dataclass(frozen=True, slots=True)
class PlainForm:
    """What the form shows; `teams` are those to choose from. `drafts`: how many the reader has begun."""

    announcement_id: int | None
    revision: int
    core: CoreText
    audience: PlainAudience
    way: Way
    teams: Mapping[int, str]
    is_pmo: bool
    drafts: int = 0
    note: str = ""
