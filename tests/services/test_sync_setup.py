"""What saving a sync refuses, and what a second window, a lead or a forged form cannot do."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from bot.domain.ritual_setup import SavedFacts, digest
from bot.domain.speaker import Voice
from bot.domain.sync_preview import PreviewFacts
from bot.errors import NotAllowed, NotFound, Unfit, UserError
from models import Delivery, Person, Ritual, Round, Team, Workspace
from tests.factories import sync
from tests.factories.office import Office
from tests.factories.people import MONDAY


async def test_what_cannot_be_asked_or_posted_to_is_refused_at_its_field(office: Office):
    """An archived channel, a team that is gone or has nobody, an app or a guest where a person must be."""
    assert "#old is archived" in (await office.errors(channel_id="COLD"))["channel"]
    assert "not there any more" in (await office.errors(team_ids=(99,)))["teams"]
    async with office.database.reading("T1") as session:
        empty = await session.scalar(sa.select(Team.id).where(Team.name == "Empty"))
    assert "Nobody here can be asked" in (await office.errors(team_ids=(empty,)))["teams"]
    everyone = {"voice": Voice.EVERYONE, "people": ("ULEA",)}
    assert "a deactivated account" in (await office.errors(**everyone))["people"]
    assert "Please choose somebody who works here" in (await office.errors(owner="UGUS"))["owner"]


async def test_a_new_sync_starts_with_good_defaults(office: Office):
    """A free name, #sync, and all teams that have members."""
    facts = await office.setup.form("T1", "UMARA")
    assert (facts.choices.name, facts.choices.channel_id) == ("Weekly sync", "CSYNC")
    assert facts.choices.team_ids == tuple(sorted([office.payments, office.growth]))
    assert facts.zones == ("Europe/Lisbon", "Europe/Berlin")


async def test_inside_one_team_everybody_answers_in_its_own_channel(office: Office):
    """What a lead sets up for their team: named after it, one answer a person, the summary in the team's channel."""
    async with office.database.transaction("T1") as session:
        await sync.channel(session, "payments")
        (await session.get_one(Team, office.payments)).channel_id = "CPAYMENTS"
    choices = (await office.setup.form("T1", "UANA")).choices
    assert (choices.name, choices.voice, choices.channel_id) == ("Payments sync", Voice.EVERYONE, "CPAYMENTS")
    assert choices.team_ids == (office.payments,)


async def test_without_a_channel_called_sync_the_present_one_is_proposed(office: Office):
    """In a direct message there is none to propose, and the form says what is missing."""
    async with office.database.transaction("T1") as session:
        await sync.channel(session, "payments")
        await session.execute(sa.update(Ritual).values(name="x"))
        (await sync.channel(session)).name = "weekly"
    assert (await office.setup.form("T1", "UMARA", channel_id="CPAYMENTS")).choices.channel_id == "CPAYMENTS"
    facts = await office.setup.form("T1", "UMARA", channel_id="D1")
    assert facts.choices.channel_id == ""
    assert "Please choose the channel" in (await office.errors(channel_id=""))["channel"]


async def test_a_lead_cannot_reach_beyond_the_own_team(office: Office):
    """Not even with a form that names other teams and people."""
    async with office.database.transaction("T1") as session:
        await session.execute(sa.update(Person).where(Person.slack_id == "UANA").values(role="lead"))
    assert list((await office.setup.form("T1", "UANA")).teams) == [office.payments]
    forged = {"owner": "UANA", "team_ids": (office.payments, office.growth)}
    assert "for your own team" in (await office.errors("UANA", **forged))["teams"]
    forged = {"owner": "UANA", "voice": Voice.EVERYONE, "people": ("UBEN",)}
    assert "people of your own team" in (await office.errors("UANA", **forged))["people"]
    saved = await office.save(replace(office.choices, owner="UANA", name="Payments"), "UANA")
    with pytest.raises(NotAllowed, match="Mara Lindqvist can do it"):
        await office.setup.form("T1", "UGUS")
    other = await office.save(replace(office.choices, name="Growth", team_ids=(office.growth,)))
    with pytest.raises(NotAllowed, match="Changing Growth is for the PMO"):
        await office.setup.form("T1", "UANA", ritual_id=other.ritual_id)
    with pytest.raises(NotAllowed, match="Pausing Growth is for the PMO"):
        await office.manage.pause("T1", "UANA", other.ritual_id)
    rows = (await office.manage.facts("T1", "UANA")).rows
    assert {row.ritual_id: row.mine for row in rows} == {saved.ritual_id: True, other.ritual_id: False}


