"""The forms of setting up a sync stay within Slack's limits, whatever the company is like."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest

from bot.domain.channel import ChannelFacts
from bot.domain.ritual_list import Doing, ListFacts, RitualDone
from bot.domain.ritual_setup import RULE, SetupFacts
from bot.domain.speaker import Voice
from bot.domain.sync_budget import Load
from bot.domain.sync_list import SyncRow
from bot.domain.sync_planned import PlannedAsk, PlannedAway, PlannedRound
from bot.domain.sync_preview import PreviewFacts
from bot.domain.sync_setup import SyncChoices
from bot.render import Words
from bot.views import ritual_setup, sync_list, sync_preview, sync_setup

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = Words()
CHOICES = SyncChoices("Weekly <sync> & more", "UMARA", channel_id="C1", team_ids=(1, 150))
CHANNEL = ChannelFacts("C1", "#sync")


def setup_facts(**changes: object) -> SetupFacts:
    """The form of a company with 150 teams."""
    teams = MappingProxyType({number: f"Team {number}" for number in range(1, 151)})
    return replace(SetupFacts(CHOICES, teams, ("Europe/Lisbon", "Asia/Singapore"), "Europe/Lisbon", NOW), **changes)


def blocks_of(view: object) -> dict[str, dict]:
    """The blocks of a view by id."""
    return {block["block_id"]: block for block in view["blocks"]}


def test_more_teams_than_one_list_takes_come_in_groups():
    """None that is chosen gets lost, and every team can be found."""
    field = blocks_of(sync_setup.form(WORDS, setup_facts(), ritual_setup.Ticket()))["teams"]
    assert [one["value"] for one in field["element"]["initial_options"]] == ["1", "150"]
    assert [len(one["options"]) for one in field["element"]["option_groups"]] == [100, 50]
    assert [one["label"]["text"] for one in field["element"]["option_groups"]] == [
        "Team 1 – Team 100",
        "Team 101 – Team 150",
    ]
    assert "options" not in field["element"]


def test_a_rule_without_fields_can_be_kept():
    """It stands among the rhythms as it is, and is chosen."""
    facts = setup_facts(choices=replace(CHOICES, repeats=RULE, rule="FREQ=MONTHLY;BYMONTHDAY=15"))
    repeats = blocks_of(sync_setup.form(WORDS, facts, ritual_setup.Ticket(more=True)))["repeats"]["element"]
    assert repeats["initial_option"]["text"]["text"] == "As it is: FREQ=MONTHLY;BYMONTHDAY=15"


def test_only_who_may_choose_sees_the_owner_and_the_teams():
    """A lead owns what they set up; where there is no team yet there is no empty menu."""
    blocks = blocks_of(sync_setup.form(WORDS, setup_facts(all_teams=False, teams={}), ritual_setup.Ticket(more=True)))
    assert "owner" not in blocks
    assert "teams" not in blocks


def test_what_was_typed_is_read_back_and_the_rest_stays():
    """Fields that are not out keep what they had."""
    state = {
        "name": {"f": {"type": "plain_text_input", "value": None}},
        "days": {"f": {"type": "multi_static_select", "selected_options": [{"value": "fri"}, {"value": "mon"}]}},
        "channel": {"f": {"type": "conversations_select", "selected_conversation": None}},
        "voice": {"f": {"type": "radio_buttons", "selected_option": None}},
        "zone": {"f": {"type": "static_select", "selected_option": {"value": "own"}}},
        "owner": {"f": {"type": "users_select", "selected_user": "UBEN"}},
        "people": {"f": {"type": "multi_users_select", "selected_users": ["U2", "U1"]}},
    }
    before = replace(CHOICES, zone="Asia/Singapore", voice=Voice.EVERYONE)
    read = sync_setup.choices_in({"state": {"values": state}}, before)
    assert read == replace(before, name="", days=(0, 4), channel_id="", zone="", owner="UBEN", people=("U1", "U2"))


def test_a_sentence_of_a_hidden_field_stands_under_the_first_one():
    """Slack takes errors of fields that are there only."""
    view = {"blocks": [{"type": "section", "block_id": "x"}, {"type": "input", "block_id": "name"}]}
    assert ritual_setup.errors_for(view, {"name": "One.", "owner": "Two."}) == {"name": "One. Two."}


def test_times_are_said_as_people_say_them():
    """Hours, minutes, or both."""
    said = [sync_setup.duration(minutes) for minutes in (15, 60, 90, 240)]
    assert said == ["15 minutes", "1 hour", "1 hour 30 minutes", "4 hours"]


def preview_facts(people: int) -> PreviewFacts:
    """Four rounds of a sync in which everyone answers, in a private channel."""
    asks = tuple(PlannedAsk(f"Person {number}", "", f"U{number}", "Asia/Singapore", NOW) for number in range(people))
    short = tuple((f"Person {number}", 15 * number) for number in range(people))
    rounds = tuple(
        PlannedRound(
            date(2026, 3, 3) + timedelta(weeks=week),
            NOW,
            NOW + timedelta(hours=13),
            asks,
            absent=("Sales",),
            short=short,
        )
        for week in range(4)
    )
    choices = replace(CHOICES, voice=Voice.EVERYONE)
    hidden = ChannelFacts("C1", "", can_post=False)
    return PreviewFacts(
        choices=choices,
        rhythm="Every day",
        channel=hidden,
        rounds=rounds,
        asked=people,
        load=Load(7),
        owner="Mara",
        own=False,
        zone="UTC",
        now=NOW,
    )


def test_a_preview_of_two_thousand_people_fits():
    """Names are counted where there are too many; what people wrote is escaped, a hidden channel is mentioned."""
    view = sync_preview.preview(WORDS, preview_facts(2000))
    text = str(view["blocks"])
    assert "Person 0, Person 1, Person 10, Person 100, Person 1000, Person 1001, Person 1002 and 1993 more" in text
    assert "*Weekly &lt;sync&gt; &amp; more*" in text
    assert "<#C1>" in text
    assert "Tue 3 Mar*, open until Mon 22:00 your time" in text


def test_a_preview_of_nobody_says_so():
    """A day on which nobody works is shown as such."""
    facts = preview_facts(0)
    assert "Nobody works that day" in str(sync_preview.preview(WORDS, facts)["blocks"])


def test_a_preview_names_who_is_away_by_reason_and_only_counts_whom_its_reader_may_not_know():
    """Those with the same reason share a line; whoever is in two squads is away once."""
    facts = preview_facts(1)
    away = (
        PlannedAway("Rui <Matos>", "Payments", "Assumption Day (Portugal)"),
        PlannedAway("Ana", "Growth", "Assumption Day (Portugal)"),
        PlannedAway("Ana", "Growth", "Assumption Day (Portugal)"),
        PlannedAway("Ben", "", "away until 14 Aug"),
        PlannedAway("", "Mobile"),
    )
    shown = str(sync_preview.preview(WORDS, replace(facts, rounds=(replace(facts.rounds[0], away=away),)))["blocks"])
    assert "• Not asked: Rui &lt;Matos&gt; (Payments) and Ana (Growth), Assumption Day (Portugal)" in shown
    assert "• Not asked: Ben, away until 14 Aug" in shown
    assert "• Away: 1 person" in shown


@pytest.mark.parametrize(
    ("zone", "reader", "said"),
    [
        ("Asia/Singapore", "Europe/Berlin", "17:00 in Singapore (09:00 UTC, 10:00 for you)"),
        ("Asia/Singapore", "Asia/Singapore", "17:00 in Singapore (09:00 UTC)"),
        ("Asia/Singapore", "Europe/Lisbon", "17:00 in Singapore (09:00 UTC and for you)"),
        ("Europe/Lisbon", "Europe/Berlin", "09:00 in Lisbon (UTC, 10:00 for you)"),
        ("Europe/Lisbon", "Europe/Lisbon", "09:00 in Lisbon (UTC)"),
        ("Pacific/Auckland", "America/Los_Angeles", "22:00 in Auckland (09:00 UTC, 01:00 for you)"),
    ],
)
def test_a_preview_shows_local_time_utc_and_the_readers_own(zone: str, reader: str, said: str):
    """What is the same is not said twice."""
    facts = preview_facts(1)
    ask = PlannedAsk("Wei", "", "U1", zone, NOW)
    facts = replace(facts, zone=reader, rounds=(replace(facts.rounds[0], asks=(ask,)),))
    assert said in str(sync_preview.preview(WORDS, facts)["blocks"])


def row(number: int, **changes: object) -> SyncRow:
    """A sync in a list."""
    shown = SyncRow(
        ritual_id=number,
        name=f"Sync {number}",
        state="active",
        rhythm="Every Tuesday",
        channel=CHANNEL,
        owner="Mara",
        teams=("A", "B"),
        people=0,
        everyone=False,
        next_on=NOW.date(),
        next_at=NOW,
        closes_at=None,
        mine=True,
    )
    return replace(shown, **changes)


def test_a_long_list_of_syncs_is_paged():
    """Fifty blocks are Slack's limit; *Show more* goes on."""
    facts = ListFacts(tuple(row(number) for number in range(40)), "UTC", NOW, can_set_up=True)
    pages = [sync_list.sync_list(WORDS, replace(facts, first=first)) for first in (0, 15, 30)]
    assert all(len(page.blocks) <= 50 for page in pages)
    last = [[one["text"]["text"] for one in page.blocks[-1]["elements"]] for page in pages]
    for label, offered in zip(("Show 15 more", "Show 10 more", "New sync"), last, strict=True):
        assert label in offered


