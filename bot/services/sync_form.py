"""The facts of the forms around an answer, and why somebody is asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.answer import LONG_TEXT
from bot.domain.opt_out import Asks, OptOutOf
from bot.domain.plan import PlanItem, headline_from
from bot.domain.question import Question, QuestionKind, QuestionRole, value_of, with_role
from bot.domain.question_when import always_asked
from bot.domain.recurrence_words import describe
from bot.domain.sync_form import AddFacts, Form, FormFacts, WhyFacts
from bot.domain.sync_prefill import places_for, teams_named
from bot.services.blocker_outside import outside_told
from bot.services.blocker_raise import still_waiting
from bot.services.opt_out_read import opt_out_of
from bot.services.sync_opening import plan_items
from bot.services.sync_standing import Standing
from models import Prompt, Team

# Put together once: every form that asks for teams reads it.
_OTHER_TEAMS = (
    sa.select(Team.id, Team.name).where(Team.id != sa.bindparam("own"), Team.archived_at.is_(None)).order_by(Team.name)
)


async def answer_form(session: AsyncSession, standing: Standing, turn_id: int, now: datetime, text: str) -> Form:
    """Return the form that fits: to answer, to edit one's own words, or to add to what is already there.

    `text` is what the person typed to the bot, put into the fields where it belongs.
    """
    if standing.answer is not None and (standing.closed(now) or not standing.is_author):
        return add_form(standing, now, text=text)
    return await update_form(session, standing, turn_id, now, text)


async def update_form(
    session: AsyncSession, standing: Standing, turn_id: int, now: datetime, text: str = ""
) -> FormFacts:
    """Return the form of an update, begun with one's own answer or with the plan, and with `text`."""
    questions, answer = standing.questions, standing.answer if standing.is_author else None
    teams = await other_teams(session, standing.prompt) if _asks_for_teams(questions) else {}
    plan = tuple(plan_items(standing.prompt.plan))
    values = dict(answer.values) if answer else _planned(questions, plan)
    if answer:
        plan = _with_answered(plan, questions, values)
    cut = _put_words(values, text, questions, teams)
    return FormFacts(
        turn_id=turn_id,
        sync=standing.ritual.name,
        party=standing.prompt.name,
        for_team=standing.prompt.team_id is not None,
        channel=standing.channel_label,
        questions=questions,
        values=values,
        plan=plan,
        weekly=is_weekly(standing.ritual.rrule),
        teams=teams,
        closes_at=standing.round.closes_at,
        closed=standing.closed(now),
        edits=answer is not None,
        zone=standing.person.zone,
        now=now,
        cut=cut,
        waiting=tuple(await still_waiting(session, standing)),
        stuck=tuple((value_of(QuestionRole.PLAN, questions, values) or {}).get("stuck", ())),
        asked_about=tuple(answer.asked_about) if answer else (),
        outside=await outside_told(session, standing) if answer else None,
    )


def add_form(standing: Standing, now: datetime, *, text: str = "") -> AddFacts:
    """Return the form to add something to the answer that is there."""
    return AddFacts(
        prompt_id=standing.prompt.id,
        sync=standing.ritual.name,
        party=standing.prompt.name,
        channel=standing.channel_label,
        author=standing.author or standing.prompt.name,
        own=standing.is_author,
        closed_at=standing.round.closes_at if standing.closed(now) else None,
        zone=standing.person.zone,
        now=now,
        text=text[:LONG_TEXT],
    )


async def other_teams(session: AsyncSession, prompt: Prompt) -> dict[int, str]:
    """Return the teams that can be waited on, by id in the order of their names: all but the prompt's own."""
    teams = await session.execute(_OTHER_TEAMS, {"own": prompt.team_id or 0})
    return {team: name for team, name in teams}  # noqa: C416 (rows are not pairs to mypy)


def is_weekly(rrule: str) -> bool:
    """Tell whether a rule has one date a week, so that a carried item is in its "third week"."""
    parts = dict(part.split("=", 1) for part in rrule.upper().split(";") if "=" in part)
    return parts.get("FREQ") == "WEEKLY" and parts.get("INTERVAL", "1") == "1" and "," not in parts.get("BYDAY", "")


def _asks_for_teams(questions: tuple[Question, ...]) -> bool:
    return any(question.kind is QuestionKind.TEAMS for question in questions)


def _planned(questions: tuple[Question, ...], plan: tuple[PlanItem, ...]) -> dict[str, Any]:
    headline = with_role(questions, QuestionRole.HEADLINE)
    return {headline.key: headline_from(plan)} if headline and plan else {}


def _with_answered(
    plan: tuple[PlanItem, ...], questions: tuple[Question, ...], values: Mapping[str, Any]
) -> tuple[PlanItem, ...]:
    """Return the plan with whatever else the answer's check list holds, so that an edit loses no item."""
    question = with_role(questions, QuestionRole.PLAN)
    ticks = (values.get(question.key) if question else None) or {}
    known = {item.text for item in plan}
    more = [text for text in [*ticks.get("done", ()), *ticks.get("open", ())] if text not in known]
    return plan + tuple(PlanItem(text) for text in more)


def _put_words(values: dict[str, Any], text: str, questions: tuple[Question, ...], teams: Mapping[int, str]) -> int:
    """Put what was typed where it belongs; return its length where a field cannot take all of it, else 0."""
    # Into what is asked for certain: the form may never show the others.
    questions = always_asked(questions)
    placed = places_for(text, questions)
    fits = True
    for key, said in placed.items():
        already = str(values.get(key) or "")
        is_there = set(said.splitlines()) <= set(already.splitlines())
        whole = already if is_there else f"{already}\n{said}".strip()
        values[key] = whole[:LONG_TEXT]
        fits = fits and len(whole) <= LONG_TEXT
    waits = with_role(questions, QuestionRole.WAITING_FOR)
    on = with_role(questions, QuestionRole.WAITING_ON)
    if waits and on and waits.key in placed and on.kind is QuestionKind.TEAMS and not values.get(on.key):
        values[on.key] = teams_named(placed[waits.key], teams)
    return 0 if fits else len(text)


async def why_facts(session: AsyncSession, standing: Standing) -> WhyFacts:
    """Return who set the sync up, for which team this person speaks, who reads it, and whether they are left out."""
    ritual = standing.ritual
    return WhyFacts(
        sync=ritual.name,
        owner=standing.owner,
        own=ritual.owner_id == standing.person.id,
        team=standing.prompt.name if standing.prompt.team_id is not None else "",
        rhythm=describe(ritual.rrule, ritual.local_time, ZoneInfo(ritual.zone) if ritual.zone else None),
        channel=standing.channel_label,
        turn=standing.turn.id if standing.turn else 0,
        opt_out=await opt_out_of(session, OptOutOf(Asks.SYNC, ritual.id), standing.person.id),
    )
