"""Names in a company file that stand for nothing: people, channels, user groups and teams that are not there."""

from collections.abc import Iterable, Iterator

from bot.domain.company import Company
from bot.domain.stakeholder import SourceKind
from bot.domain.words import short
from bot.services.company_known import Known
from bot.services.company_yaml import CompanyFileError
from bot.services.sync_following import no_group

Named = Iterator[tuple[str, int]]
"""Names with the lines in which they stand."""


def check_references(company: Company, known: Known) -> None:
    """Raise CompanyFileError for every name in the file that stands for nothing."""
    problems = [
        (
            line,
            f"nobody in this Slack workspace has the e-mail {short(email)}. Invite them to Slack first, or correct it.",
        )
        for email, line in _people(company)
        if email and email not in known.people
    ]
    for name, line in _channels(company):
        found = known.channels.get(name)
        if name and found is None:
            sentence = f"Drumbeat sees no channel #{short(name)}. Create it, or invite Drumbeat if it is private."
            problems.append((line, sentence))
        elif found is not None and found.is_archived and found.slack_id not in known.used:
            problems.append((line, f"#{name} is archived. Choose another channel, or bring it back in Slack."))
    asked = [(one.follow_group, one.line) for one in company.syncs if one.follow_group]
    asked += _of_groups(company, SourceKind.USER_GROUP)
    problems += [(line, no_group(name, known.groups)) for name, line in asked if name not in known.groups]
    problems += _without_team(company, known)
    if problems:
        raise CompanyFileError(problems)


def _people(company: Company) -> Named:
    for person in company.people:
        yield person.email, person.line
    for team in company.teams:
        yield from _in_line(team.everybody, team.line)
    for sync in company.syncs:
        yield from _in_line([*sync.people, *(sync.left_out or ()), sync.owner], sync.line)
    for retro in company.retros:
        yield from _in_line([*(retro.left_out or ()), retro.owner], retro.line)
    for change in company.changes:
        yield from _in_line([change.owner, change.sponsor], change.line)
    yield from ((one.contact or "", one.line) for one in company.groups)
    yield from _of_groups(company, SourceKind.PERSON)


def _channels(company: Company) -> Named:
    yield from ((one.channel, one.line) for one in company.teams)
    yield from ((one.channel, one.line) for one in company.syncs)
    yield from ((one.channel, one.line) for one in company.retros)
    yield from ((one.follow_channel, one.line) for one in company.syncs)
    yield from _of_groups(company, SourceKind.CHANNEL)


def _of_groups(company: Company, kind: SourceKind) -> Named:
    for group in company.groups:
        yield from _in_line(group.named(kind), group.line)


def _in_line(names: Iterable[str], line: int) -> Named:
    return ((name, line) for name in names)


def _without_team(company: Company, known: Known) -> list[tuple[int, str]]:
    """Return the problems with names of teams: those that are archived, and those that nobody has."""
    teams = {team.name.casefold() for team in company.teams} | set(known.teams) | known.archived
    asked = [(name, one.line) for one in company.syncs for name in one.teams]
    asked += [(name, one.line) for one in company.retros for name in one.teams]
    asked += _of_groups(company, SourceKind.TEAM)
    archived = [
        (line, f"the team “{name}” is archived. Bring it back with `/pmo teams archived`, or take it out here.")
        for name, line in [*((one.name, one.line) for one in company.teams), *asked]
        if name.casefold() in known.archived
    ]
    return archived + [
        (line, f"there is no team “{short(name)}”. Add it under teams, or correct the name.")
        for name, line in asked
        if name.casefold() not in teams
    ]