def test_each_row_says_what_there_is_to_know():
    """Paused, open, archived, everyone, nothing to come."""
    rows = (
        row(1, state="paused", next_at=None),
        row(2, closes_at=NOW),
        row(3, channel=replace(CHANNEL, archived=True, can_post=False)),
        row(4, everyone=True, people=2, next_at=None),
    )
    text = str(sync_list.sync_list(WORDS, ListFacts(rows, "UTC", NOW, can_set_up=False)).blocks)
    expected = "(paused, nobody is asked)", "Open now, until", "#sync is archived", "2 people by name"
    for words in (*expected, "Nothing is planned"):
        assert words in text
    assert text.count("Next: Mon 2 Mar, 09:00 your time.") == text.count("Next:") == 2


def test_the_next_time_names_its_day_once():
    """Again only where it is another day for the reader, who may live far from whom it begins with."""
    at = NOW + timedelta(days=14)
    one = row(1, next_at=at, next_on=at.date(), next_until=at + timedelta(hours=18))
    for zone, said in (("UTC", "from 09:00 to Tue 03:00"), ("Pacific/Honolulu", "from Sun 23:00 to 17:00")):
        text = sync_list.sync_list(WORDS, ListFacts((one,), zone, NOW, can_set_up=False)).blocks[0]["text"]["text"]
        assert f"Next: Mon 16 Mar, {said} your time." in text
    facts = preview_facts(1)
    for zone, said in (("UTC", "Mon 22:00"), ("Asia/Singapore", "06:00")):
        assert f"Tue 3 Mar*, open until {said} your time" in str(
            sync_preview.preview(WORDS, replace(facts, zone=zone))["blocks"]
        )


def test_what_was_done_is_said_on_any_surface():
    """In the list, and in a form of its own where there is no list to replace."""
    for doing in set(Doing) - {Doing.RUN_LIVE}:
        done = RitualDone(doing, "Weekly <sync>", NOW, "UTC", NOW)
        facts = ListFacts((), "UTC", NOW, can_set_up=True, done=done)
        for again in (facts, replace(facts, done=replace(done, again=True, at=NOW))):
            assert "*Weekly &lt;sync&gt;*" in sync_list.sync_list(WORDS, again).text
            assert "*Weekly &lt;sync&gt;*" in str(sync_list.done_view(WORDS, again)["blocks"])
