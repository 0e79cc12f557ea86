"""What a plan can begin with: steps that a group's impact makes likely, each taken with one tap."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.change import Aspect
from bot.domain.change_pulse import STEPS, Letter
from bot.domain.change_step import StepKind

A_LOT = 3
"""From this score on an aspect needs more than being told."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that could be taken, under a key that stays the same for ever."""

    key: str
    kind: StepKind
    text: str


TELL = Offer("tell", StepKind.INFORM, "Say what changes for them, what stays, and from when")

OFFERS: Mapping[Aspect, Sequence[Offer]] = {
    Aspect.JOB_ROLES: (
        Offer("roles_adapt", StepKind.ADAPT, "HR: job descriptions follow the new roles"),
        Offer("roles_session", StepKind.SESSION, "Your new role: what you do, whom you ask, what you let go"),
    ),
    Aspect.PERFORMANCE_REVIEWS: (
        Offer("reviews_adapt", StepKind.ADAPT, "HR: review criteria follow what is asked of people now"),
        Offer("reviews_inform", StepKind.INFORM, "Say by which criteria the next review goes"),
    ),
    Aspect.COMPENSATION: (
        Offer("pay_adapt", StepKind.ADAPT, "HR: pay and bonus rules follow the change"),
        Offer("pay_inform", StepKind.INFORM, "Say what becomes of pay and bonuses, even if it is “nothing changes”"),
    ),
    Aspect.REPORTING_STRUCTURE: (
        Offer("lines_inform", StepKind.INFORM, "Say who reports to whom, before the organisation chart does"),
        Offer("lines_adapt", StepKind.ADAPT, "HR: reporting lines, approvals and holiday requests go to the new leads"),
    ),
    Aspect.TOOLS: (
        Offer("tools_session", StepKind.SESSION, "The new tool on your own work, with somebody to ask"),
        Offer("tools_practice", StepKind.PRACTICE, "Do one real piece of work with the new tool"),
    ),
    Aspect.SYSTEMS: (
        Offer("systems_adapt", StepKind.ADAPT, "IT: access and permissions are there on the first day"),
        Offer("systems_page", StepKind.PAGE, "What is where in the new system"),
    ),
    Aspect.PROCESSES: (
        Offer("processes_page", StepKind.PAGE, "How the work goes from now on, step by step"),
        Offer("processes_adapt", StepKind.ADAPT, "Neighbouring teams: hand-overs follow the new way"),
    ),
    Aspect.CRITICAL_BEHAVIOURS: (
        Offer("behaviours_practice", StepKind.PRACTICE, "Try the new way once, and say in the team how it went"),
    ),
    Aspect.MINDSET: (Offer("mindset_session", StepKind.SESSION, "Why we do this: an open hour with the sponsor"),),
    Aspect.LOCATION: (
        Offer("place_inform", StepKind.INFORM, "Say where everybody sits, and how to get in on the first day"),
        Offer("place_adapt", StepKind.ADAPT, "Facilities: badges, desks and parking are ready"),
    ),
}
"""By aspect, for a score of `A_LOT` and more."""

MOST = 4
"""Offers that a group is shown at a time."""


def offers(scores: Mapping[Aspect, int], planned: Collection[tuple[StepKind, str]]) -> list[Offer]:
    """Return what a group is offered, the aspect that changes most first; not what is `planned` (or was dropped)."""
    ranked = sorted((one for one in OFFERS if scores.get(one, 0) >= A_LOT), key=lambda one: -scores[one])
    found = [TELL] if scores else []
    found += [offer for aspect in ranked for offer in OFFERS[aspect]]
    informed = any(kind is StepKind.INFORM for kind, _ in planned)
    return [one for one in found if (one.kind, one.text) not in planned and not (one is TELL and informed)][:MOST]


def _helps(letter: Letter, kind: StepKind) -> Offer:
    return Offer(f"pulse_{letter.name.lower()}", kind, STEPS[letter].removesuffix("."))


HELPS: Mapping[Letter, Offer] = {
    Letter.AWARENESS: _helps(Letter.AWARENESS, StepKind.INFORM),
    Letter.DESIRE: _helps(Letter.DESIRE, StepKind.SESSION),
    Letter.KNOWLEDGE: _helps(Letter.KNOWLEDGE, StepKind.PAGE),
    Letter.ABILITY: _helps(Letter.ABILITY, StepKind.SESSION),
    Letter.REINFORCEMENT: _helps(Letter.REINFORCEMENT, StepKind.INFORM),
}
"""What helps a group where a statement of its pulse is the first weak one."""


def offer_named(key: str) -> Offer | None:
    """Return an offer by its key; None for one that is not known any more."""
    every = [TELL, *(offer for group in OFFERS.values() for offer in group), *HELPS.values()]
    return next((one for one in every if one.key == key), None)
