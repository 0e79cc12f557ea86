"""Stand-ups of Geekbot imported as paused syncs, by the service that applies company files."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.company import Company, CompanySync
from bot.domain.geekbot import GeekbotFacts, Standup, read_standups
from bot.domain.name import free_name
from bot.domain.recurrence_words import describe
from bot.domain.speaker import Voice
from bot.domain.words import listing, plural, short
from bot.errors import NotFound, UserError
from bot.services.company import FILE, CompanyService
from bot.services.draft import Drafts
from bot.services.role import acting, pmo_refusal
from models import Channel, Person, Ritual

DRAFT = "geekbot_import"
"""Kind of the draft: {"texts": [what was pasted, field by field]}."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import makes: the syncs, and a line for each of them and for each thing that is left out of it."""

    company: Company
    lines: tuple[str, ...]


class GeekbotImport:
    """Reads Geekbot's JSON against the workspace, and saves what it finds."""

    def __init__(self, database: Database, drafts: Drafts, company: CompanyService) -> None:
        """Save through `company`; what is pasted into the form is kept in `drafts`."""
        self._database, self._drafts, self._company = database, drafts, company

    async def texts(self, workspace_id: str, slack_id: str) -> tuple[str, ...]:
        """Return what this person pasted before and has not saved. Raises NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            draft = await self._drafts.find(session, (await self._pmo(session, slack_id)).id, DRAFT)
        return tuple(draft.values["texts"]) if draft else ()

    async def preview(self, workspace_id: str, slack_id: str, texts: Sequence[str]) -> GeekbotFacts:
        """Keep what was pasted, and return what it would make. Raises NotAllowed, and UserError as `plan` does."""
        async with self._database.transaction(workspace_id) as session:
            person = await self._pmo(session, slack_id)
            await self._drafts.keep(session, person.id, DRAFT, {"texts": list(texts)})
        planned = await self.plan(workspace_id, "".join(texts))
        return GeekbotFacts(planned.lines, len(planned.company.syncs), _digest(planned))

    async def save(self, workspace_id: str, slack_id: str, seen: str) -> GeekbotFacts:
        """Save what was previewed, whose digest is `seen`, and return the changes (`saved`).

        Where something else would be made by now, nothing is saved and the new preview is returned. Raises NotFound
        where it was saved already.
        """
        texts = await self.texts(workspace_id, slack_id)
        if not texts:
            raise NotFound("These stand-ups were saved already, or given up. Nothing was changed.")
        planned = await self.plan(workspace_id, "".join(texts))
        if _digest(planned) != seen:
            return GeekbotFacts(planned.lines, len(planned.company.syncs), _digest(planned))
        await self.apply(workspace_id, planned, actor=slack_id)
        async with self._database.transaction(workspace_id) as session:
            await self._drafts.drop(session, (await self._pmo(session, slack_id)).id, DRAFT)
        syncs = planned.company.syncs
        return GeekbotFacts(tuple(_told(sync) for sync in syncs), len(syncs), seen, saved=True)

    async def plan(self, workspace_id: str, text: str) -> Imported:
        """Return what the JSON would make; nothing is saved.

        Raises UserError for JSON that cannot be read, and for a stand-up that has no channel or nobody to ask here.
        """
        standups = read_standups(text)
        async with self._database.reading(workspace_id) as session:
            present = sa.select(Person).where(Person.deactivated.is_(False), Person.is_bot.is_(False))
            people = list(await session.scalars(present))
            channels = set(await session.scalars(sa.select(Channel.name).where(Channel.is_archived.is_(False))))
            taken = set(await session.scalars(sa.select(Ritual.name).where(Ritual.state != "deleted")))
        syncs, lines = [], []
        for standup in standups:
            sync, notes = _sync(standup, people, channels, taken)
            taken.add(sync.name)
            syncs.append(sync)
            lines.append(_told(sync))
            lines += [f"Not taken over from {sync.name}: {note}" for note in notes]
        company = Company(syncs=tuple(syncs))
        await self._company.plan(workspace_id, company)  # It refuses what could not be saved.
        return Imported(company, tuple(lines))

    async def apply(self, workspace_id: str, imported: Imported, *, actor: str = FILE) -> list[str]:
        """Save what was planned, all or nothing, and return the changes; `actor` is a Slack id, or a file's."""
        return await self._company.apply(workspace_id, imported.company, actor=actor)

    async def _pmo(self, session: AsyncSession, slack_id: str) -> Person:
        person = await acting(session, slack_id)
        if not person.acts_as_pmo:
            raise await pmo_refusal(session, "Importing stand-ups is")
        return person


def _told(sync: CompanySync) -> str:
    """Return what a sync will do, as one says it."""
    when = describe(sync.rrule, sync.time, ZoneInfo(sync.zone) if sync.zone else None)
    asked, who = plural(len(sync.questions), "question"), plural(len(sync.people), "person", "people")
    return f"{sync.name}: {when}. {asked} to {who}, summary to #{sync.channel}."


def _digest(planned: Imported) -> str:
    return sha256("\n".join(planned.lines).encode()).hexdigest()[:16]


def _sync(
    standup: Standup, people: Sequence[Person], channels: set[str], taken: set[str]
) -> tuple[CompanySync, list[str]]:
    """Return the stand-up as a paused sync of everybody in it, and what is left out by name."""
    if standup.channel not in channels:
        where = f"#{short(standup.channel)}, which Drumbeat does not see" if standup.channel else "no channel"
        raise UserError(
            f"“{standup.name}” posts to {where}. Nothing was changed. Please write the name of a channel into "
            "“channel”; invite Drumbeat there if it is private."
        )
    by_email = {one.email: one for one in people if one.email}
    by_id = {one.slack_id: one for one in people}
    found = [by_email.get(user.email) or by_id.get(user.slack_id) for user in standup.users]
    emails = tuple(dict.fromkeys(one.email for one in found if one is not None and one.email))
    missing = [user.name for user, one in zip(standup.users, found, strict=True) if one is None or not one.email]
    if not emails:
        raise UserError(f"Nobody of “{standup.name}” is in this Slack by e-mail or id. Nothing was changed.")
    notes = list(standup.left_out)
    if missing:
        notes.append(f"People who are not in this Slack, or without an e-mail there: {listing(missing)}.")
    name = free_name(standup.name, taken)
    if name != standup.name:
        notes.append(f"Its name, which another sync has: it is called {name}.")
    sync = CompanySync(
        name=name,
        line=0,
        rrule=standup.rrule,
        time=standup.time,
        channel=standup.channel,
        zone=standup.zone,
        voice=Voice.EVERYONE,
        people=emails,
        paused=True,
        questions=standup.questions,
    )
    return sync, notes
