"""Every class of payload that once made a listener fail: each ends in a sentence, or in a line of the log."""

import json
from io import StringIO
from typing import Any

import pytest

from bot.playground.records import TEAM_ID, Json
from bot.slack.event_shapes import EVENTS
from bot.views import role, sync_form, sync_preview, sync_questions, sync_setup
from models import Answer, Draft, Person
from tests.factories.listening import Listening, Sending
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

SETUP = '{"ritual_id": null}'
OURS = {"type": "event_callback", "team_id": TEAM_ID, "event_id": "Ev1"}
MESSAGE = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "text": "hi", "ts": "1.0"}


def state(**fields: Json) -> Json:
    """A form in which these elements stand."""
    return {"values": {name.replace("__", ":"): {"value": element} for name, element in fields.items()}}


def typed(value: Any) -> Json:
    """A field in which somebody typed."""
    return {"type": "plain_text_input", "value": value}


def chosen(value: Any) -> Json:
    """A menu with one choice."""
    return {"type": "static_select", "selected_option": {"value": value}}


def several(*values: Any) -> Json:
    """A menu with several."""
    return {"type": "multi_static_select", "selected_options": [{"value": value} for value in values]}


def broken(logged: StringIO) -> list[str]:
    """What of the log tells of a listener that failed."""
    return [line for line in logged.getvalue().splitlines() if "listener failed" in line]


async def told(world: World, body: Json) -> str:
    """Hand over a payload; return all that is said about it."""
    before = world.slack.traffic.rows()[-1].n
    response = await world.deliver(body)
    await world.idle()
    return str([row.request for row in world.slack.traffic.rows(before) if row.ok]) + (response.body or "")


async def test_every_event_that_is_listened_to_has_a_shape(company: World) -> None:
    """Else nothing but its name would reach the listener."""
    assert sorted(set(Listening.of(company).events)) == sorted(EVENTS)


async def test_a_form_with_what_it_does_not_offer_is_refused(company: World, logged: StringIO) -> None:
    """Unknown days, teams, rhythms, weeks, voices, kinds; fields that are missing: a sentence says what to do."""
    mara = Sending(company, "mara")
    for form, metadata, values in (
        (sync_setup.FORM, SETUP, state(days=several("someday"))),
        (sync_setup.FORM, SETUP, state(teams__2=several("x"))),
        (sync_setup.FORM, SETUP, state(teams=several("9" * 19))),
        (sync_setup.FORM, SETUP, state(repeats=chosen("9"))),
        (sync_setup.FORM, SETUP, state(week=chosen("7"))),
        (sync_setup.FORM, SETUP, state(voice=chosen("nobody"))),
        (sync_setup.FORM, SETUP, state(answering=chosen("soon"))),
        (sync_questions.FORM, f"\n{SETUP}", state(text=typed("What?"), kind=chosen("essay"))),
        (sync_questions.FORM, f"\n{SETUP}", state(text=typed("What?"))),
        (role.FORM, "", state(person=typed("U1"))),
        (sync_form.ADD_FORM, '{"subject": 1}', state()),
    ):
        sent = mara.form(form, metadata, state=values, previous_view_id="V0")
        assert "copy what you typed" in await told(company, sent), (form, values)
    assert await stored(company, Draft) == []
    assert broken(logged) == []


async def test_a_press_where_no_such_button_is_gets_a_sentence(company: World, logged: StringIO) -> None:
    """Buttons of forms on a message, and a form that lies on nothing."""
    mara = Sending(company, "mara")
    for action in (sync_setup.MORE, sync_setup.ANEW, sync_setup.FIELD, sync_questions.ADD, sync_preview.TRY):
        assert "could not read" in await told(company, mara.on_message(action, "1"))
    for form in (sync_questions.FORM, sync_preview.FORM):
        metadata = '{"ritual_id": null, "revision": 0, "seen": ""}'
        sent = mara.form(form, f"\n{metadata}" if form == sync_questions.FORM else metadata, root_view_id=None)
        assert "could not read" in await told(company, sent)
    assert "not known any more" in await told(
        company, mara.on_view(sync_questions.CHANGE, "juggle:moved", private_metadata=SETUP)
    )
    assert broken(logged) == []


@pytest.mark.parametrize("spoilt", [{"zone": chosen("Mars/Base")}, {"name": typed("Z" * 40_001)}], ids=["zone", "name"])
async def test_what_no_form_can_begin_with_is_not_kept_as_a_draft(company: World, spoilt: Json) -> None:
    """Else nobody could open the form again to mend it."""
    mara = Sending(company, "mara")
    await told(company, mara.form(sync_setup.FORM, SETUP, kind="view_closed", state=state(**spoilt)))
    assert await stored(company, Draft) == []


