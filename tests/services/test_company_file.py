"""Reading a company file: what may be written, and every mistake named by its line, all of them at once."""

from datetime import date, time

import pytest

from bot.domain.company import CompanyPerson
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, QuestionKind
from bot.domain.speaker import Voice
from bot.playground.company import LUMEN
from bot.services.company_file import read_company
from bot.services.company_yaml import CompanyFileError

PERSON = "people:\n  - name: Ana Sousa\n    email: ana@lumen.example\n"
TEAM = "teams:\n  - name: Payments\n"
SYNC = """\
syncs:
  - name: Weekly sync
    days: [tue]
    time: "10:00"
    channel: "#sync"
    teams: [Payments]
"""


def problems(text: str) -> list[tuple[int, str]]:
    """Read a file that cannot be used and return what is said of it."""
    with pytest.raises(CompanyFileError) as caught:
        read_company(text)
    return caught.value.problems


def test_the_playgrounds_own_company_is_such_a_file() -> None:
    """Twenty people, five teams, one sync: the example of the documentation is read as it stands."""
    company = read_company(LUMEN.read_text(encoding="utf-8"))
    assert (company.name, len(company.people), len(company.teams), len(company.syncs)) == ("Lumen", 20, 5, 1)
    assert company.syncs[0].teams == ("Payments", "Growth", "Platform", "Mobile", "Sales")
    assert company.syncs[0].rrule == "FREQ=WEEKLY;BYDAY=TU"
    assert (company.syncs[0].zone, company.syncs[0].voice, company.syncs[0].answering_minutes) == ("", Voice.TEAM, 240)


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", "people:\nteams:\nsyncs:\n", "company: Lumen\n"])
def test_an_empty_file_names_nobody(text: str) -> None:
    """Nothing said is nothing to change."""
    company = read_company(text)
    assert (company.people, company.teams, company.syncs) == ((), (), ())


def test_what_a_person_does_not_say_is_left_open() -> None:
    """None means "leave as it is", which is another thing than empty."""
    assert read_company(PERSON).people == (CompanyPerson("ana@lumen.example", 2, "Ana Sousa"),)


def test_everything_that_a_person_can_say_is_read() -> None:
    """Days in any order, hours with or without minutes, dates that both count, addresses in lower case."""
    text = """\
people:
  - email: Ana@Lumen.Example
    zone: Asia/Singapore
    country: sg
    area: engineering
    title: Engineer
    role: lead
    admin: true
    working_days: [fri, Monday, tue]
    working_hours: 8-16:30
    away: [{from: 2026-11-23, to: 2026-11-27}, {from: 2026-12-24, to: 2026-12-24}]
"""
    (person,) = read_company(text).people
    assert person == CompanyPerson(
        email="ana@lumen.example",
        line=2,
        zone="Asia/Singapore",
        country="SG",
        area="engineering",
        role="lead",
        working_days=(0, 1, 4),
        working_hours=(time(8), time(16, 30)),
        away=((date(2026, 11, 23), date(2026, 11, 27)), (date(2026, 12, 24), date(2026, 12, 24))),
    )


def test_everything_that_a_sync_can_say_is_read() -> None:
    """A rule in RFC 5545's words, one zone for all, everyone as the voice, own questions."""
    text = """\
syncs:
  - name:  Mensual   Ops
    rule: freq=monthly;byday=1tu
    time: 9:30
    zone: Europe/Lisbon
    channel: ops
    voice: everyone
    people: [Ana@lumen.example]
    answering: 90min
    reminder: false
    owner: mara@lumen.example
    paused: true
    questions:
      - {key: moved, kind: long_text, text: "What moved?", required: true}
      - {key: mood, kind: choice, text: "How is it?", options: [good, bad]}
"""
    (sync,) = read_company(text).syncs
    assert (sync.name, sync.rrule, sync.time) == ("Mensual Ops", "FREQ=MONTHLY;BYDAY=1TU", time(9, 30))
    assert (sync.zone, sync.channel, sync.voice, sync.people) == (
        "Europe/Lisbon",
        "ops",
        Voice.EVERYONE,
        ("ana@lumen.example",),
    )
    assert (sync.answering_minutes, sync.reminds, sync.owner, sync.paused) == (90, False, "mara@lumen.example", True)
    assert [question.kind for question in sync.questions] == [QuestionKind.LONG_TEXT, QuestionKind.CHOICE]


