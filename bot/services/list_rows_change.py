"""Changes as files: all of them, and of one its groups, its plan, and what was asked and suggested.

Groups stand in the columns in which rows of groups are pasted: they can be taken in again.
"""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.change import ASPECT_WORDS, SCORE_WORDS, STATE_WORDS, ChangeState
from bot.domain.change_question import Kind
from bot.domain.list_file import Listing, day
from bot.domain.stakeholder import SourceKind
from bot.domain.stakeholder_list import GroupRow, SourceShown
from bot.services.change_question_faq import SAID, change_read_of
from bot.services.change_question_read import QUESTIONS, shown
from bot.services.change_sight import visible_to
from bot.services.change_standing import must_run, standing_of
from bot.services.change_step_plan import seen_change
from bot.services.change_step_read import SHOWN
from bot.services.change_step_read import shown as shown_step
from bot.services.list_rows import PAGE, Asked, Page, Row
from bot.services.stakeholder_read import groups_of, rows_for
from models import Change, ChangeQuestion, ChangeStep, Channel, Person

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


async def _changes(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    sponsor, owner = aliased(Person), aliased(Person)
    rows = (
        sa.select(Change, sponsor.name, owner.name)
        .join(sponsor, sponsor.id == Change.sponsor_id)
        .join(owner, owner.id == Change.owner_id)
        .where(visible_to(asked.reader), Change.id > asked.after)
        .order_by(Change.id)
        .limit(PAGE)
    )
    zone = ZoneInfo(asked.reader.zone)
    return [
        (
            one.id,
            (
                one.name,
                STATE_WORDS[ChangeState(one.state)],
                one.why,
                stands,
                answers,
                day(one.starts_on),
                day(one.ends_on),
                day(one.ended_at.astimezone(zone).date() if one.ended_at else None),
                one.ended_because,
            ),
        )
        for one, stands, answers in await session.execute(rows)
    ]


async def _steps(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    """Return the plan: all of it to whoever runs the change, to others their own steps. Raises NotFound."""
    standing = await seen_change(session, asked.reader.slack_id, asked.about)
    page = SHOWN.where(ChangeStep.change_id == asked.about, ChangeStep.id > asked.after)
    if not standing.runs_it:
        page = page.where(ChangeStep.owner_id == asked.reader.id)
    found = [shown_step(row) for row in await session.execute(page.order_by(ChangeStep.id).limit(PAGE))]
    return [
        (
            one.id,
            (
                one.group,
                one.word,
                one.text,
                one.owner,
                day(one.due_on),
                str(one.state),
                "yes" if one.is_late(asked.today) else "",
                one.reason,
            ),
        )
        for one in found
    ]


def _said(kind: Kind) -> Page:
    """Return what reads what all may read of a kind, without who asked; by its place, since its key is random."""

    async def rows(session: AsyncSession, asked: Asked) -> Sequence[Row]:
        await change_read_of(session, asked.reader, asked.about)
        of = ChangeQuestion.change_id.is_not_distinct_from(asked.about or None)
        settled = (ChangeQuestion.settled_at.asc().nulls_last(), ChangeQuestion.id)
        page = QUESTIONS.where(of, ChangeQuestion.kind == kind, SAID).order_by(*settled).offset(asked.after).limit(PAGE)
        found = [shown(row) for row in await session.execute(page)]
        return [
            (place, (one.said, one.state_words, one.answer, day(one.next_word_on if one.waits else None)))
            for place, one in enumerate(found, asked.after + 1)
        ]

    return rows


PAGES: Mapping[Listing, Page] = {
    Listing.GROUPS: _groups,
    Listing.CHANGES: _changes,
    Listing.STEPS: _steps,
    Listing.FAQ: _said(Kind.QUESTION),
    Listing.IDEAS: _said(Kind.IDEA),
}
