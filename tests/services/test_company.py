"""Bringing a workspace to a company file: planned first, applied in one go, without effect the second time."""

from datetime import UTC, date, datetime, time

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.services.company_file import read_company
from bot.services.company_yaml import CompanyFileError
from models import AuditEntry, Away, Channel, Membership, Person, Ritual, RitualTeam, Team, Timer
from tests.factories import company, people
from tests.factories.company import COMPANY, NOW, Scene


@pytest.fixture
async def scene(database: Database) -> Scene:
    """Five people and four channels; nothing set up."""
    return await company.scene(database)


async def test_the_first_time_everything_is_made(scene: Scene) -> None:
    """People get what is said of them, teams their members, the sync its audience, owner and next round."""
    await scene.apply(COMPANY)
    wei = await scene.person("Wei")
    assert (wei.zone, wei.zone_fixed, wei.country) == ("Asia/Singapore", True, "SG")
    assert (wei.working_days, wei.works_from, wei.works_until) == ([0, 1, 2, 3], time(8), time(16))
    assert [(one.first, one.last) for one in await scene.all(Away)] == [(date(2026, 3, 23), date(2026, 3, 27))]
    payments, platform = await scene.all(Team)
    assert (payments.kind, payments.value_stream, payments.channel_id) == ("product", "Acquisition", "CPAYMENTS")
    assert (platform.kind, platform.channel_id) == ("platform", "")
    names = {person.id: person.name.split()[0] for person in await scene.all(Person)}
    members = [
        (names[one.person_id], one.is_home, one.is_lead, one.in_squad)
        for one in await scene.all(Membership)
        if one.team_id == payments.id
    ]
    assert members == [("Ana", True, True, True), ("Ben", True, False, True), ("Wei", False, False, False)]
    (sync,) = await scene.all(Ritual)
    assert (names[sync.owner_id], sync.channel_id, sync.state) == ("Mara", "CSYNC", "active")
    assert len(await scene.all(RitualTeam)) == 2
    (timer,) = await scene.all(Timer)
    assert (timer.kind, timer.due_at, timer.state) == ("sync.open", datetime(2026, 3, 3, 2, tzinfo=UTC), "pending")
    assert sync.next_opens_at == timer.due_at


async def test_the_changes_are_told_a_line_each_in_words(scene: Scene) -> None:
    """Names instead of ids, before and after."""
    assert await scene.plan(COMPANY) == [
        "change Ana Sousa (ana@lumen.example): area – → product; role member → lead",
        "change Mara Lindqvist (mara@lumen.example): role member → pmo",
        (
            "change Wei Tan (wei@lumen.example): zone Europe/Lisbon → Asia/Singapore; country – → SG; "
            "working days mon, tue, wed, thu and fri → mon, tue, wed and thu; works from 09:00 → 08:00; "
            "works until 17:00 → 16:00; away 2026-03-23 to 2026-03-27"
        ),
        "add team Payments: product, 3 people",
        "add team Platform: platform, 1 person",
        "add sync Weekly sync: Every Tuesday at 10:00, in each person's own time, summary to #sync",
    ]


async def test_a_plan_changes_nothing_and_says_what_applying_then_does(scene: Scene) -> None:
    """The plan is the same code, rolled back."""
    before = await scene.everything()
    planned = await scene.plan(COMPANY)
    assert await scene.everything() == before
    assert await scene.apply(COMPANY) == planned


async def test_a_second_time_has_no_effect(scene: Scene) -> None:
    """No change, no row touched, no second line in the audit."""
    await scene.apply(COMPANY)
    before = await scene.everything()
    scene.clock.move_to(NOW.replace(hour=20))
    assert await scene.apply(COMPANY) == []
    assert await scene.everything() == before
    assert [entry.action for entry in await scene.all(AuditEntry)] == ["company_applied"]


