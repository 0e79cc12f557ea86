"""A second workspace in the same database, whose people, channels and rows are called as ours are."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.ids import new_id
from models import (
    Action,
    Addition,
    Base,
    Blocker,
    BlockerStep,
    Decision,
    DecisionTold,
    Delivery,
    Draft,
    InWorkspace,
    OptOut,
    Pause,
    Reading,
    Timer,
)
from tests.factories import people, retro, sync
from tests.factories.team import team
from tests.journeys.conftest import World

THEIRS = "T0THEIRS01"
SECRET = "Zanzibar"
"""A word that stands in everything of the other workspace and nowhere else."""

TYPED_AT = "1772442000.000100"


@dataclass
class Other:
    """The other workspace: the ids of its rows, and what of them is stored and shown."""

    world: World
    ritual: int
    round: int
    prompt: int
    turn: int
    decision: int
    team: int
    blocker: int
    opt_out: int
    retro: int
    retro_round: int
    retro_part: int
    action: int

    async def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return all rows of theirs, table by table."""
        found = {}
        async with self.world.bot.parts.database.system_session() as session:
            for mapper in Base.registry.mappers:
                table = mapper.local_table
                if issubclass(mapper.class_, InWorkspace):
                    rows = await session.execute(sa.select(table).where(table.c.workspace_id == THEIRS).order_by("id"))
                    found[mapper.class_.__name__] = [tuple(row) for row in rows]
        return found

    def shown(self) -> str:
        """Return all that Drumbeat said to anybody since the start."""
        return "".join(str(row.request) for row in self.world.slack.traffic.rows() if row.direction == "bot→slack") + (
            "".join(str(row.response) for row in self.world.slack.traffic.rows() if row.direction == "slack→bot")
        )


async def other_workspace(company: World) -> Other:
    """Found it beside `company`, with our people's Slack ids and our channel's."""
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
        needed = Decision(
            id=new_id(),
            ritual_id=weekly.id,
            team_id=payments.id,
            question=f"{SECRET} or not?",
            raised_by_id=who["ana"].id,
            raised_at=now,
            owner_id=who["ana"].id,
        )
        session.add(needed)
        await session.flush()
        session.add(DecisionTold(decision_id=needed.id, prompt_id=asked.id))
        waiting = Blocker(
            ritual_id=weekly.id,
            round_id=current.id,
            prompt_id=asked.id,
            raiser_id=who["ana"].id,
            party_team_id=payments.id,
            person_id=who["mara"].id,
            needs=f"{SECRET} keys",
            since=now,
            told_at=now,
        )
        session.add(waiting)
        await session.flush()
        step = BlockerStep(
            blocker_id=waiting.id, kind="raised", person_id=who["ana"].id, at=now, on_person_id=who["mara"].id
        )
        session.add(step)
        session.add(Pause(actor=who["mara"].slack_id, began_at=now - timedelta(days=1)))
        wish = OptOut(id=new_id(), ritual_id=weekly.id, person_id=who["ana"].id, reason=SECRET, asked_at=now)
        session.add(wish)
        monthly = await retro.retro(session, [payments], name=f"{SECRET} retro", owner=who["mara"], channel_id=ours)
        looking = await retro.round_of(session, monthly, now)
        part = await retro.part(session, looking, who["ana"])
        promised = Action(
            id=new_id(),
            text=f"{SECRET} page",
            team_id=payments.id,
            owner_id=who["ana"].id,
            given_by_id=who["mara"].id,
            raised_by_id=who["mara"].id,
            due_on=now.date(),
            created_at=now,
        )
        session.add(promised)
        session.add(Reading(round_id=current.id, person_id=who["ana"].id))
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
        await session.flush()
        return Other(
            company,
            weekly.id,
            current.id,
            asked.id,
            turn.id,
            needed.id,
            payments.id,
            waiting.id,
            wish.id,
            monthly.id,
            looking.id,
            part.id,
            promised.id,
        )
