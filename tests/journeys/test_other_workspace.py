"""Nothing crosses from one workspace to another, whatever ids a button, a form or an event names."""

import json

import pytest

from bot.playground.records import Json
from bot.slack.gateway import SlackGroup, SlackPerson
from bot.views import (
    action,
    action_form,
    blocker,
    blocker_form,
    blocker_list,
    blocker_new,
    decision,
    decision_log,
    decision_review,
    home,
    menu,
    opt_out,
    retro_preview,
    retro_prompt,
    retro_setup,
    retro_why,
    sync_form,
    sync_list,
    sync_map,
    sync_preview,
    sync_prompt,
    sync_questions,
    sync_rollup,
    sync_setup,
    team,
    team_setup,
    words,
)
from tests.chaos.payload_forms import filled
from tests.factories.button_nouns import OF_A_RETRO, ON_A_BOARD, RETRO_FORM
from tests.factories.listening import Listening, Sending
from tests.factories.other_workspace import SECRET, TYPED_AT, Other, other_workspace
from tests.journeys.conftest import World

IN_SETUP = (sync_setup.MORE, sync_setup.ANEW, sync_setup.QUESTIONS, sync_setup.FIELD)
IN_TEAM_FORMS = (team_setup.FIELD, team_setup.AGAIN)
OF_BLOCKERS = (blocker.TAKE, blocker.MOVE, blocker.PASS, blocker.DONE, blocker.REOPEN, blocker_new.TAKE_BACK)
OF_ACTIONS = (
    action.ACCEPT,
    action.DONE,
    action.HELP,
    action.DROP,
    action.DATE,
    action.HAND,
    action.SMALLER,
    action.HELPING,
)
IN_QUESTIONS = (sync_questions.CHANGE, sync_questions.DEFAULT)


@pytest.fixture
async def other(company: World) -> Other:
    """Theirs is on the same database."""
    return await other_workspace(company)