async def test_what_the_file_changes_is_changed_and_nothing_else(scene: Scene) -> None:
    """Each kind of change is made and told."""
    await scene.apply(COMPANY)
    text = (
        COMPANY.replace("zone: Asia/Singapore", "zone: Asia/Tokyo")
        .replace("2026-03-23, to: 2026-03-27", "2026-04-06, to: 2026-04-10")
        .replace(
            "kind: platform\n    members: [wei@lumen.example]", "kind: function\n    members: [priya@lumen.example]"
        )
        .replace("squad: [ana@lumen.example, ben@lumen.example]", "squad: [ana@lumen.example]")
        .replace('"10:00"\n    channel: "#sync"\n    teams: [Payments, Platform]', '"11:30"\n    channel: "#platform"')
        + "    teams: [Payments]\n    answering: 90min\n    reminder: false\n    owner: ana@lumen.example\n"
        + "    questions: [{key: moved, kind: long_text, text: What moved?}]\n    paused: true\n"
    )
    assert await scene.apply(text) == [
        (
            "change Wei Tan (wei@lumen.example): zone Asia/Singapore → Asia/Tokyo; away 2026-04-06 to 2026-04-10; "
            "no longer away 2026-03-23 to 2026-03-27"
        ),
        "change team Payments: Ben Carter has a new place",
        "change team Platform: kind platform → function; Priya Nair joins; Wei Tan leaves",
        (
            "change sync Weekly sync: time 10:00 → 11:30; channel #sync → #platform; state active → paused; "
            "owner Mara Lindqvist → Ana Sousa; answering time 4h → 1.5h; reminder on → off; "
            "questions 8 questions → 1 question; teams 2 → 1"
        ),
    ]
    (sync,) = await scene.all(Ritual)
    assert (sync.state, sync.next_on, sync.revision) == ("paused", None, 2)
    assert await scene.all(Timer) == []
    assert await scene.apply(text) == []


async def test_what_a_team_does_not_say_stays_and_so_does_who_is_deactivated(scene: Scene) -> None:
    """A value stream that is left out is kept; somebody deactivated cannot stand in a file, and keeps their place."""
    await scene.apply(COMPANY)
    await scene.change(Person, Person.name == "Ben Carter", deactivated=True)
    short = "teams:\n  - name: Payments\n    lead: ana@lumen.example\n    squad: [ana@lumen.example]\n"
    short += "    members: [ana@lumen.example]\n    embedded: [wei@lumen.example]\n"
    before = await scene.everything()
    assert await scene.apply(short) == []
    assert await scene.everything() == before


async def test_who_is_not_named_stays_as_they_are(scene: Scene) -> None:
    """People, teams, syncs and roles outside the file are never touched or removed."""
    await scene.apply(COMPANY)
    await scene.change(Person, Person.name == "Ben Carter", area="growth", role="lead", zone="America/Los_Angeles")
    before = await scene.everything()
    assert await scene.apply("people:\n  - email: ana@lumen.example\n    area: product\n") == []
    assert await scene.everything() == before


async def test_what_a_person_does_not_say_stays(scene: Scene) -> None:
    """A row with a role alone leaves zone, hours and away dates alone; an empty list of away dates clears them."""
    await scene.apply(COMPANY)
    row = "people:\n  - email: wei@lumen.example\n    role: lead\n"
    assert await scene.apply(row) == ["change Wei Tan (wei@lumen.example): role member → lead"]
    assert len(await scene.all(Away)) == 1
    assert await scene.apply(row + "    away: []\n") == [
        "change Wei Tan (wei@lumen.example): no longer away 2026-03-23 to 2026-03-27"
    ]


async def test_a_zone_in_the_file_holds_against_slacks(scene: Scene) -> None:
    """The zone is the one that Slack says already: from now on it stays all the same."""
    text = "people:\n  - {email: ana@lumen.example, zone: Europe/Lisbon}\n"
    assert await scene.apply(text) == ["change Ana Sousa (ana@lumen.example): zone kept from the file"]
    assert (await scene.person("Ana")).zone_fixed is True
    assert await scene.apply(text) == []


