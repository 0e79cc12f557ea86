"""Changes: registered, edited by several people at once, stopped, gone on with, and drafts deleted."""

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.answer import LONG_TEXT, text
from bot.domain.change import ChangeState
from bot.domain.change_form import OFFERED, OWNER, SPONSOR, ChangeForm, ChangeWritten, checked, shown_as
from bot.domain.merging import digests, merge
from bot.errors import NotAllowed, Unfit, UserError
from bot.ids import new_id
from bot.services.audit import Audit, last_actor
from bot.services.change_hand import handed, roles_of
from bot.services.change_hooks import ChangeHooks
from bot.services.change_standing import ChangeStanding, must_be_pmo, must_go_on, must_run, standing_of, unfit_to_run
from models import AuditEntry, Change, Person

REASON = "reason"
"""Field of the form that asks why a change is stopped."""


class Changes:
    """Keeps what a change is; every step is audited."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit, hooks: ChangeHooks) -> None:
        """Work on `database`; whoever is given a change hears of it through `ledger`.

        `hooks` are what else becomes of a change that is stopped or taken up.
        """
        self._database, self._clock, self._ledger = database, clock, ledger
        self._audit, self._hooks = audit, hooks

    async def new_form(self, workspace_id: str, slack_id: str) -> ChangeForm:
        """Return the form of a new change. Raises NotAllowed for whoever is not PMO."""
        async with self._database.reading(workspace_id) as session:
            await must_be_pmo(session, slack_id, "Registering a change is")
        return ChangeForm(ChangeWritten("", sponsor=slack_id, owner=slack_id), {})

    async def form(self, workspace_id: str, slack_id: str, change_id: int) -> ChangeForm:
        """Return the form of a change as it is stored. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id)
            await must_run(session, standing)
            must_go_on(standing)
            return _form(standing)

    async def register(self, workspace_id: str, slack_id: str, written: ChangeWritten) -> int:
        """Store a new change and return its id; sent twice it is there once. Raises Unfit, NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            pmo = await must_be_pmo(session, slack_id, "Registering a change is")
            same = await session.scalar(sa.select(Change).where(Change.name_key == written.name.strip().casefold()))
            if same is not None and (await _written(session, same)) == replace(written, name=same.name):
                return same.id
            written = checked(written, {same.name} if same else set())
            people = await _people(session, written)
            change = Change(id=new_id(), created_at=self._clock.now(), **_columns(written, people))
            session.add(change)
            await _flushed(session)
            self._audit.record(session, pmo.slack_id, "change_registered", f"change:{change.id}", name=change.name)
            await handed(session, self._ledger, change, {}, pmo, self._clock.now())
            return change.id

    async def edit(
        self, workspace_id: str, slack_id: str, change_id: int, base: Mapping[str, str], written: ChangeWritten
    ) -> ChangeForm:
        """Store what was changed in a form that began with `base`, and return the form as it is then.

        What somebody else changed meanwhile stays; where both changed one thing nothing is stored, and the form has
        what was typed with theirs above (`others`). Raises Unfit, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id, locked=True)
            await must_run(session, standing)
            must_go_on(standing)
            stored = _form(standing)
            theirs = stored.written.fields()
            merged = merge(base, theirs, written.fields())
            if merged.conflicts:
                by = await last_actor(session, f"change:{change_id}", "change_edited") or "Somebody"
                names = {one.slack_id: one.name for one in (standing.owner, standing.sponsor)}
                others = tuple(shown_as(one, theirs[one], names) for one in merged.conflicts)
                wanted = ChangeWritten.of(merged.values)
                return replace(stored, written=wanted, base=merged.base, by=by, others=others)
            wanted = ChangeWritten.of(merged.values)
            if wanted.state not in stored.states:
                wanted = replace(wanted, state=stored.written.state)
            taken = sa.select(Change.name).where(Change.id != change_id)
            wanted = checked(wanted, set(await session.scalars(taken)))
            columns = _columns(wanted, await _people(session, wanted))
            changed = [name for name, value in columns.items() if getattr(standing.change, name) != value]
            was, whose = standing.state, roles_of(standing.change)
            for name in changed:
                setattr(standing.change, name, columns[name])
            if changed:
                standing.change.revision += 1
                await _flushed(session)
                if was is ChangeState.DRAFT and wanted.state is not ChangeState.DRAFT:
                    await self._hooks.call(session, standing.change, self._hooks.goes_on)
                await handed(session, self._ledger, standing.change, whose, standing.person, self._clock.now())
                fields = [one for one in changed if one != "name_key"]
                self._audit.record(session, slack_id, "change_edited", f"change:{change_id}", fields=fields)
            return replace(stored, written=wanted, base=digests(wanted.fields()))

    async def stop_facts(self, workspace_id: str, slack_id: str, change_id: int) -> tuple[str, tuple[str, ...]]:
        """Return the name of a change, and what stopping it would do. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id)
            await must_run(session, standing, "Stopping this is")
            _must_be_known(standing)
            must_go_on(standing)
            return standing.change.name, await self._hooks.says(session, standing.change)

    async def stop(self, workspace_id: str, slack_id: str, change_id: int, reason: str) -> str:
        """Stop a change for a reason that everybody reads, and return its name; stopped twice it is stopped once.

        Raises UserError for a reason that says nothing, NotFound, NotAllowed.
        """
        try:
            reason = text(reason, LONG_TEXT) or ""
        except UserError as error:
            raise UserError(error.sentence, field=REASON) from None
        if not reason:
            raise UserError("Please say why: people who have heard of the change read it here.", field=REASON)
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id, locked=True)
            await must_run(session, standing, "Stopping this is")
            change = standing.change
            if standing.state is ChangeState.STOPPED:
                return change.name
            _must_be_known(standing)
            must_go_on(standing)
            before = standing.state
            change.state, change.ended_at, change.ended_because = ChangeState.STOPPED, self._clock.now(), reason
            change.revision += 1
            await self._hooks.call(session, change, self._hooks.stopped)
            self._audit.record(session, slack_id, "change_stopped", f"change:{change_id}", before=str(before))
            return change.name

    async def go_on(self, workspace_id: str, slack_id: str, change_id: int) -> str:
        """Take up a change that was stopped, and return its name. Raises NotFound, NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id, locked=True)
            await must_run(session, standing, "Taking this up again is")
            change = standing.change
            if standing.state is ChangeState.STOPPED:
                change.state, change.ended_at, change.ended_because = await _before(session, change_id), None, ""
                # News is counted anew: nobody is late for what was not promised meanwhile.
                change.heartbeat_from = self._clock.now().astimezone(ZoneInfo(standing.owner.zone)).date()
                change.revision += 1
                await self._hooks.call(session, change, self._hooks.goes_on)
                self._audit.record(session, slack_id, "change_taken_up", f"change:{change_id}")
            return change.name

    async def delete(self, workspace_id: str, slack_id: str, change_id: int) -> str:
        """Delete a draft, and return its name. Raises NotAllowed for what people have heard of, NotFound."""
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id, locked=True)
            await must_run(session, standing, "Deleting this is")
            change = standing.change
            if standing.state is not ChangeState.DRAFT:
                raise NotAllowed(
                    f"“{change.name}” is no draft any more: people know of it. *Stop change* ends it and says why."
                )
            await self._hooks.call(session, change, self._hooks.deleted)
            await session.delete(change)
            self._audit.record(session, slack_id, "change_deleted", f"change:{change_id}", name=change.name)
            return change.name


