"""Lumen, the company of the playground."""

from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from bot.playground.company import load_company
from bot.playground.records import BOT_USER_ID
from bot.playground.workspace import Workspace


def lumen() -> Workspace:
    return Workspace(load_company(), clock=SystemClock())


def test_about_twenty_people_in_five_teams_and_four_zones() -> None:
    """The company is as the README promises."""
    company = load_company()
    assert len(company["people"]) == 20
    assert [team["name"] for team in company["teams"]] == ["Payments", "Growth", "Platform", "Mobile", "Sales"]
    zones = {person["zone"] for person in company["people"]}
    assert zones == {"Asia/Singapore", "Europe/Lisbon", "Europe/Berlin", "America/Los_Angeles"}
    assert all(ZoneInfo(zone) for zone in zones)


def test_every_address_in_the_file_is_somebodys() -> None:
    """Leads, squads, members and owners are people of the company; e-mails are unique."""
    company = load_company()
    emails = [person["email"] for person in company["people"]]
    assert len(set(emails)) == len(emails)
    named = {sync["owner"] for sync in company["syncs"]}
    for team in company["teams"]:
        named |= {team["lead"], *team.get("squad", []), *team["members"], *team.get("embedded", [])}
    assert named <= set(emails)
    homes = [email for team in company["teams"] for email in team["members"]]
    assert len(set(homes)) == len(homes)


def test_the_weekly_sync_is_on_tuesday_at_ten_with_one_voice_per_team() -> None:
    """The first ritual of a newcomer."""
    (sync,) = load_company()["syncs"]
    assert (sync["days"], sync["time"], sync["channel"], sync["voice"]) == (["tue"], "10:00", "#sync", "team")
    assert len(sync["teams"]) == 5


def test_the_bot_is_everywhere_but_in_leadership() -> None:
    """One channel is left to invite it to."""
    workspace = lumen()
    channels = [channel for channel in workspace.state.channels.values() if channel.kind == "channel"]
    without = [channel.name for channel in channels if BOT_USER_ID not in channel.members]
    assert without == ["leadership"]
    assert {channel.name for channel in channels} == {
        "general", "sync", "payments", "growth", "platform", "mobile", "sales", "leadership",
    }  # fmt: skip


def test_everybody_can_be_called_by_their_first_name() -> None:
    """Journeys and mentions use first names: they must be unambiguous. Mara is the admin."""
    workspace = lumen()
    for person in workspace.state.humans():
        first = person.real_name.split()[0].lower()
        if first != "hui":
            assert workspace.person(first) is person
    assert workspace.person("huimin").real_name == "Hui Min Lee"
    assert [person.real_name for person in workspace.state.humans() if person.is_admin] == ["Mara Lindqvist"]


def test_no_two_people_share_an_id_with_whoever_joins_later() -> None:
    """New ids lie beyond those of the founding people and channels."""
    workspace = lumen()
    taken = {*workspace.state.people, *workspace.state.channels}
    assert not taken & {workspace.next_id(prefix) for prefix in ("U", "C", "D")}