def forged(other: Other, sending: Sending, listening: Listening) -> list[Json]:
    """Every button and form of ours with the ids of theirs."""
    named = {
        sync_prompt.MORE: f"sync_why:{other.turn}",
        sync_prompt.WHY: f"sync_why:{other.turn}",
        sync_prompt.ADD: str(other.prompt),
        words.USE: f"{other.turn}:{TYPED_AT}",
        words.CHOOSE: f"{other.turn}:{TYPED_AT}",
        words.SEARCH: TYPED_AT,
        sync_map.NEXT: f"{other.ritual}:0",
        sync_list.FILES: f"answers:{other.ritual}",
        home.RETRY: f"sync_rollup:{other.round}",
        decision.DECIDE: str(other.decision),
        decision_log.CHANGE: str(other.decision),
        decision_review.HOLDS: str(other.decision),
        decision_review.LATER: str(other.decision),
        sync_rollup.READ: str(other.round),
        **dict.fromkeys(OF_ACTIONS, str(other.action)),
        action.MORE: f"{action.HAND}:{other.action}",
        decision.MORE: f"{decision.HAND}:{other.decision}",
        **dict.fromkeys(OF_BLOCKERS, str(other.blocker)),
        blocker_list.NEXT: f"0:{other.team}",
        blocker_list.MORE: f"{blocker_list.SAME}:{other.blocker}",
        opt_out.ASK: f"{opt_out.ASK}:{other.turn}",
        **dict.fromkeys((opt_out.LEAVE, opt_out.KEEP, opt_out.BACK, opt_out.AGAIN), str(other.opt_out)),
        **dict.fromkeys(OF_A_RETRO, str(other.retro)),
        **dict.fromkeys(ON_A_BOARD, str(other.retro_round)),
        retro_prompt.SKIP: str(other.retro_part),
        retro_why.MORE: f"{retro_why.WHY}:{other.retro_part}",
        menu.TRY: "payments",
        menu.SEARCH: "payments",
        team.EDIT: str(other.team),
        team.ARCHIVE: str(other.team),
        team.RESTORE: str(other.team),
    }
    in_forms = (*IN_TEAM_FORMS, *IN_SETUP, *IN_QUESTIONS, *RETRO_FORM, sync_questions.ADD, sync_preview.TRY)
    asked = {sync_prompt.ANSWER, sync_prompt.EDIT, sync_prompt.AS_PLANNED, sync_prompt.SKIP}
    payloads = []
    for action_id in set(listening.actions) - set(in_forms):
        value = named.get(action_id) or str(other.turn if action_id in asked else other.ritual)
        payloads += [sending.on_message(action_id, value), sending.on_view(action_id, value, type="home")]
    setup = json.dumps({"ritual_id": other.ritual, "revision": 0, "channel": other.world.slack.channel("sync").id})
    preview = json.dumps({"ritual_id": other.ritual, "revision": 0, "seen": ""})
    payloads += [sending.on_view(one, "up:plan", private_metadata=setup) for one in (*IN_SETUP, *IN_QUESTIONS)]
    payloads += [
        sending.on_view(sync_preview.TRY, private_metadata=preview, callback_id=one)
        for one in (sync_preview.FORM, sync_preview.SEEN)
    ]
    payloads += [sending.form(one, setup) for one in (sync_setup.FORM, sync_questions.FORM)]
    payloads += [sending.form(sync_preview.FORM, preview), sending.form(sync_setup.FORM, setup, kind="view_closed")]
    setup = json.dumps({"ritual_id": other.retro, "revision": 0, "channel": ""})
    preview = json.dumps({"ritual_id": other.retro, "revision": 0, "seen": ""})
    payloads += [sending.on_view(one, private_metadata=setup) for one in RETRO_FORM]
    payloads += [sending.form(retro_setup.FORM, setup), sending.form(retro_preview.FORM, preview)]
    payloads.append(sending.form(retro_setup.FORM, setup, kind="view_closed"))
    theirs = json.dumps({"team_id": other.team, "seen": ""})
    fields = {
        **{one: {"value": {"type": "multi_users_select"}} for one in ("members", "others", "squad", "channels")},
        "tick:0:0": {"value": {"type": "checkboxes"}},
    }
    payloads += [
        sending.form(team.FORM, theirs, state={"values": fields}),
        sending.form(team_setup.FORM, "{}", state={"values": fields}),
        *(
            sending.on_view(one, private_metadata="{}", callback_id=team_setup.FORM, state={"values": fields})
            for one in IN_TEAM_FORMS
        ),
    ]
    typed = {one: {"value": {"type": "plain_text_input", "value": "Ours."}} for one in ("q:moved", "text")}
    for form, subject in ((sync_form.ANSWER_FORM, other.turn), (sync_form.ADD_FORM, other.prompt)):
        for origin in ("prompt", "home", "words"):
            ticket = json.dumps({"subject": subject, "origin": origin, "draft": TYPED_AT})
            payloads.append(sending.form(form, ticket, state={"values": typed}))
    ticket = json.dumps({"action": other.action, "revision": 1})
    for form in (
        action_form.HAND_FORM,
        action_form.DATE_FORM,
        action_form.SMALLER_FORM,
        action_form.DONE_FORM,
        action_form.HELP_FORM,
        action_form.DROP_FORM,
    ):
        payloads.append(sending.form(form, ticket, state={"values": filled(form, "Ours.")}))
    ticket = json.dumps({"decision": other.decision, "revision": 1})
    for form in (
        decision.DECIDE_FORM,
        decision.HAND_FORM,
        decision.DATE_FORM,
        decision.DROP_FORM,
        decision_review.LATER_FORM,
    ):
        payloads.append(sending.form(form, ticket, state={"values": filled(form, "Ours.")}))
    for form, subject in (
        (opt_out.ASK_FORM, other.turn),
        (opt_out.LEAVE_FORM, other.opt_out),
        (opt_out.KEEP_FORM, other.opt_out),
    ):
        payloads.append(sending.form(form, json.dumps({"subject": subject}), state={"values": filled(form, "Ours.")}))
    ticket = json.dumps({"blocker": other.blocker})
    chosen = {
        "owner": {"value": {"type": "users_select", "selected_user": other.world.persona("ana").id}},
        "due": {"value": {"type": "datepicker", "selected_date": "2026-03-06"}},
        "person": {"value": {"type": "users_select", "selected_user": other.world.persona("ben").id}},
        "why": {"value": {"type": "plain_text_input", "value": "Theirs."}},
    }
    shown = [{"type": "input", "block_id": one} for one in chosen]
    for form in (blocker_form.TAKE_FORM, blocker_form.PASS_FORM):
        payloads.append(sending.form(form, ticket, state={"values": chosen}, blocks=shown))
    raised = filled(blocker_new.FORM, "Ours.")
    waited = {"type": "multi_static_select", "selected_options": [{"value": str(other.team)}]}
    for ticket, teams in ((json.dumps({"party": other.team}), ()), ("{}", ("team",))):
        values = {name: raised[name] for name in ("needs", "person")} | {name: {"value": waited} for name in teams}
        payloads.append(sending.form(blocker_new.FORM, ticket, state={"values": values}))
    return payloads


