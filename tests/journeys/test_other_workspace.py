"""Nothing crosses from one workspace to another, whatever ids a button, a form or an event names."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from bot.playground.records import Json
from bot.slack.gateway import SlackPerson
from bot.views import home, menu, sync_form, sync_preview, sync_prompt, sync_questions, sync_setup, words
from models import Addition, Base, Delivery, Draft, InWorkspace, Timer
from tests.factories import people, sync
from tests.factories.listening import Listening, Sending
from tests.factories.team import team
from tests.journeys.conftest import World

THEIRS = "T0THEIRS01"
SECRET = "Zanzibar"
"""A word that stands in everything of the other workspace and nowhere else."""

TYPED_AT = "1772442000.000100"
IN_SETUP = (sync_setup.MORE, sync_setup.ANEW, sync_setup.QUESTIONS, sync_setup.FIELD)
IN_QUESTIONS = (sync_questions.CHANGE, sync_questions.DEFAULT)


@dataclass
class Other:
    """A workspace in the same database whose people, channels and rows are called as ours are."""

    world: World
    ritual: int
    round: int
    prompt: int
    turn: int

    async def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of theirs, table by table."""
        found = {}
        async with self.world.bot.parts.database.system_session() as session:
            for mapper in Base.registry.mappers:
                table = mapper.local_table
                if issubclass(mapper.class_, InWorkspace):
                    rows = await session.execute(sa.select(table).where(table.c.workspace_id == THEIRS).order_by("id"))
                    found[mapper.class_.__name__] = [tuple(row) for row in rows]
        return found

    def shown(self) -> str:
        """All that Drumbeat said to anybody since the start."""
        return "".join(str(row.request) for row in self.world.slack.traffic.rows() if row.direction == "bot→slack") + (
            "".join(str(row.response) for row in self.world.slack.traffic.rows() if row.direction == "slack→bot")
        )


@pytest.fixture
async def other(company: World) -> Other:
    """Theirs is on the same databases, with our people's Slack ids and our channel's."""
    ours = company.slack.channel("sync").id
    async with company.bot.parts.database.system_session() as session:
        await people.workspace(session, THEIRS)
    async with company.bot.parts.database.transaction(THEIRS) as session:
        who = {
            name: await people.person(session, f"{SECRET} {name}", company.persona(name).id, role="pmo")
            for name in ("ana", "mara")
        }
        await sync.channel(session, "sync", slack_id=ours, is_member=True)
        payments = await team(session, f"{SECRET} team", list(who.values()))
        weekly = await sync.ritual(session, [payments], name=f"{SECRET} sync", owner=who["mara"], channel_id=ours)
        current = await sync.round_of(session, weekly)
        asked = await sync.prompt(session, current, payments, [f"{SECRET} plan"])
        turn = await sync.turn(session, asked, who["ana"])
        await sync.answer(session, asked, who["ana"], {"moved": f"{SECRET} moved."})
        now = company.clock.now()
        session.add_all(
            [
                Addition(prompt_id=asked.id, person_id=who["mara"].id, added_at=now, text=SECRET),
                Draft(person_id=who["ana"].id, kind=f"words:{TYPED_AT}", values={"text": SECRET}, updated_at=now),
                Timer(kind="sync.step", subject="99", due_at=sync.CLOSES.replace(year=2027)),
            ]
        )
        for key, kind, subject, target in (
            (f"sync_rollup:{current.id}", "sync_rollup", {"round": current.id}, ours),
            (f"sync_prompt:{turn.id}", "sync_prompt", {"turn": turn.id}, who["ana"].slack_id),
        ):
            session.add(
                Delivery(
                    key=key, kind=kind, subject=subject, target=target, state="failed", reason=SECRET, created_at=now
                )
            )
        return Other(company, weekly.id, current.id, asked.id, turn.id)


def forged(other: Other, sending: Sending, listening: Listening) -> list[Json]:
    """Every button and form of ours with the ids of theirs."""
    named = {
        sync_prompt.MORE: f"sync_why:{other.turn}",
        sync_prompt.WHY: f"sync_why:{other.turn}",
        sync_prompt.ADD: str(other.prompt),
        words.USE: f"{other.turn}:{TYPED_AT}",
        words.CHOOSE: f"{other.turn}:{TYPED_AT}",
        words.SEARCH: TYPED_AT,
        home.RETRY: f"sync_rollup:{other.round}",
        menu.TRY: "payments",
        menu.SEARCH: "payments",
    }
    in_forms = (*IN_SETUP, *IN_QUESTIONS, sync_questions.ADD, sync_preview.TRY)
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
    typed = {one: {"value": {"type": "plain_text_input", "value": "Ours."}} for one in ("q:moved", "text")}
    for form, subject in ((sync_form.ANSWER_FORM, other.turn), (sync_form.ADD_FORM, other.prompt)):
        for origin in ("prompt", "home", "words"):
            ticket = json.dumps({"subject": subject, "origin": origin, "draft": TYPED_AT})
            payloads.append(sending.form(form, ticket, state={"values": typed}))
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
        "role @ana pmo",
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
    await world.bot.parts.people.reconcile(world.workspace_id)
    await world.at("Tue 10:00")
    await ana.click("Skip")
    mara = world.persona("mara")
    await mara.command("/pmo sync close Weekly sync")
    await mara.click("Close now")
    await world.idle()
    assert await other.rows() == before
    assert SECRET not in other.shown()
