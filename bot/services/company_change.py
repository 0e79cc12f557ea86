"""The changes of a company file, and the standing list of whom no change must forget, read with their mistakes."""

from collections.abc import Mapping
from typing import Any

from bot.domain import change_form, change_impact
from bot.domain.change import SCORE_WORDS, Aspect
from bot.domain.change_form import OFFERED, ChangeWritten
from bot.domain.change_impact import TEXTS, ImpactWritten
from bot.domain.company import CompanyChange, CompanyGroup
from bot.domain.name import bad_name, tidied
from bot.domain.stakeholder import Source, SourceKind
from bot.domain.words import listing, short
from bot.errors import Unfit, UserError
from bot.services.company_yaml import Row, as_date
from bot.services.stakeholder_group import MOST_GROUPS

KEYS = ("name", "why", "owner", "sponsor", "state", "from", "until", "news", "groups")
OF_FIELD = {change_form.ENDS: "until", change_form.HEARTBEAT: "news"}
"""What a field of the form is called in the file, where not by its own name."""

SOURCES: Mapping[str, SourceKind] = {
    "teams": SourceKind.TEAM,
    "areas": SourceKind.AREA,
    "channels": SourceKind.CHANNEL,
    "user_groups": SourceKind.USER_GROUP,
    "people": SourceKind.PERSON,
    "everyone": SourceKind.EVERYONE,
}
"""What a group is made of."""

STANDING_KEYS = ("name", *SOURCES, "worries", "contact")
GROUP_KEYS = (*STANDING_KEYS, "impact", "yesterday", "tomorrow")
SCORES = {words: score for score, words in SCORE_WORDS.items()}


def change_of(row: Row) -> CompanyChange:
    """Return what a row of `changes` says; what is wrong is noted."""
    row.known(*KEYS)
    state = row.one_of("state", [str(one) for one in OFFERED], str(OFFERED[0])) if "state" in row.data else ""
    groups = [_group(one, GROUP_KEYS) for one in row.rows("groups")]
    if len(groups) > MOST_GROUPS:
        row.note("groups", f"a change has at most {MOST_GROUPS} groups, this one has {len(groups)}. Put some together.")
    change = CompanyChange(
        name=tidied(row.required("name")),
        line=row.line,
        why=row.text("why") if "why" in row.data else None,
        owner=row.email("owner"),
        sponsor=row.email("sponsor"),
        state=next((one for one in OFFERED if one == state), None),
        starts_on=row.read("from", as_date, None),
        ends_on=row.read("until", as_date, None),
        news_weeks=row.read("news", _weeks, None),
        groups=tuple(groups),
    )
    written = ChangeWritten(change.name, change.why or "", starts_on=change.starts_on, ends_on=change.ends_on)
    if change.name:
        _note_unfit(row, lambda: change_form.checked(written, ()))
    return change


def standing_of(row: Row) -> CompanyGroup:
    """Return what a row of `stakeholders` says: a group of the standing list."""
    return _group(row, STANDING_KEYS)


def _group(row: Row, keys: tuple[str, ...]) -> CompanyGroup:
    row.known(*keys)
    group = CompanyGroup(
        name=tidied(row.required("name")),
        line=row.line,
        sources=_sources(row) if set(SOURCES) & set(row.data) else None,
        impact=row.read("impact", lambda _: _impact(row), None, lists=True) if "impact" in row.data else None,
        **{name: row.text(name) if name in row.data else None for name in TEXTS},
        contact=row.email("contact") if "contact" in row.data else None,
    )
    if group.name and (wrong := bad_name(group.name, "group", "Sales")):
        row.note("name", wrong)
    texts = {name: getattr(group, name) or "" for name in TEXTS}
    _note_unfit(row, lambda: change_impact.checked(ImpactWritten({}, **texts)))
    return group


def _sources(row: Row) -> frozenset[Source]:
    found = {Source(SourceKind.PERSON, one) for one in row.emails("people")}
    for key in ("teams", "areas", "channels", "user_groups"):
        names = (one.removeprefix("#").removeprefix("@").strip() for one in row.texts(key))
        found |= {Source(SOURCES[key], name) for name in names if name}
    if row.flag("everyone", default=False):
        found.add(Source(SourceKind.EVERYONE))
    return frozenset(found)


def _impact(row: Row) -> Mapping[Aspect, int]:
    """Return how much each aspect changes, as a number from 1 to 5 or in our words."""
    said = row.data["impact"]
    if not isinstance(said, Mapping):
        raise UserError("what changes is written like {job_roles: 4, tools: a little}.")
    found: dict[Aspect, int] = {}
    for name, value in said.items():
        if name not in set(Aspect):
            raise UserError(f"“{short(name)}” is nothing that can change here. Known: {listing(list(Aspect))}.")
        score: Any = SCORES.get(str(value).strip().casefold(), value)
        if not isinstance(score, int) or isinstance(score, bool) or score not in SCORE_WORDS:
            words = listing([f"{number} ({word})" for number, word in SCORE_WORDS.items()], "or")
            raise UserError(f"{name} changes by {words}, not by “{short(value)}”.")
        found[Aspect(name)] = score
    return found


def _weeks(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value not in range(13):
        raise UserError(f"“{short(value)}” is not a number of weeks from 1 to 12, or 0 to promise no news.")
    return value


def _note_unfit(row: Row, check: Any) -> None:
    try:
        check()
    except Unfit as unfit:
        for field, sentence in unfit.errors.items():
            row.note(OF_FIELD.get(field, field), sentence)