def test_a_sync_has_good_defaults() -> None:
    """Each person's own zone, one voice a team, four hours, a reminder, the usual questions."""
    (sync,) = read_company(SYNC).syncs
    assert (sync.zone, sync.voice, sync.answering_minutes, sync.reminds, sync.paused) == (
        "",
        Voice.TEAM,
        240,
        True,
        False,
    )
    assert sync.questions == DEFAULT_SYNC_QUESTIONS


@pytest.mark.parametrize(
    ("written", "minutes"), [("4h", 240), ("1.5h", 90), ("90min", 90), ("90m", 90), ("2 hours", 120), ("48h", 2880)]
)
def test_answering_times_are_hours_or_minutes(written: str, minutes: int) -> None:
    """Both are written as people write them."""
    assert read_company(SYNC + f"    answering: {written}\n").syncs[0].answering_minutes == minutes


def test_one_name_may_stand_without_brackets() -> None:
    """A list of one need not look like a list."""
    text = SYNC.replace("[tue]", "tue").replace("[Payments]", "Payments")
    assert read_company(text) == read_company(SYNC)


MISTAKES = [
    # YAML itself
    ("people:\n\t- name: x", 2, "not YAML"),
    ("people: [a, b", 1, "not YAML"),
    ('people:\n  - name: "x\n', 3, "not YAML"),
    ("people: []\n---\npeople: []\n", 2, "not YAML"),
    (PERSON + "    name: Ana\n", 4, "duplicate key"),
    (PERSON + "    area: \x07\n", 4, "character here that YAML does not allow"),
    # shape
    ("- a\n", 1, "people, teams and syncs"),
    ("hello", 1, "people, teams and syncs"),
    ("people:\n  email: ana@lumen.example\n", 1, "people should be a list"),
    ("people:\n  -\n", 2, "nothing stands after this"),
    ("people:\n  - ana@lumen.example\n", 2, "“ana@lumen.example” should have parts"),
    # words that are not known
    ("peple: []\n", 1, "“peple” is not known. Did you mean people?"),
    (PERSON + "    zome: UTC\n", 4, "“zome” is not known. Did you mean zone?"),
    (PERSON + "    5: x\n", 4, "“5” is not known. Known here: name, email"),
    (TEAM + "    leads: ana@lumen.example\n", 3, "Did you mean lead?"),
    (SYNC + "    anwsering: 4h\n", 7, "Did you mean answering?"),
    # people
    ("people:\n  - name: Ana\n", 2, "email is missing here"),
    ("people:\n  - email: [a@x.example]\n", 2, "email should be a single value, not a list"),
    ("people:\n  - email: ana\n", 2, "“ana” is not an e-mail address"),
    (PERSON + "  - email: ANA@lumen.example\n", 4, "“ana@lumen.example” stands in line 2 already"),
    (PERSON + "    zone: Europe/Lisbonn\n", 4, "Did you mean Europe/Lisbon?"),
    (PERSON + "    zone: ../../etc/passwd\n", 4, "There is no time zone"),
    (PERSON + "    zone: [UTC]\n", 4, "zone should be a single value"),
    (PERSON + "    country: Portugall\n", 4, "Did you mean Portugal?"),
    (PERSON + "    country: XX\n", 4, "like PT or Portugal"),
    (PERSON + "    country: DE-XX\n", 4, "like DE-BB"),
    (PERSON + "    role: boss\n", 4, "Please use member, lead or pmo"),
    (PERSON + "    role: pmoo\n", 4, "Please use pmo."),
    (PERSON + "    admin: sometimes\n", 4, "admin is true or false"),
    (PERSON + "    working_days: [mon, someday]\n", 4, "“someday” is not a day"),
    (PERSON + "    working_days: []\n", 4, "at least one day"),
    (PERSON + "    working_hours: 9\n", 4, "Please write them like 9:00-17:00"),
    (PERSON + "    working_hours: 17:00-9:00\n", 4, "end before they begin"),
    (PERSON + "    working_hours: 9:00-25:00\n", 4, "“25:00” is not a time"),
    (PERSON + "    away: 2026-11-23\n", 4, "away should be a list"),
    (PERSON + "    away: [{from: 2026-02-30, to: 2026-03-01}]\n", 4, "“2026-02-30” is not a date"),
    (PERSON + "    away: [{from: 2026-02-03 10:00:00, to: 2026-03-01}]\n", 4, "is not a date"),
    (PERSON + "    away: [{from: 2026-03-02, to: 2026-03-01}]\n", 4, "end (2026-03-01) before they begin"),
    (PERSON + "    away: [{from: 2026-03-02}]\n", 4, "to is missing here"),
    # teams
    ("teams:\n  - kind: product\n", 2, "name is missing here"),
    (TEAM.replace("Payments", "x" * 61), 2, "at most 60 characters, this one has 61"),
    (TEAM + "    kind: squad\n", 3, "kind cannot be “squad”"),
    (TEAM + "  - name: payments\n", 3, "the team “payments” stands in line 2 already"),
    (TEAM + "    members: [a@x.example]\n    embedded: [A@x.example]\n", 4, "both a member of Payments and embedded"),
    (TEAM + "    members: [a@x.example, a@x.example]\n", 3, "stands here twice"),
    (TEAM + "    members: [Ana Sousa]\n", 3, "People are named by e-mail"),
    (TEAM + "    members: {a: b}\n", 3, "members should be a list"),
    (TEAM + "    lead: [a@x.example, b@x.example]\n", 3, "lead should be a single value"),
    (TEAM + "    channel: #payments\n", 3, "# begins a comment"),
    # syncs
    (SYNC.replace("    days: [tue]\n", ""), 2, "days is missing here"),
    (SYNC.replace('    channel: "#sync"\n', ""), 2, "channel is missing here"),
    (SYNC.replace('"#sync"', "#sync"), 5, 'write it in quotes: "#sync"'),
    (SYNC + "    rule: FREQ=DAILY\n", 7, "days and rule contradict each other"),
    (SYNC.replace("days: [tue]", "rule: FREQ=HOURLY"), 3, "daily, weekly or monthly"),
    (SYNC.replace("days: [tue]", "rule: every tuesday"), 3, "is not understood"),
    (SYNC.replace("[tue]", "[tuesdya]"), 3, "“tuesdya” is not a day"),
    (SYNC.replace("[tue]", "[]"), 3, "at least one day"),
    (SYNC.replace('"10:00"', '"24:00"'), 4, "“24:00” is not a time"),
    (SYNC + "    zone: Mars\n", 7, "There is no time zone “Mars”"),
    (SYNC + "    voice: loud\n", 7, "Please use team or everyone"),
    (SYNC + "    answering: 5d\n", 7, "Please write it like 4h or 90min"),
    (SYNC + "    answering: 49h\n", 7, "between 15min and 48h"),
    (SYNC + "    answering: 14min\n", 7, "between 15min and 48h"),
    (SYNC + "    reminder: maybe\n", 7, "reminder is true or false, not “maybe”"),
    (SYNC + "    owner: mara\n", 7, "“mara” is not an e-mail address"),
    (SYNC + "    questions: [{key: a, kind: long_txt, text: A}]\n", 7, "Did you mean long_text?"),
    (SYNC + "    questions: []\n", 7, "at least one question"),
    (SYNC.replace("    teams: [Payments]\n", ""), 2, "nobody takes part in Weekly sync"),
    (SYNC.replace("teams: [Payments]", "people: [a@x.example]"), 2, "needs teams"),
    (SYNC + SYNC.removeprefix("syncs:\n"), 7, "the sync “Weekly sync” stands in line 2 already"),
]


@pytest.mark.parametrize(("text", "line", "sentence"), MISTAKES)
def test_a_mistake_is_named_with_its_line_and_what_to_write(text: str, line: int, sentence: str) -> None:
    """One mistake, one sentence, one line."""
    found = problems(text)
    assert [number for number, _ in found] == [line], found
    assert sentence in found[0][1]


def test_all_mistakes_are_named_at_once_in_the_order_of_their_lines() -> None:
    """Nobody mends a file one error at a time."""
    text = PERSON + "    zone: Mars\n    role: boss\n" + TEAM + "    kind: squad\n" + SYNC + "    voice: loud\n"
    assert [line for line, _ in problems(text)] == [4, 5, 8, 15]
    with pytest.raises(CompanyFileError) as caught:
        read_company(text)
    assert caught.value.sentence.splitlines()[0].startswith("line 4: There is no time zone “Mars”.")


def test_a_wrong_value_is_quoted_short() -> None:
    """A whole page pasted in the wrong place does not fill the screen."""
    ((_, sentence),) = problems(PERSON + f"    role: {'x' * 5000}\n")
    assert len(sentence) < 150