async def test_a_teams_or_zones_change_moves_the_next_round_of_syncs_that_stay(scene: Scene) -> None:
    """Somebody further east joins: the sync opens when it is ten there, though nothing in it was changed."""
    await scene.apply(COMPANY)
    changes = await scene.apply("people:\n  - {email: wei@lumen.example, zone: Pacific/Auckland}\n")
    assert len(changes) == 1
    (timer,) = await scene.all(Timer)
    assert timer.due_at == datetime(2026, 3, 2, 21, tzinfo=UTC)


async def test_a_round_that_is_due_already_is_left_to_the_running_bot(scene: Scene) -> None:
    """A file applied while Drumbeat is down does not make it forget the round that it is late with."""
    await scene.apply(COMPANY)
    scene.clock.move_to(datetime(2026, 3, 3, 9, tzinfo=UTC))
    await scene.apply("people:\n  - {email: ana@lumen.example, area: sales}\n")
    (timer,) = await scene.all(Timer)
    assert timer.due_at == datetime(2026, 3, 3, 2, tzinfo=UTC)


async def test_team_and_sync_are_found_whatever_the_case_of_their_names(scene: Scene) -> None:
    """Payments and PAYMENTS are one team, not two."""
    await scene.apply(COMPANY)
    changed = COMPANY.replace("name: Payments", "name: PAYMENTS").replace("Weekly sync", "WEEKLY SYNC")
    assert await scene.apply(changed) == []
    assert len(await scene.all(Team)) == 2


async def test_a_deleted_sync_does_not_stand_in_the_way_of_a_new_one(scene: Scene) -> None:
    """Its name is free again."""
    await scene.apply(COMPANY)
    await scene.change(Ritual, sa.true(), state="deleted")
    assert await scene.apply(COMPANY) == [
        "add sync Weekly sync: Every Tuesday at 10:00, in each person's own time, summary to #sync"
    ]


@pytest.mark.parametrize(
    ("before", "after", "line", "sentence"),
    [
        (
            "ana@lumen.example, area",
            "anna@lumen.example, area",
            3,
            "nobody in this Slack workspace has the e-mail anna@",
        ),
        ("squad: [ana@lumen.example, ben@", "squad: [ana@lumen.example, bem@", 12, "has the e-mail bem@lumen.example"),
        ('"#payments"', '"#paiments"', 12, "Drumbeat sees no channel #paiments. Create it, or invite Drumbeat"),
        ('"#sync"', '"#old"', 23, "#old is archived"),
        ("teams: [Payments, Platform]", "teams: [Payments, Plattform]", 23, "there is no team “Plattform”"),
        ("teams: [Payments, Platform]", "teams: [Payments]\n    owner: x@y.example", 23, "has the e-mail x@y.example"),
    ],
)
async def test_names_that_stand_for_nothing_are_told_with_their_line(
    scene: Scene, before: str, after: str, line: int, sentence: str
) -> None:
    """People, channels and teams that the workspace does not have end it before anything is changed."""
    assert before in COMPANY
    found = await scene.refused(COMPANY.replace(before, after))
    assert [number for number, _ in found] == [line], found
    assert sentence in found[0][1]


async def test_every_unknown_name_is_told_at_once(scene: Scene) -> None:
    """A file for another workspace is not mended one name at a time."""
    text = COMPANY.replace("ben@lumen.example", "bea@lumen.example").replace('"#sync"', '"#sink"')
    assert [line for line, _ in await scene.refused(text)] == [12, 23]


async def test_bots_and_people_who_left_are_not_known(scene: Scene) -> None:
    """A deactivated account cannot be given a role or a place in a team."""
    await scene.change(Person, Person.name == "Ana Sousa", deactivated=True)
    await scene.change(Person, Person.name == "Ben Carter", is_bot=True)
    text = "people:\n  - email: ana@lumen.example\n  - email: ben@lumen.example\n"
    assert [line for line, _ in await scene.refused(text)] == [2, 3]