async def test_a_draft_changed_in_another_window_is_shown_again_before_it_is_saved(office: Office):
    """What is saved is what was seen."""
    seen = await office.setup.preview("T1", "UMARA", office.choices)
    await office.setup.keep("T1", "UMARA", replace(office.choices, time="9:00"))
    again = await office.setup.save("T1", "UMARA", seen=digest(seen.choices))
    assert isinstance(again, PreviewFacts)
    assert (again.redrawn, again.choices.time) == (True, "9:00")
    assert isinstance(await office.setup.save("T1", "UMARA", seen=digest(again.choices)), SavedFacts)


async def test_saving_without_a_draft_or_a_sync_says_so(office: Office):
    """A form of long ago, whose draft is gone."""
    with pytest.raises(NotFound, match="no draft to save"):
        await office.setup.save("T1", "UMARA", seen="")


async def test_an_edit_of_a_deleted_sync_is_refused(office: Office):
    """Its form, its preview and its buttons say that it is gone."""
    saved = await office.save(office.choices)
    await office.manage.delete("T1", "UMARA", saved.ritual_id)
    for attempt in (
        office.setup.form("T1", "UMARA", ritual_id=saved.ritual_id),
        office.setup.preview_of("T1", "UMARA", saved.ritual_id),
        office.manage.resume("T1", "UMARA", saved.ritual_id),
        office.manage.delete("T1", "UMARA", saved.ritual_id),
    ):
        with pytest.raises(NotFound, match="was deleted"):
            await attempt
    assert (await office.setup.form("T1", "UMARA")).choices.name == "Weekly sync"


async def test_an_edit_keeps_what_it_does_not_show(office: Office):
    """The rule's first day stays while the rhythm does, so that every other week stays the same week."""
    saved = await office.save(replace(office.choices, repeats="2"))
    async with office.database.transaction("T1") as session:
        (await session.get_one(Ritual, saved.ritual_id)).starts_on = date(2026, 2, 3)
    await office.save(replace(office.choices, repeats="2", time="9:00"), ritual_id=saved.ritual_id, revision=1)
    async with office.database.reading("T1") as session:
        ritual = await session.get_one(Ritual, saved.ritual_id)
    assert (ritual.starts_on, ritual.revision) == (date(2026, 2, 3), 2)


async def test_an_edit_of_an_older_version_is_refused_and_kept(office: Office):
    """The draft waits with the words of the second, and the form then names who changed it."""
    saved = await office.save(office.choices)
    await office.save(replace(office.choices, time="9:00"), ritual_id=saved.ritual_id, revision=1)
    with pytest.raises(UserError, match="Mara Lindqvist changed Weekly sync while you were editing it"):
        await office.setup.preview(
            "T1", "UMARA", replace(office.choices, time="8:00"), ritual_id=saved.ritual_id, revision=1
        )
    facts = await office.setup.form("T1", "UMARA", ritual_id=saved.ritual_id)
    assert (facts.choices.time, facts.changed_by, facts.revision) == ("8:00", "Mara Lindqvist", 2)


async def test_a_channel_that_drumbeat_cannot_post_to_gets_its_owner_a_message(office: Office):
    """Once a day however often it is saved; none where Drumbeat is a member."""
    async with office.database.transaction("T1") as session:
        await sync.channel(session, "secret", is_member=False)
    saved = await office.save(replace(office.choices, channel_id="CSECRET"))
    assert not saved.channel.can_post
    await office.save(replace(office.choices, channel_id="CSECRET", time="9:00"), ritual_id=saved.ritual_id, revision=1)
    await office.save(replace(office.choices, name="Other"))
    async with office.database.reading("T1") as session:
        (told,) = await session.scalars(sa.select(Delivery).where(Delivery.kind == "channel_invite"))
    assert (told.target, told.subject) == ("UMARA", {"channel": "CSECRET", "ritual": saved.ritual_id})


