"""Whose pages and questions are once their owner has left: their team's lead, else somebody of the PMO, who is told."""

from collections import defaultdict
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.services.playbook_message import given
from bot.services.playbook_question_timer import schedule_question
from bot.services.playbook_review import schedule
from bot.services.role import pmos
from models import Membership, Person, Playbook, PlaybookQuestion

_LEFT = (
    sa.select(Playbook)
    .join(Person, Person.id == Playbook.owner_id)
    .where(Person.deactivated.is_(True), Playbook.state == "published")
    .order_by(Playbook.id)
)
_UNANSWERED = (
    sa.select(PlaybookQuestion)
    .join(Person, Person.id == PlaybookQuestion.owner_id)
    .where(Person.deactivated.is_(True), PlaybookQuestion.state == "open")
    .order_by(PlaybookQuestion.id)
)
_LEADS = (
    sa.select(Membership.team_id, Person)
    .join(Person, Person.id == Membership.person_id)
    .where(Membership.is_lead, Person.deactivated.is_(False))
    .order_by(Person.name.desc())
)


async def pass_pages_on(session: AsyncSession, ledger: Ledger, workspace_id: str, now: datetime) -> None:
    """Give every page of somebody who left to another, with one message to each who gets some.

    Where nobody can take one, it stays as it is until somebody does.
    """
    left, unanswered = list(await session.scalars(_LEFT)), list(await session.scalars(_UNANSWERED))
    if not left and not unanswered:
        return
    leads = {team_id: person for team_id, person in await session.execute(_LEADS)}  # noqa: C416 (rows are no pairs to mypy)
    first = next(iter(await pmos(session)), None)
    gets: dict[int, list[Playbook]] = defaultdict(list)
    kept_by: dict[int, set[int]] = defaultdict(set)
    heirs: dict[int, Person] = {}
    for page in left:
        heir = leads.get(page.team_id or 0) or first
        if heir is not None:
            kept_by[heir.id].add(page.owner_id)
            page.owner_id, page.asked_for, page.revision = heir.id, None, page.revision + 1
            gets[heir.id].append(page)
            heirs[heir.id] = heir
    for question in unanswered:
        if first is not None:
            question.owner_id, question.revision = first.id, question.revision + 1
            await schedule_question(session, question, now)
    await session.flush()
    for person_id, pages in gets.items():
        heir = heirs[person_id]
        intent = given(heir, [page.id for page in pages], None, pages[0].revision, left=kept_by[person_id])
        await ledger.plan(session, workspace_id, [intent])
        await schedule(session, heir, now)
