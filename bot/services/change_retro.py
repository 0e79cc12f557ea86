"""Short retros: begun by whoever runs a change, asked in each person's own working time, shown when they close."""

import random
from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.change import ChangeState
from bot.domain.change_pulse import SHARES, sampled
from bot.domain.change_retro import DAYS, LONGER_DAYS, TEAM, ChangeRetroForm, closes
from bot.domain.retro import FEWEST_WRITERS
from bot.domain.words import plural
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer
from bot.engine.upsert import insert_rows
from bot.errors import NotAllowed, UserError
from bot.ids import new_id
from bot.services import change_retro_message as messages
from bot.services.anonymous import Seal
from bot.services.audit import Audit
from bot.services.change_asked import ask_due, hears
from bot.services.change_audience import asked_when, group_names
from bot.services.change_retro_box import Sealed, seal_anew, sealed_in
from bot.services.change_retro_show import show
from bot.services.change_standing import ChangeStanding, must_run, standing_of
from bot.services.stakeholder import told_by_person
from models import Change, ChangeRetro, ChangeRetroAsked, ChangeStep, Person, StakeholderGroup

SENDS, CLOSES = "change_retro.send", "change_retro.close"
"""Kinds of timers: somebody is to be asked, the time for writing is over. Their subject is the retro's id."""

GROUPS = "groups"
TEAM_NAME = "Those who worked on it"
NO_KEY = (
    "A retro is written without names, which needs a secret key that this Drumbeat does not have. Whoever runs "
    "Drumbeat sets DRUMBEAT_SECRET_KEY; `drumbeat doctor` says how. Nothing was sent."
)
_CHANCE = random.SystemRandom()


