"""Roles: what they are called, what they allow, and the facts that are shown about them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.matching import did_you_mean
from bot.domain.words import listing, short
from bot.errors import UserError


class Role(StrEnum):
    """What somebody may do; admins and owners of the workspace may always do what the PMO may."""

    MEMBER = "member"
    LEAD = "lead"
    PMO = "pmo"


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """A role as its new holder hears of it: who gave it, and the teams whose syncs they can set up as a lead.

    `admin`: Slack gives them the PMO's rights anyway.
    """

    giver: str
    role: Role
    teams: tuple[str, ...] = ()
    admin: bool = False


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """Somebody with a role; `admin` says that Slack gives them the PMO's rights anyway."""

    slack_id: str
    name: str
    role: Role
    admin: bool = False


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """Who holds which role, as one reader may see and change it; `note` is what has just been done, or ""."""

    pmos: tuple[RoleHolder, ...]
    leads: tuple[RoleHolder, ...]
    can_change: bool
    note: str = ""


def role_named(word: str) -> Role:
    """Return the role of this name; raises UserError with a guess where there is a near one."""
    wanted = word.strip().lower()
    if wanted in set(Role):
        return Role(wanted)
    guess = did_you_mean(wanted, list(Role))
    hint = f"Did you mean *{guess}*?" if guess else f"Roles are {listing(list(Role))}."
    raise UserError(f"“{short(word)}” is not a role. {hint} Nothing was changed.", field="role")