async def test_a_sync_without_anybody_to_own_it_asks_for_an_owner(scene: Scene) -> None:
    """Without a PMO or admin the file must say whose it is."""
    await scene.change(Person, sa.true(), is_admin=False)
    text = COMPANY.replace("role: pmo", "role: member")
    assert await scene.refused(text) == [(23, "Weekly sync needs an owner. Please add “owner: somebody@…”.")]


async def test_a_team_that_loses_its_lead_is_said_to(scene: Scene) -> None:
    """Who leads stands nowhere else in the list of changes."""
    await scene.apply("teams:\n  - name: Payments\n    lead: ana@lumen.example\n    members: [ana@lumen.example]\n")
    changes = await scene.apply("teams:\n  - name: Payments\n    members: [wei@lumen.example]\n")
    assert changes == ["change team Payments: Wei Tan joins; Ana Sousa leaves; it has no lead any more"]


async def test_a_channel_that_was_archived_later_does_not_stand_in_the_way(scene: Scene) -> None:
    """What stands in the file already stays; only choosing an archived channel anew is refused."""
    await scene.apply(COMPANY)
    await scene.change(Channel, Channel.name == "sync", is_archived=True)
    assert await scene.apply(COMPANY) == []


async def test_a_living_channel_is_meant_before_an_archived_one_of_the_same_name(scene: Scene) -> None:
    """Slack may keep both."""
    async with scene.database.transaction("T1") as session:
        session.add(Channel(slack_id="COLDER", name="sync", is_archived=True))
    await scene.apply(COMPANY)
    assert (await scene.all(Ritual))[0].channel_id == "CSYNC"


async def test_the_audit_says_what_a_file_changed(scene: Scene) -> None:
    """By whom is not known: by a file."""
    changes = await scene.apply(COMPANY)
    (entry,) = await scene.all(AuditEntry)
    assert (entry.actor, entry.action, entry.details) == ("file", "company_applied", {"changes": changes})


async def test_another_workspace_sees_and_loses_nothing(scene: Scene) -> None:
    """A file is applied to one workspace; people of another are nobody there."""
    async with scene.database.system_session() as session:
        await people.workspace(session, "T2")
    await scene.apply(COMPANY)
    before = await scene.everything()
    with pytest.raises(CompanyFileError):
        await scene.company.apply("T2", read_company(COMPANY))
    assert await scene.company.export("T2") == "company: Lumen\n"
    assert await scene.everything() == before


async def test_an_old_name_of_a_zone_is_the_same_zone(scene: Scene) -> None:
    """However the file writes it; only that it is kept from now on is new."""
    async with scene.database.transaction("T1") as session:
        await session.execute(sa.update(Person).where(Person.name.startswith("Wei")).values(zone="US/Pacific"))
    wei = (await scene.person("Wei")).email
    for name in ("US/Pacific", "America/Los_Angeles"):
        file = f"people:\n  - {{email: {wei}, zone: {name}}}\n"
        assert await scene.plan(file) == [f"change Wei Tan ({wei}): zone kept from the file"]
    await scene.apply(file)
    assert await scene.plan(file) == []


async def test_what_is_left_without_a_voice_is_said_before(scene: Scene) -> None:
    """A team of which nobody is left, and a sync in which nobody is; said once, in the plan and when it is applied."""
    await scene.apply(COMPANY)
    [team] = [line for line in await scene.plan("teams: [{name: Platform, members: []}]") if "nobody is left" in line]
    assert team.startswith("nobody is left to speak for Platform in Weekly sync: it counts as away, and is not asked")
    file = "teams: [{name: Platform, members: []}]"
    assert team in await scene.apply(file)
    assert await scene.plan(file) == []
    everyone = COMPANY.replace("voice: team", "voice: everyone")
    assert not [line for line in await scene.plan(everyone) if "nobody is left" in line]