async def test_ids_of_another_workspace_show_and_change_nothing(other: Other) -> None:
    """Neither a member nor the PMO gets anywhere with them; each press ends in a sentence."""
    world = other.world
    await world.at("Tue 10:00")
    before = await other.rows()
    for who in ("ana", "mara"):
        for body in forged(other, Sending(world, who), Listening.of(world)):
            response = await world.deliver(body)
            assert response.status == 200
            while (open_form := world.persona(who).modal) is not None:
                await world.persona(who).client.close(open_form, clear=True)
    await world.idle()
    assert await other.rows() == before
    assert SECRET not in other.shown()
    assert "Something broke" not in other.shown()


async def test_what_we_see_and_search_holds_nothing_of_theirs(other: Other) -> None:
    """The home tab, the list, the search, the menu, the company file and the hello."""
    world = other.world
    mara = world.persona("mara")
    await mara.open_home()
    for line in (
        "",
        "sync",
        "sync edit Weekly",
        "role",
        "decisions",
        "actions",
        "role @ana pmo",
        "teams",
        "teams payments",
        f"{SECRET}",
        "payments",
        f"sync run {SECRET}",
    ):
        await mara.command(f"/pmo {line}".strip())
    await mara.say(f"{SECRET} sync")
    await world.advance(world.instant("Wed 12:00"))
    shown = other.shown().replace(f"called “{SECRET}”", "").replace(f"“{SECRET} sync”", "").replace(f"“{SECRET}”", "")
    assert f"{SECRET} team" not in shown
    assert f"{SECRET} moved" not in shown
    assert f"{SECRET} mara" not in shown
    assert SECRET not in await world.bot.company.export(world.workspace_id)


async def test_what_happens_here_changes_nothing_there(other: Other) -> None:
    """Their people, channels and messages have our ids: events, nights and answers of ours leave them alone."""
    world = other.world
    before = await other.rows()
    ana, sync_channel = world.persona("ana"), world.slack.channel("sync")
    await world.bot.parts.people.changed(world.workspace_id, SlackPerson(ana.id, "Renamed", zone="Asia/Tokyo"))
    for change in (
        world.bot.parts.channels.left,
        world.bot.parts.channels.archived,
        world.bot.parts.channels.unarchived,
    ):
        await change(world.workspace_id, sync_channel.id)
    for follow in (world.bot.parts.follows.came, world.bot.parts.follows.went):
        await follow(world.workspace_id, sync_channel.id, ana.id)
    await world.bot.parts.follows.channel_changed(world.workspace_id, sync_channel.id)
    await world.bot.parts.follows.group_changed(world.workspace_id, "S0LM000001", SlackGroup("S0LM000001", "renamed"))
    await world.bot.parts.people.reconcile(world.workspace_id)
    await world.at("Tue 10:00")
    await ana.click("Skip")
    mara = world.persona("mara")
    await mara.command("/pmo sync close Weekly sync")
    await mara.click("Close now")
    await world.idle()
    assert await other.rows() == before
    assert SECRET not in other.shown()
