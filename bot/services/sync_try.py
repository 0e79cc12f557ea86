"""Trying a sync on oneself: the very form that people will see, filled with an example, and nothing is stored."""

import sqlalchemy as sa

from bot.clock import Clock
from bot.db import Database
from bot.domain.plan import PlanItem
from bot.domain.question_days import questions_of_day
from bot.domain.speaker import Voice
from bot.domain.sync_form import FormFacts
from bot.domain.sync_preview import PreviewFacts
from bot.services.role import acting
from models import Team

EXAMPLE_PLAN = (PlanItem("Refunds in the app"), PlanItem("Second round of user tests", 1))
"""What the form's check list shows in a try, where nobody has planned anything yet."""


async def try_form(
    database: Database, clock: Clock, workspace_id: str, slack_id: str, preview: PreviewFacts
) -> FormFacts:
    """Return the form of the first round of `preview`, as if this person were asked in it."""
    async with database.reading(workspace_id) as session:
        person = await acting(session, slack_id)
        rows = await session.execute(
            sa.select(Team.id, Team.name).where(Team.archived_at.is_(None)).order_by(Team.name)
        )
        teams = {team: name for team, name in rows}  # noqa: C416 (rows are not pairs to mypy)
    day = preview.rounds[0].date if preview.rounds else clock.now().date()
    asks = preview.rounds[0].asks if preview.rounds else ()
    for_team = preview.choices.voice is Voice.TEAM
    own = next((ask.team for ask in asks if ask.slack_id == slack_id), "")
    team = own or next((ask.team for ask in asks), "") or "Your team"
    return FormFacts(
        turn_id=0,
        sync=preview.choices.name,
        party=team if for_team else person.name,
        for_team=for_team,
        channel=preview.channel.label or "its channel",
        questions=questions_of_day(preview.choices.questions, day),
        values={},
        plan=EXAMPLE_PLAN,
        weekly=preview.choices.repeats == "1",
        teams=teams,
        closes_at=preview.rounds[0].closes_at if preview.rounds else clock.now(),
        closed=False,
        edits=False,
        zone=person.zone,
        now=clock.now(),
    )
