"""The groups of a change as a file, in the columns in which rows of groups are pasted: it can be taken in again."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change import ASPECT_WORDS, SCORE_WORDS
from bot.domain.list_file import Listing
from bot.domain.stakeholder import SourceKind
from bot.domain.stakeholder_list import GroupRow, SourceShown
from bot.services.change_standing import must_run, standing_of
from bot.services.list_rows import Asked, Page, Row
from bot.services.stakeholder_read import groups_of, rows_for
from models import Channel

_BEFORE = {SourceKind.TEAM: "team ", SourceKind.AREA: "area "}


async def _groups(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    """Return the groups of a change. Raises NotFound, NotAllowed for whoever does not run it."""
    standing = await standing_of(session, asked.reader.slack_id, asked.about)
    await must_run(session, standing, "The list of whom it affects is")
    # The name of a private channel is for its members.
    public = sa.select(Channel.slack_id, Channel.name).where(Channel.is_private.is_(False))
    names = {slack_id: f"#{name}" for slack_id, name in await session.execute(public)}
    rows = await rows_for(session, await groups_of(session, asked.about))
    return [(one.id, _cells(one, names)) for one in sorted(rows, key=lambda one: one.id) if one.id > asked.after]


def _cells(one: GroupRow, channels: Mapping[str, str]) -> tuple[str, ...]:
    who = "; ".join(filter(None, (_name(source, channels) for source in one.sources)))
    rated = (SCORE_WORDS.get(one.scores.get(aspect, 0), "") for aspect in ASPECT_WORDS)
    return (one.name, who, *rated, one.yesterday, one.tomorrow, one.worries, one.contact)


def _name(source: SourceShown, channels: Mapping[str, str]) -> str:
    if source.kind is SourceKind.CHANNEL:
        return channels.get(source.slack_id, source.slack_id)
    return f"{_BEFORE.get(source.kind, '')}{source.label}"


PAGES: Mapping[Listing, Page] = {Listing.GROUPS: _groups}
