"""Markdown files as pages: new ones, and new versions of those that came from the same file before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.matching import folded
from bot.domain.playbook import USUAL, searched, unwritten
from bot.domain.playbook_file import BrokenFileError, PageFile, read_page
from bot.domain.playbook_link import FROM_FILE, linked_files
from bot.domain.playbook_told import Outcome
from bot.domain.words import plural
from bot.errors import UserError
from bot.ids import new_id
from bot.services.audit import Audit
from bot.services.playbook_mended import settle_notes
from bot.services.playbook_review import schedule
from bot.services.playbook_write import one_at_a_time, version_of
from bot.services.role import pmos
from models import Person, Playbook, PlaybookVersion, Team

FILE = "file"
"""The actor of what came from files."""

AT_ONCE = 20
"""Pages of one transaction."""

_newer = aliased(PlaybookVersion)
_EDITED = sa.select(PlaybookVersion.playbook_id).where(
    PlaybookVersion.how != "imported",
    ~sa.exists().where(
        _newer.workspace_id == PlaybookVersion.workspace_id,
        _newer.playbook_id == PlaybookVersion.playbook_id,
        _newer.number > PlaybookVersion.number,
        _newer.how == "imported",
    ),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file as it is to be a page; `page_id` is None where it is not one yet."""

    source: str
    digest: str
    file: PageFile
    owner_id: int
    team_id: int | None
    thanks_id: int | None
    page_id: int | None


@dataclass(frozen=True, slots=True)
class Planned:
    """What an import does: pages to write, how many stay as they are, and a line for whatever a person should know."""

    pages: tuple[Wanted, ...]
    same: int
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """Return it in words."""
        new = sum(one.page_id is None for one in self.pages)
        found = [f"{plural(new, 'new page')}, {plural(len(self.pages) - new, 'new version')}, {self.same} as before"]
        found += [f"{'new' if one.page_id is None else 'changed'}: {one.file.title}" for one in self.pages]
        return [*found, *self.notes, *self.problems]


@dataclass
class _Known:
    """What the workspace has, by what files may say of it."""

    default: Person
    people: Mapping[str, int]
    teams: Mapping[str, int]
    pages: Mapping[str, tuple[int, str]]
    """Page and digest by source."""
    titles: dict[str, str]
    """Where a title stands, by the title as it is compared."""
    edited: frozenset[int]
    """Pages from files that were changed in Slack since."""
    notes: list[str] = field(default_factory=list)