async def test_pausing_and_resuming_twice_does_it_once(office: Office):
    """The second press says how it is."""
    saved = await office.save(office.choices)
    assert [(await office.manage.pause("T1", "UMARA", saved.ritual_id)).again for _ in range(2)] == [False, True]
    assert [(await office.manage.resume("T1", "UMARA", saved.ritual_id)).again for _ in range(2)] == [False, True]


async def test_a_sync_is_found_by_name_and_nothing_is_guessed(office: Office):
    """The whole name wins over a part of one; several parts are asked back."""
    with pytest.raises(NotFound, match="There is no sync yet"):
        await office.manage.find("T1", "")
    first = await office.save(office.choices)
    second = await office.save(replace(office.choices, name="Weekly sync of Growth"))
    assert await office.manage.find("T1", "weekly SYNC") == first.ritual_id
    assert await office.manage.find("T1", "“growth”") == second.ritual_id
    with pytest.raises(UserError, match="Which sync do you mean: Weekly sync or Weekly sync of Growth"):
        await office.manage.find("T1", "weekly")
    with pytest.raises(NotFound, match="There is Weekly sync and Weekly sync of Growth"):
        await office.manage.find("T1", "zzz")


async def test_another_workspace_sees_and_changes_nothing(office: Office):
    """Its people cannot reach a sync by its number."""
    saved = await office.save(office.choices)
    async with office.database.system_session() as session:
        session.add(Workspace(id="T2", created_at=MONDAY))
        await session.flush()
        session.add(Person(workspace_id="T2", slack_id="UEVE", name="Eve", role="pmo"))
    for attempt in (
        office.setup.form("T2", "UEVE", ritual_id=saved.ritual_id),
        office.setup.preview_of("T2", "UEVE", saved.ritual_id),
        office.manage.delete("T2", "UEVE", saved.ritual_id),
        office.manage.run_now("T2", "UEVE", saved.ritual_id),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert (await office.manage.facts("T2", "UEVE")).rows == ()
    async with office.database.reading("T1") as session:
        assert (await session.get_one(Ritual, saved.ritual_id)).state == "active"
        assert list(await session.scalars(sa.select(Round))) == []


async def test_two_who_save_the_same_name_at_once_get_one_sync_and_a_sentence(office: Office, monkeypatch):
    """The database decides where both have looked before either has saved."""

    async def free(*_: object) -> set[str]:
        return set()

    await office.save(office.choices)
    monkeypatch.setattr("bot.services.ritual_choices.names_taken", free)
    with pytest.raises(Unfit, match="Somebody has just saved a sync with this name"):
        await office.save(office.choices)


@pytest.mark.parametrize(
    ("changes", "better"),
    [
        ({"days": (4,), "time": "15:00"}, "At 13:00"),
        ({"days": (4,), "time": "9:00", "answering_minutes": 960}, "On Thursday at 09:00"),
        ({"days": (0, 4), "time": "9:00", "answering_minutes": 960}, ""),
        ({"days": (4,), "time": "9:00", "answering_minutes": 2880}, ""),
        ({"days": (1,), "time": "9:00"}, ""),
    ],
)
async def test_a_better_time_is_proposed_where_there_is_one(office: Office, changes: dict, better: str):
    """An earlier hour first, then another day where the rhythm has only one; nothing where nothing helps."""
    facts = await office.setup.preview("T1", "UMARA", replace(office.choices, **changes))
    assert next((one.better for one in facts.rounds if one.short), "") == better


async def test_a_date_that_had_its_round_is_not_shown_as_coming(office: Office):
    """An edit on the day of a round begins with the next one."""
    saved = await office.save(office.choices)
    async with office.database.transaction("T1") as session:
        ritual = await session.get_one(Ritual, saved.ritual_id)
        await sync.round_of(session, ritual)
    facts = await office.setup.preview("T1", "UMARA", office.choices, ritual_id=saved.ritual_id, revision=1)
    assert facts.rounds[0].date == date(2026, 3, 10)
    assert facts.running == sync.CLOSES