async def _before(session: AsyncSession, change_id: int) -> ChangeState:
    """Return how far a change was when it was stopped, as far as that is still on record."""
    rows = sa.select(AuditEntry.details).where(
        AuditEntry.subject == f"change:{change_id}", AuditEntry.action == "change_stopped"
    )
    details = await session.scalar(rows.order_by(AuditEntry.id.desc()).limit(1)) or {}
    in_progress = details.get("before") == ChangeState.IN_PROGRESS
    return ChangeState.IN_PROGRESS if in_progress else ChangeState.ANNOUNCED


def _must_be_known(standing: ChangeStanding) -> None:
    """Raise NotAllowed for a draft: stopped it would be shown to everybody."""
    if standing.state is ChangeState.DRAFT:
        raise NotAllowed(
            f"“{standing.change.name}” is a draft: nobody has heard of it, so there is nothing to stop. *Delete draft* "
            "takes it away."
        )


def _form(standing: ChangeStanding) -> ChangeForm:
    written = _as_written(standing.change, standing.owner, standing.sponsor)
    states = OFFERED if standing.state is ChangeState.DRAFT else OFFERED[1:]
    return ChangeForm(written, digests(written.fields()), standing.change.id, states)


def _as_written(change: Change, owner: Person, sponsor: Person) -> ChangeWritten:
    return ChangeWritten(
        name=change.name,
        why=change.why,
        sponsor=sponsor.slack_id,
        owner=owner.slack_id,
        starts_on=change.starts_on,
        ends_on=change.ends_on,
        state=ChangeState(change.state),
        heartbeat=change.heartbeat_weeks,
    )


async def _written(session: AsyncSession, change: Change) -> ChangeWritten:
    owner, sponsor = [await session.get_one(Person, one) for one in (change.owner_id, change.sponsor_id)]
    return _as_written(change, owner, sponsor)


async def _people(session: AsyncSession, written: ChangeWritten) -> dict[str, Person]:
    """Return who sponsors and who owns it. Raises Unfit for an app, somebody who left, or who is not known."""
    rows = sa.select(Person).where(Person.slack_id.in_({written.sponsor, written.owner}))
    known = {one.slack_id: one for one in await session.scalars(rows)}
    errors = {}
    for field, slack_id in ((SPONSOR, written.sponsor), (OWNER, written.owner)):
        person = known.get(slack_id)
        if person is None:
            errors[field] = "Please choose somebody whom Drumbeat knows; it meets new people within a minute."
        elif unfit := unfit_to_run(person):
            errors[field] = unfit
    if errors:
        raise Unfit(errors)
    return {SPONSOR: known[written.sponsor], OWNER: known[written.owner]}


def _columns(written: ChangeWritten, people: Mapping[str, Person]) -> dict[str, object]:
    return {
        "name": written.name,
        "name_key": written.name.casefold(),
        "why": written.why,
        "owner_id": people[OWNER].id,
        "sponsor_id": people[SPONSOR].id,
        "state": str(written.state),
        "starts_on": written.starts_on,
        "ends_on": written.ends_on,
        "heartbeat_weeks": written.heartbeat,
    }


async def _flushed(session: AsyncSession) -> None:
    """Write the change. Raises Unfit where another one took its name at the same instant."""
    try:
        await session.flush()
    except IntegrityError:
        raise Unfit({"name": "Somebody has just registered a change with this name. Please choose another."}) from None