class PlaybookImport:
    """Reads files against the workspace, and writes what they say."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; each import is audited once."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def plan(self, workspace_id: str, files: Mapping[str, bytes], owner: str = "") -> Planned:
        """Return what `files` (content by path, as people write it) would do; nothing is written.

        `owner`: the e-mail of whoever keeps pages that name nobody; without one, the first who acts as PMO. What cannot
        be read is a problem with its file and line, and the others go on. Raises UserError where there is no owner.
        """
        async with self._database.reading(workspace_id) as session:
            known = await _known(session, owner)
        wanted: list[Wanted] = []
        problems: list[str] = []
        same = 0
        for path, content in sorted(files.items()):
            try:
                one = _wanted(path, content, known)
            except BrokenFileError as error:
                problems.append(f"{path}:{error.line}: {error.sentence}; left out")
                continue
            if one is None:
                same += 1
            else:
                wanted.append(one)
        return Planned(tuple(wanted), same, tuple(problems), (*known.notes, *_leading_nowhere(wanted, known)))

    async def apply(self, workspace_id: str, planned: Planned) -> int:
        """Write what was planned; done twice it is there once. Return how many pages and versions are new."""
        written = 0
        for first in range(0, len(planned.pages), AT_ONCE):
            now = self._clock.now()
            async with self._database.transaction(workspace_id) as session:
                await one_at_a_time(session, workspace_id)
                owners = set()
                for one in planned.pages[first : first + AT_ONCE]:
                    page = await _write(session, self._ledger, one, now)
                    if page is not None:
                        written += 1
                        owners.add(page.owner_id)
                await session.flush()
                for owner_id in sorted(owners):
                    await schedule(session, await session.get_one(Person, owner_id), now)
        if written:
            async with self._database.transaction(workspace_id) as session:
                self._audit.record(session, FILE, "pages_imported", "playbooks", pages=written)
        return written


async def _known(session: AsyncSession, owner: str) -> _Known:
    present = sa.select(Person.email, Person.id).where(Person.deactivated.is_(False), Person.is_bot.is_(False))
    people = {email: person_id for email, person_id in await session.execute(present) if email}
    chosen = people.get(owner.strip().lower()) if owner else next((one.id for one in await pmos(session)), None)
    if chosen is None:
        who = f"Nobody here has the e-mail {owner}" if owner else "Nobody here acts as PMO"
        raise UserError(f"{who}, so the pages would have no owner. Say --owner with an e-mail. Nothing was changed.")
    teams = {folded(name): team_id for name, team_id in await session.execute(sa.select(Team.name, Team.id))}
    rows = (await session.execute(sa.select(Playbook.source, Playbook.id, Playbook.digest, Playbook.title))).all()
    return _Known(
        default=await session.get_one(Person, chosen),
        people=people,
        teams=teams,
        pages={row.source: (row.id, row.digest) for row in rows if row.source},
        titles={_compared(row.title): row.source or "a page that was written in Slack" for row in rows},
        edited=frozenset(await session.scalars(_EDITED)),
    )


def _wanted(path: str, content: bytes, known: _Known) -> Wanted | None:
    """Return a file as a page to write; None where it says what it said before. Raises BrokenFileError."""
    source, digest = f"{FROM_FILE}{path}", sha256(content).hexdigest()
    page_id, before = known.pages.get(source, (None, ""))
    if digest == before:
        return None
    file = read_page(content, path.rpartition("/")[2].rpartition(".")[0])
    other = known.titles.setdefault(_compared(file.title), source)
    if other != source:
        where = other.removeprefix(FROM_FILE)
        raise BrokenFileError(file.lines.get("title", 1), f"“{file.title}” is the title of {where}, too")
    if file.team and folded(file.team) not in known.teams:
        # Left out rather than shown to everybody: it may be a private team's.
        raise BrokenFileError(file.lines.get("team", 1), f"there is no team “{file.team}” here")
    if page_id in known.edited:
        known.notes.append(f"{path}: was changed in Slack since; what was written there stays in its history")
    if file.note:
        known.notes.append(f"{path}: {file.note}")
    return Wanted(
        source=source,
        digest=digest,
        file=file,
        owner_id=_somebody(path, "owner", file.owner, known) or known.default.id,
        team_id=known.teams[folded(file.team)] if file.team else None,
        thanks_id=_somebody(path, "thanks", file.thanks, known),
        page_id=page_id,
    )


def _leading_nowhere(wanted: Sequence[Wanted], known: _Known) -> Iterator[str]:
    """Yield a line for each link of the pages to write to a file that is none: it stays text."""
    pages = {*known.pages, *(one.source for one in wanted)}
    for one in wanted:
        path = one.source.removeprefix(FROM_FILE)
        for file, address in linked_files(one.file.body, path).items():
            if FROM_FILE + file not in pages:
                yield f"{path}: its link to {address} leads nowhere, since {file} is no page here; it stays text"


def _somebody(path: str, key: str, email: str, known: _Known) -> int | None:
    if email and email not in known.people:
        instead = f"{known.default.name} keeps it" if key == "owner" else "it thanks nobody"
        known.notes.append(f"{path}: nobody here has the e-mail {email} of `{key}`; {instead}")
    return known.people.get(email)


async def _write(session: AsyncSession, ledger: Ledger, one: Wanted, now: datetime) -> Playbook | None:
    """Write a page or its new version; None where another import has done so meanwhile."""
    rows = sa.select(Playbook).where(Playbook.source == one.source).with_for_update()
    page: Playbook | None = await session.scalar(rows)
    if page is not None and page.digest == one.digest:
        return None
    file = one.file
    if page is None:
        page = Playbook(
            id=new_id(), source=one.source, owner_id=one.owner_id, created_at=now, revision=0, interval_days=USUAL
        )
        session.add(page)
    said = (page.title, page.body, list(page.tags or ())) != (file.title, file.body, list(file.tags))
    page.title, page.body, page.tags = file.title, file.body, list(file.tags)
    page.keywords, page.plain = searched(file.title, file.body, file.tags)
    page.team_id, page.digest = one.team_id, one.digest
    if file.owner:
        page.owner_id = one.owner_id
    if file.thanks:
        page.credited_person_id = one.thanks_id
    page.interval_days = file.review or page.interval_days
    page.verified_until = None if unwritten(file.body) else file.verified or page.verified_until
    page.looked_at = page.updated_at = now
    page.revision += 1
    await session.flush()
    if said:
        session.add(version_of(page, None, "imported", now))
        await settle_notes(session, ledger, page, Outcome.FILE, None, now)
    return page


def _compared(title: str) -> str:
    return " ".join(folded(title).split())