@pytest.mark.parametrize(
    "event",
    [
        MESSAGE | {"ts": None},
        MESSAGE | {"ts": "9" * 5000 + ".1"},
        MESSAGE | {"text": ["hi"]},
        MESSAGE | {"user": "U" + "0" * 10_000},
        {"type": "user_change", "user": "U1"},
        {"type": "user_change", "user": {"id": None}},
        {"type": "user_change", "user": {"id": "U0LM00NEW1", "real_name": {"a": 1}}},
        {"type": "team_join", "user": {"id": "U0LM00NEW1", "profile": "x"}},
        {"type": "team_join", "user": {"id": "U0LM00NEW1", "real_name": "Z" * 10_000}},
        {"type": "channel_rename", "channel": "C1"},
        {"type": "channel_rename", "channel": {"id": "C1"}},
        {"type": "member_joined_channel", "user": "U1", "channel": {"id": "C1"}},
    ],
)
async def test_an_event_of_another_shape_is_refused_in_the_log(company: World, logged: StringIO, event: Json) -> None:
    """Its fields are named, nobody is stored by it, and Slack is not asked for it again."""
    before = await stored(company, Person)
    assert (await company.deliver(OURS | {"event": event})).status == 200
    lines = [json.loads(line) for line in logged.getvalue().splitlines() if "could not be read" in line]
    assert [line["where"].split(".")[0] for line in lines] == ["event"]
    assert len(await stored(company, Person)) == len(before)
    assert broken(logged) == []


async def test_ids_beyond_what_a_database_counts_are_not_found(company: World, logged: StringIO) -> None:
    """In buttons and in what forms carry."""
    mara = Sending(company, "mara")
    for number in ("9" * 9, str(2**31 - 1), str(2**31), "9" * 18, str(2**63), "9" * 40):
        assert "othing was changed" in await told(company, mara.on_message("sync_pause", number))
        sent = mara.form(sync_form.ANSWER_FORM, f'{{"subject": {number}}}', state=state(q__moved=typed("Cards")))
        assert "push" in await told(company, sent)
    assert broken(logged) == []


async def test_a_response_url_that_is_none_leads_to_a_notice(company: World, logged: StringIO) -> None:
    """Nothing is sent to it."""
    for url in ("http://[", "file:///etc/passwd", "hooks.slack.com/x", 7):
        pressed = Sending(company, "mara").on_message("sync_list", "") | {"response_url": url}
        assert "could not read" in await told(company, pressed)
    assert broken(logged) == []


async def test_a_request_of_another_workspace_is_refused(company: World, logged: StringIO) -> None:
    """Whatever names it: nothing is said, and it is no fault of ours."""
    for theirs in ({"team": {"id": "T0THEIRS01"}}, {"team": None, "user": {"id": "U1", "team_id": "T0THEIRS01"}}):
        said = await told(company, Sending(company, "mara").on_message("sync_list", "") | theirs)
        assert said == "[]"
    assert "nobody could be told" in logged.getvalue()
    assert broken(logged) == []


async def test_what_no_database_bears_is_taken_out_of_an_update(company: World, logged: StringIO) -> None:
    """NUL and lone surrogates, in a form, a command and a message; the rest of the words is kept."""
    ana = company.persona("ana")
    await ana.click("Answer")
    words = {"What moved?": "Key\x00s for \ud800staging 🗝", "What's next?": "Refunds"}
    assert await ana.submit(words) == {}
    (answer,) = await stored(company, Answer)
    assert answer.values["moved"] == "Keys for staging 🗝"
    assert await company.persona("wei").command("/pmo sync \x00\udfff")
    assert await company.persona("mara").say("Any \x00news\ud800?")
    await company.idle()
    assert broken(logged) == []


async def test_a_command_that_cannot_be_answered_where_it_was_typed(company: World, logged: StringIO) -> None:
    """Without an address the answer's place is a message; without a trigger it is no command of Slack's."""
    wei = company.persona("wei")
    typed_there = {"command": "/pmo", "text": "sync", "team_id": TEAM_ID, "user_id": wei.id, "channel_id": "C0LM000001"}
    assert "could not read" in await told(company, typed_there)
    trigger = company.slack.lent.trigger(wei.id)
    assert "did not take Drumbeat" in await told(company, typed_there | {"trigger_id": trigger})
    assert broken(logged) == []
