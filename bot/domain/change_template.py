"""Templates: whom a change of a known kind affects, what changes for them, and whom no change must forget.

Written for an organisation of some hundred to a few thousand people; whoever uses one changes all of it. Areas are
found by what people's profiles call them, whatever the letters' case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.domain.change import Aspect


@dataclass(frozen=True, slots=True)
class GroupTemplate:
    """A group to begin with: the areas it is made of, as they are called in various companies; `leads`: who leads."""

    name: str
    areas: tuple[str, ...] = ()
    scores: Mapping[Aspect, int] = field(default_factory=dict)
    yesterday: str = ""
    tomorrow: str = ""
    worries: str = ""
    leads: bool = False


@dataclass(frozen=True, slots=True)
class ChangeTemplate:
    """A kind of change, and whom it affects."""

    name: str
    groups: tuple[GroupTemplate, ...]


_PRODUCT = ("product", "engineering", "design", "development", "research", "data", "tech", "technology", "it")
_HR = ("hr", "people", "human resources", "people & culture", "people and culture", "talent")
_SALES = ("sales", "account management", "business development", "commercial", "revenue")
_MARKETING = ("marketing", "growth marketing", "brand", "communications", "content")
_FINANCE = ("finance", "accounting", "controlling", "finance & controlling")
_SUPPORT = ("support", "customer support", "customer success", "customer care", "service")
_LEGAL = ("legal", "compliance", "legal & compliance", "privacy")

_PRODUCT_TEAMS = ChangeTemplate(
    "The shift to product teams",
    (
        GroupTemplate(
            "Product teams",
            _PRODUCT,
            {
                Aspect.PROCESSES: 4,
                Aspect.JOB_ROLES: 3,
                Aspect.CRITICAL_BEHAVIOURS: 4,
                Aspect.MINDSET: 4,
                Aspect.REPORTING_STRUCTURE: 3,
                Aspect.TOOLS: 2,
            },
            "You are lent to projects, build what was agreed, and move on when it is delivered.",
            "You stay with one team and one product, decide with it what is next, and see whether it helps users.",
            "Who is my lead then? Does my specialism still count? What if our product is not a success?",
        ),
        GroupTemplate(
            "Leads",
            (),
            {
                Aspect.CRITICAL_BEHAVIOURS: 5,
                Aspect.MINDSET: 5,
                Aspect.JOB_ROLES: 4,
                Aspect.PERFORMANCE_REVIEWS: 3,
                Aspect.REPORTING_STRUCTURE: 3,
            },
            "You plan people onto projects, and answer for what is delivered by when.",
            "You give a team its goal and its limits, clear what is in its way, and answer for what came of it.",
            "What do I decide, where the team decides? How do I know that it goes well? What do I tell my people?",
            leads=True,
        ),
        GroupTemplate(
            "Sales",
            _SALES,
            {Aspect.PROCESSES: 3, Aspect.CRITICAL_BEHAVIOURS: 3, Aspect.MINDSET: 3, Aspect.COMPENSATION: 1},
            "You sell from a roadmap with dates, and bring back what a large customer asks for.",
            "You sell what works today and where it is going, and bring back problems instead of features.",
            "What do I promise without dates? How is the forecast made? Does my bonus still fit what I can sell?",
        ),
        GroupTemplate(
            "Marketing",
            _MARKETING,
            {Aspect.PROCESSES: 4, Aspect.CRITICAL_BEHAVIOURS: 2, Aspect.TOOLS: 1},
            "You prepare a few large launches a year, on dates that stand.",
            "You go to market with each product team, in smaller steps, some of them for a few users first.",
            "When do I hear what comes? Who owns the launch plan? How do we plan a campaign around an experiment?",
        ),
        GroupTemplate(
            "HR",
            _HR,
            {Aspect.JOB_ROLES: 4, Aspect.PERFORMANCE_REVIEWS: 5, Aspect.PROCESSES: 3, Aspect.COMPENSATION: 2},
            "Job descriptions, career paths and reviews follow departments and projects.",
            "They follow product roles, and a review counts what a team achieved beside what one person did.",
            "Which job descriptions change, and from when? Who reviews whom? Is the works council to be heard first?",
        ),
        GroupTemplate(
            "Finance",
            _FINANCE,
            {Aspect.PROCESSES: 4, Aspect.SYSTEMS: 2, Aspect.MINDSET: 2},
            "You approve a budget a project, and follow what it costs against its plan.",
            "You fund teams that last, a quarter at a time, and follow what they are worth to users.",
            "How do I capitalise work without a project? What stops a team that brings nothing?",
        ),
        GroupTemplate(
            "Customer support",
            _SUPPORT,
            {Aspect.PROCESSES: 3, Aspect.CRITICAL_BEHAVIOURS: 2},
            "You pass what customers report to a queue, and it comes back with a release.",
            "You pass it to the team that owns the product, and hear from it what comes of it.",
            "Whom do I call at night? How do I know which team owns what?",
        ),
    ),
)
TEMPLATES: Mapping[str, ChangeTemplate] = MappingProxyType({"product_teams": _PRODUCT_TEAMS})
"""By the key that a form carries."""

USUAL = (
    GroupTemplate(
        "HR",
        _HR,
        worries="Which job descriptions and review criteria change, and when? Who must be heard before it is said?",
    ),
    GroupTemplate(
        "Sales",
        _SALES,
        worries="How is the forecast made then? What may we promise to customers, and from when?",
    ),
    GroupTemplate(
        "Marketing",
        _MARKETING,
        worries="Does the go-to-market plan hold? When do we know enough to write about it?",
    ),
    GroupTemplate(
        "Finance",
        _FINANCE,
        worries="What does it cost, from which budget, and what stops it if it brings nothing?",
    ),
    GroupTemplate(
        "Legal",
        _LEGAL,
        worries="Does it touch contracts, personal data or the works council? What must be signed, and by whom?",
    ),
    GroupTemplate(
        "Customer support",
        _SUPPORT,
        worries="What do we answer when customers ask? Who helps us in the first days?",
    ),
    GroupTemplate(
        "Leads",
        worries="What do I tell my people, in which order, and what will they ask me first?",
        leads=True,
    ),
)
"""What the standing list begins with."""

USUAL_BY_KEY: Mapping[str, GroupTemplate] = MappingProxyType({f"usual:{one.name}": one for one in USUAL})
"""Each of them by the key that a form carries."""


def groups_called(key: str) -> Sequence[GroupTemplate]:
    """Return the groups of a template, or the usual one, by the key that a form carries; none for any other key."""
    if key in USUAL_BY_KEY:
        return [USUAL_BY_KEY[key]]
    return TEMPLATES[key].groups if key in TEMPLATES else []