class ChangeRetros:
    """Begins retros, asks people, and shows what they wrote."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, seal: Seal, audit: Audit) -> None:
        """Work on `database`; messages go through `ledger`, and who began one is audited."""
        self._database, self._clock, self.ledger = database, clock, ledger
        self._seal, self._audit = seal, audit

    async def form(self, workspace_id: str, slack_id: str, change_id: int) -> ChangeRetroForm:
        """Return what the form that begins one offers. Raises UserError, NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            standing = await self._may_begin(session, slack_id, change_id)
            names = await group_names(session, change_id)
            told = [one.group_id for one in (await told_by_person(session, names)).values()]
            team = await _team(session, standing.change)
            groups = [(one, name, told.count(one)) for one, name in names.items()]
            return ChangeRetroForm(change_id, standing.change.name, ((TEAM, TEAM_NAME, len(team)), *groups))

    async def begin(
        self, workspace_id: str, slack_id: str, change_id: int, groups: Collection[int], share: int, days: int
    ) -> int:
        """Ask the people of these groups, or one in `share` of each, and return how many. Raises as `form` does."""
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            standing = await self._may_begin(session, slack_id, change_id, locked=True)
            names = await group_names(session, change_id)
            wanted = [one for one in names if one in set(groups)]
            if share not in SHARES or days not in DAYS or not (wanted or TEAM in groups):
                raise UserError("Please choose who is asked.", field=GROUPS)
            chosen: dict[int, str] = {}
            told = await told_by_person(session, wanted)
            for group in wanted:
                people = [person for person, one in told.items() if one.group_id == group]
                chosen |= dict.fromkeys(sampled(people, share, _CHANCE), names[group])
            if TEAM in groups:
                chosen |= dict.fromkeys(await _team(session, standing.change), "")
            me = standing.person
            closes_at = closes(now, days, ZoneInfo(me.zone), me.country)
            due = await asked_when(session, chosen, now, closes_at)
            if len(due) < FEWEST_WRITERS:
                raise UserError(
                    f"Only {plural(len(due), 'person', 'people')} could be asked now, and what fewer than "
                    f"{FEWEST_WRITERS} write is not shown without names. Please choose more groups. Nothing was sent.",
                    field=GROUPS,
                )
            retro = ChangeRetro(id=new_id(), change_id=change_id, asked_by_id=me.id, opened_at=now, closes_at=closes_at)
            session.add(retro)
            await session.flush()
            await session.execute(insert_rows(session, ChangeRetroAsked, _rows(retro, chosen, due)))
            await set_timer(session, workspace_id, SENDS, str(retro.id), min(due.values()))
            await set_timer(session, workspace_id, CLOSES, str(retro.id), closes_at)
            subject = f"change:{change_id}"
            self._audit.record(session, slack_id, "change_retro_begun", subject, people=len(due), share=share)
            return len(due)

    async def send_due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Ask those whose time has come, and look again when the next one's is."""
        retro = await session.get(ChangeRetro, int(timer.subject))
        if retro is None or retro.state != "open":
            return
        await ask_due(session, self.ledger, retro, SENDS, messages.asked, now)

    async def close_due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Show what was written, by theme; where too few people wrote leave it open for longer, once, or discard it."""
        row = sa.select(ChangeRetro).where(ChangeRetro.id == int(timer.subject)).with_for_update()
        retro: ChangeRetro | None = await session.scalar(row)
        if retro is None or retro.state != "open":
            return
        cards = await sealed_in(session, retro.id)
        asker = await session.get_one(Person, retro.asked_by_id)
        enough = len({one.writer for one in cards}) >= FEWEST_WRITERS
        if not enough and not retro.longer:
            retro.longer = True
            retro.closes_at = closes(now, LONGER_DAYS, ZoneInfo(asker.zone), asker.country)
            await set_timer(session, retro.workspace_id, CLOSES, str(retro.id), retro.closes_at)
        elif enough:
            retro.state = "closed"
            await show(session, retro, cards)
        else:
            retro.state = "discarded"
            await seal_anew(session, retro, list[Sealed]())
        await session.flush()
        reader = await hears(session, retro)
        await self.ledger.plan(session, retro.workspace_id, [messages.told(retro.id, retro.state, reader.slack_id)])
        keys = sa.select(messages.key_of_asked()).where(ChangeRetroAsked.retro_id == retro.id)
        await self.ledger.refresh(session, retro.workspace_id, list(await session.scalars(keys)))

    async def _may_begin(
        self, session: AsyncSession, slack_id: str, change_id: int, *, locked: bool = False
    ) -> ChangeStanding:
        standing = await standing_of(session, slack_id, change_id, locked=locked)
        await must_run(session, standing, "Looking back on this is begun")
        if standing.state is ChangeState.DRAFT:
            raise NotAllowed(
                f"“{standing.change.name}” is a draft, so there is nothing to look back on. Nothing was sent."
            )
        if not self._seal.ready:
            raise UserError(NO_KEY)
        going = sa.select(ChangeRetro.id).where(ChangeRetro.change_id == change_id, ChangeRetro.state == "open")
        if await session.scalar(going) is not None:
            raise UserError(
                f"People look back on “{standing.change.name}” already; its page says until when. Nothing was sent."
            )
        return standing


async def _team(session: AsyncSession, change: Change) -> set[int]:
    """Return who worked on a change: who runs it, owns a step of its plan, or is asked by one of its groups."""
    steps = sa.select(ChangeStep.owner_id).where(ChangeStep.change_id == change.id, ChangeStep.state != "dropped")
    contacts = sa.select(StakeholderGroup.contact_id).where(
        StakeholderGroup.change_id == change.id, StakeholderGroup.contact_id.is_not(None)
    )
    ids = {change.owner_id, change.sponsor_id, *await session.scalars(steps), *await session.scalars(contacts)}
    here = sa.select(Person.id).where(Person.id.in_(ids), Person.deactivated.is_(False))
    return set(await session.scalars(here))


def _rows(retro: ChangeRetro, because: Mapping[int, str], due: Mapping[int, datetime]) -> list[dict[str, object]]:
    return [
        {
            "id": new_id(),
            "workspace_id": retro.workspace_id,
            "retro_id": retro.id,
            "person_id": person,
            "because": because[person],
            "due_at": at,
        }
        for person, at in due.items()
    ]
