"""Everybody else answers, believably, whatever the form."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.clock import ShiftedClock
from bot.playground.company import load_company
from bot.playground.others import all_answers, answers_for, let_others_answer, pending_prompts
from bot.playground.rates import RateLimits
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Ack, Envelope, Workspace
from tests.playground.conftest import Api

TEAMS = ("Payments", "Growth", "Platform", "Mobile", "Sales")


def text(words: str) -> dict:
    return {"type": "plain_text", "text": words}


def question(name: str, label: str, element: dict, *, optional: bool = True) -> dict:
    return {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": text(label),
        "element": {"action_id": "v"} | element,
    }


def options(*words: str) -> list[dict]:
    return [{"text": text(word), "value": f"id-{word}"} for word in words]


FORM = {
    "type": "modal",
    "title": text("Your update"),
    "submit": text("Send to #sync"),
    "blocks": [
        question("a", "Which of these are done?", {"type": "checkboxes", "options": options("Keys", "Docs", "Tests")}),
        question("b", "What moved?", {"type": "plain_text_input", "multiline": True}, optional=False),
        question("c", "What's next?", {"type": "plain_text_input", "multiline": True}, optional=False),
        question("d", "Waiting on anyone?", {"type": "multi_static_select", "options": options(*TEAMS)}),
        question("e", "What do you need from them?", {"type": "plain_text_input", "multiline": True}),
        question("f", "Does anything need a decision?", {"type": "plain_text_input", "multiline": True}),
        question("g", "How confident are you?", {"type": "static_select", "options": options("1", "2", "3", "4", "5")}),
        question("h", "One line for the summary", {"type": "plain_text_input", "max_length": 150}),
    ],
}
BUTTONS = [("all", "All as planned"), ("answer", "Answer"), ("skip", "Skip")]
PROMPT = [
    {
        "type": "actions",
        "block_id": "prompt",
        "elements": [{"type": "button", "action_id": name, "text": text(words)} for name, words in BUTTONS],
    }
]
ANSWERED = [{"type": "section", "block_id": "done", "text": text("Answered")}]


@pytest.fixture
async def asked():
    """The whole company, everybody just asked, and a bot that opens the form and marks prompts as done.

    Yields the workspace, and what the bot kept: the forms it got and the other buttons that were pressed.
    """
    clock = ShiftedClock(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    workspace = Workspace(load_company(), clock=clock, retry_after=())
    server = PlaygroundServer(workspace, rates=RateLimits.generous())
    await server.start()
    kept: dict[str, list] = {"forms": [], "pressed": []}
    async with aiohttp.ClientSession() as session:
        api = Api(server, session)

        async def deliver(envelope: Envelope) -> Ack:
            payload = envelope.payload
            if payload.get("type") == "block_actions":
                name = payload["actions"][0]["action_id"]
                if name == "answer":
                    opened = await api("views.open", trigger_id=payload["trigger_id"], view=FORM)
                    assert opened["ok"], opened
                else:
                    kept["pressed"].append(name)
                where = {"channel": payload["channel"]["id"], "ts": payload["message"]["ts"]}
                await api("chat.update", **where, text="done", blocks=ANSWERED)
            elif payload.get("type") == "view_submission":
                kept["forms"].append({name: state["v"] for name, state in payload["view"]["state"]["values"].items()})
            return Ack()

        workspace.connect(deliver)
        for person in workspace.state.humans():
            await api("chat.postMessage", channel=person.id, text="Ready?", blocks=PROMPT)
        yield workspace, kept
    await server.stop()


async def test_everybody_but_me_answers(asked) -> None:
    """Forms are sent, buttons pressed, nothing fails, nothing stays open; my own prompt waits for me."""
    workspace, kept = asked
    ana = workspace.person("ana").id
    assert len(pending_prompts(workspace)) == 20
    result = await let_others_answer(workspace, but=ana)
    assert result.problems == ()
    assert (result.answered + result.skipped, result.skipped) == (19, kept["pressed"].count("skip"))
    assert [person.id for person, _ in pending_prompts(workspace)] == [ana]
    assert all(workspace.persona(person.id).modal is None for person in workspace.state.humans())
    assert await let_others_answer(workspace, but=ana) == type(result)()


async def test_answers_are_typed_where_they_belong(asked) -> None:
    """Each question gets what it asks for, by the words around it; teams wait on other teams, never on themselves."""
    workspace, kept = asked
    await let_others_answer(workspace, but="")
    forms = kept["forms"]
    by_moved = {str(row["moved"]).strip(): row for row in all_answers()}
    for form in forms:
        row = by_moved[form["b"]["value"]]
        assert form["c"]["value"] == str(row["next"]).strip()
        assert [one["text"]["text"] for one in form["d"]["selected_options"]] == list(row.get("waiting_on", []))
        assert row["team"] not in row.get("waiting_on", [])
        assert form["e"]["value"] == row.get("waiting_for")
        assert form["f"]["value"] == row.get("decision")
        assert form["h"]["value"] == row.get("headline")
    assert any(form["d"]["selected_options"] for form in forms)
    assert any(form["g"]["selected_option"] for form in forms)
    assert {len(form["a"]["selected_options"]) for form in forms} >= {2, 3}


async def test_no_two_teams_say_the_same(asked) -> None:
    """Every person of the company has a set of their own, and another one next week."""
    workspace, _ = asked
    this_week = [answers_for(workspace, person) for person in workspace.state.humans()]
    assert len({id(row) for row in this_week}) == 20
    workspace.clock.move_to(workspace.clock.now() + timedelta(weeks=1))
    next_week = [answers_for(workspace, person) for person in workspace.state.humans()]
    assert all(one is not other for one, other in zip(this_week, next_week, strict=True))
    assert next_week == [answers_for(workspace, person) for person in workspace.state.humans()]


def test_there_are_at_least_forty_different_answers() -> None:
    """Blockers on other teams, blanks, long ones, decisions and a few skips are among them."""
    rows = all_answers()
    assert len({row["moved"] for row in rows}) == len(rows) >= 40
    assert {row["team"] for row in rows} == set(TEAMS)
    assert sum("waiting_on" in row for row in rows) >= 12
    assert sum("decision" in row for row in rows) >= 8
    assert sum(len(row["moved"]) > 400 for row in rows) >= 5
    assert 3 <= sum(row.get("act") == "skip" for row in rows) <= 6
    assert all(set(row.get("waiting_on", [])) <= set(TEAMS) - {row["team"]} for row in rows)
    assert all(len(row.get("headline", "")) <= 150 for row in rows)


async def test_a_bot_that_opens_no_form_is_named(workspace: Workspace, api, bot) -> None:
    """A prompt that cannot be answered is a problem with a name, and the others go on."""
    for name in ("ana", "ben"):
        await api("chat.postMessage", channel=workspace.person(name).id, text="Ready?", blocks=PROMPT)
    result = await let_others_answer(workspace, but="", within=0.01)
    assert any("no form opened" in problem for problem in result.problems)
