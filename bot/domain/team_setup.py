"""The first teams, proposed from channels: which channels are likely ones, what the team is called, who is at home."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.name import LONGEST_NAME, free_name
from bot.domain.words import plural

MOST_CHANNELS = 40
"""Channels that one form takes, so that it stays below Slack's hundred blocks."""

LARGEST_TEAM = 30
"""People; a channel with more of them is hardly one team's."""

NEARLY_ALL, FEW = 0.8, 8
"""The share of all people from which a channel is everybody's; of a company of up to `FEW` one team may be all."""

_TEAM = "team teams squad squads crew tribe chapter guild pod dept department group"
_ALL = """general random announce announcement announcements news social offtopic watercooler lounge sync syncs standup
    standups help support feedback questions leadership leads all everyone everybody company welcome intros fun
    incidents alerts lunch memes"""
_BELOW = "platform infra infrastructure devops sre ops operations backend security it data"
_BESIDE = """sales hr people marketing finance legal recruiting talent accounting procurement success cs pmo office
    comms"""
_SHORT = "ai api bi cs crm erp hr it ml pmo qa seo sre ui ux"
_TEAM_WORDS, _FOR_EVERYBODY, _PLATFORM, _FUNCTION, _CAPITALS = (
    frozenset(words.split()) for words in (_TEAM, _ALL, _BELOW, _BESIDE, _SHORT)
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in a channel who can be in a team: by Slack id; `leads` says that they have the role of a lead."""

    slack_id: str
    name: str
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A channel that was chosen; `people` is None where Slack does not let Drumbeat see who is in it."""

    channel_id: str
    channel: str
    people: tuple[Candidate, ...] | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A team that could be made of a channel; `doubt` says why it is not ticked, or is "". `lead` is a Slack id."""

    channel_id: str
    channel: str
    name: str
    kind: str
    people: tuple[Candidate, ...]
    lead: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class SetupFacts:
    """What the form shows.

    `channels` are those chosen, `reading` says that Slack is still being asked about them. `ticked` are the channels
    of the teams to be made. `existing` are (channel, team) of teams that are there already; `unseen` are channels
    whose people Slack does not show, `unanswered` those of which it said nothing this time, all by name.
    """

    channels: tuple[str, ...]
    reading: bool = False
    proposals: tuple[Proposal, ...] = ()
    ticked: frozenset[str] = frozenset()
    existing: tuple[tuple[str, str], ...] = ()
    unseen: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A team that shall be made of a channel, as somebody left the form; `lead` is a Slack id or ""."""

    channel_id: str
    name: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Created:
    """What was made: names of teams; `syncs` tells whether any sync was there before."""

    teams: tuple[str, ...]
    syncs: bool = False


def likely_channels(channels: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the ids of the channels, given as (id, name), that are probably a team's, at most `MOST_CHANNELS`.

    Those that call themselves a team; where none does, all but those for everybody, unless they are too many to guess.
    """
    rest = [(slack_id, _parts(name)) for slack_id, name in channels if not _FOR_EVERYBODY & set(_parts(name))]
    named = [slack_id for slack_id, parts in rest if _TEAM_WORDS & set(parts)]
    found = named or [slack_id for slack_id, _ in rest]
    return tuple(found) if len(found) <= MOST_CHANNELS else tuple(named[:MOST_CHANNELS])


def team_name(channel: str) -> str:
    """Return the name of a channel's team as people write it: "team-payments" → "Payments", "hr-emea" → "HR emea"."""
    parts = [part for part in _parts(channel) if part not in _TEAM_WORDS] or _parts(channel) or [channel]
    words = [part.upper() if part in _CAPITALS else part for part in parts]
    name = " ".join(words)
    return (name[:1].upper() + name[1:])[:LONGEST_NAME].strip()


def team_kind(channel: str) -> str:
    """Return the kind that a channel's name suggests: *platform*, *function*, else *product*."""
    parts = set(_parts(channel))
    return "platform" if parts & _PLATFORM else "function" if parts & _FUNCTION else "product"


def proposals(sources: Sequence[Source], everybody: int, taken: Collection[str]) -> tuple[Proposal, ...]:
    """Return a team for each channel whose people can be seen, with a name that no other has.

    `everybody` counts the people of the workspace, `taken` are the names of teams that are there.
    """
    names, found = set(taken), []
    for source in sources:
        if source.people is None:
            continue
        name = free_name(team_name(source.channel), names)
        names.add(name)
        leads = [one.slack_id for one in source.people if one.leads]
        found.append(
            Proposal(
                source.channel_id,
                source.channel,
                name,
                team_kind(source.channel),
                source.people,
                lead=leads[0] if len(leads) == 1 else "",
                doubt=_doubt(source, everybody),
            )
        )
    return tuple(found)


def placed(teams: Mapping[str, Sequence[int]], at_home: Collection[int]) -> dict[str, dict[int, bool]]:
    """Return, for each team, who is in it (by id) and whether at home: everybody's home is the smallest of their teams.

    `at_home` are those who have a home in another team already. Of two equally small ones the first counts.
    """
    homes: dict[int, str] = dict.fromkeys(at_home, "")
    for team in sorted(teams, key=lambda one: len(teams[one])):
        for person in teams[team]:
            homes.setdefault(person, team)
    return {team: {person: homes[person] == team for person in people} for team, people in teams.items()}


def as_left(facts: SetupFacts, shown: Collection[str], ticked: Collection[str]) -> SetupFacts:
    """Return the facts with the ticks as somebody left them; channels that were not `shown` before keep theirs."""
    return replace(facts, ticked=frozenset(ticked) & _ids(facts) | (facts.ticked - set(shown)))


def _ids(facts: SetupFacts) -> frozenset[str]:
    return frozenset(one.channel_id for one in facts.proposals)


def _doubt(source: Source, everybody: int) -> str:
    count = len(source.people or ())
    if not count:
        return "Nobody but guests and apps is in it."
    if count > LARGEST_TEAM:
        return f"{plural(count, 'person', 'people')}: rather large for one team."
    if everybody > FEW and count >= NEARLY_ALL * everybody:
        return "Nearly everybody is in it."
    if _FOR_EVERYBODY & set(_parts(source.channel)):
        return "By its name, it is for everybody."
    return ""


def _parts(channel: str) -> list[str]:
    return [part for part in re.split(r"[\W_]+", channel.lower()) if part]
