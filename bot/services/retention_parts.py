"""What is over its time: which rows of which table, in an order that leaves no message without its words."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from bot.clock import real_time
from bot.domain.blocker import LIVE
from bot.domain.opt_out import OptOutState
from bot.domain.playbook_offer import AGAIN
from bot.domain.retention import Keeping, limit
from bot.services import blocker_message, sync_message
from bot.services.retention_announcement import of_announcements
from bot.services.retention_change import of_changes
from bot.services.retention_change_question import of_change_questions
from bot.services.retention_change_step import of_change_steps
from bot.services.retention_part import ROUNDS, Part
from bot.services.retention_passing import PASSING
from bot.services.retention_playbook import of_playbooks
from bot.services.retention_retro import of_retros
from models import (
    Action,
    Addition,
    Answer,
    AuditEntry,
    Blocker,
    BlockerStep,
    Decision,
    DecisionTold,
    Delivery,
    Draft,
    InboxEvent,
    Membership,
    OptOut,
    PaceSlot,
    Pause,
    Playbook,
    PlaybookOffer,
    Prompt,
    Reading,
    Retro,
    Ritual,
    Round,
    Speaker,
    Team,
    Timer,
    Turn,
)
from models.delivery import THREADED

SLOT_KEPT = 86400.0
"""Real seconds for which a slot is kept once it is free: it says nothing any more, and is made anew when needed."""

_OVER = ("sent", "skipped", "failed", "unknown")
_threaded = sa.text(f"delivery.{THREADED}")
_below = aliased(Delivery)
_OF_BLOCKER = sa.and_(BlockerStep.workspace_id == Blocker.workspace_id, BlockerStep.blocker_id == Blocker.id)
_closed = Blocker.state.not_in(sorted(LIVE))
_of_round = (_closed, Blocker.round_id.is_not(None))
_waiting = (
    sa.literal(f"{blocker_message.HERE}:")
    + sa.func.coalesce(sa.cast(Blocker.round_id, sa.Text), sa.literal("of:") + sa.cast(Blocker.id, sa.Text))
    + sa.case((BlockerStep.on_team_id.is_not(None), ":team:"), else_=":person:")
    + sa.cast(sa.func.coalesce(BlockerStep.on_team_id, BlockerStep.on_person_id, 0), sa.Text)
)
"""The key of a message to whom blockers wait on, as services/blocker_message.py makes it of round, or blocker, and
step."""
_waiting_keys = sa.select(_waiting).select_from(Blocker).join(BlockerStep, _OF_BLOCKER)
_member = sa.exists().where(
    Membership.workspace_id == Speaker.workspace_id,
    Membership.team_id == Speaker.team_id,
    Membership.person_id == Speaker.person_id,
)


def parts(keeping: Keeping, now: datetime) -> list[Part]:
    """Return what is over its time at `now`, in the order of deletion.

    The first of them are of the oldest rounds only: begin anew until nothing is found.
    """
    found: list[Part] = []
    if (before := limit(keeping.answers, now)) is not None:
        found += [*_of_rounds(before), *of_retros(before), *of_announcements(before), *_by_themselves(before)]
        found += of_change_steps(before)
        found += [_settled(before), _ended(before), *of_playbooks(before), *of_change_questions(before)]
        found += [*of_changes(before), _archived(before), _opted_out(before)]
    if (before := limit(keeping.messages, now)) is not None:
        passed = _passed(before)
        found.append(Part("messages", Delivery, passed, still=passed))
    if (before := limit(keeping.drafts, now)) is not None:
        untouched = (Draft.updated_at < before,)
        found.append(Part("drafts", Draft, untouched, still=untouched))
    if (before := limit(keeping.audit, now)) is not None:
        found.append(Part("audit", AuditEntry, (AuditEntry.at < before,)))
        found.append(Part("pauses", Pause, (sa.func.coalesce(Pause.ended_at, Pause.until_at) < before,)))
    offered = (PlaybookOffer.offered_on <= (now - AGAIN).date(),)
    found.append(Part("offers of pages", PlaybookOffer, offered, still=offered))
    found.append(Part("speakers", Speaker, (~_member,), still=(~_member,)))
    found.append(Part("pace", PaceSlot, free := (PaceSlot.free_at < real_time() - SLOT_KEPT,), still=free))
    if (before := limit(keeping.work, now)) is not None:
        found.append(Part("events", InboxEvent, (InboxEvent.seen_at < before,)))
        fired = (Timer.state == "fired", Timer.fired_at < before)
        found.append(Part("timers", Timer, fired, still=fired))
    return found


def _of_rounds(before: datetime) -> list[Part]:
    """Return the oldest rounds that closed before an instant, with all that hangs on them.

    First what the ledger knows of their messages, so that a summary in Slack does not lose its words bit by bit.
    """
    closed = sa.select(Round.id).where(Round.closes_at < before, Round.state != "open")
    # A select around the limited one, since neither database takes the limit in every place.
    oldest = sa.select(closed.order_by(Round.closes_at, Round.id).limit(ROUNDS).subquery().c.id)
    prompts = sa.select(Prompt.id).where(Prompt.round_id.in_(oldest))
    summaries = sa.select(_key(sync_message.ROLLUP, Round.id)).where(Round.id.in_(oldest))
    maps = sa.select(_key(sync_message.MAP, Round.id)).where(Round.id.in_(oldest))
    weeks = sa.select(_below.thread_key).where(_below.key.in_(summaries), _below.thread_key != "")
    of_round = sa.exists().where(
        Round.workspace_id == Delivery.workspace_id,
        Round.id.in_(oldest),
        Delivery.key.like(_key(sync_message.ROLLUP, Round.id) + sa.literal(":%")),
    )
    in_week = (Delivery.thread_key.in_(weeks), _threaded, Delivery.kind == sync_message.DETAILS, of_round)
    asked, reminded = (
        sa.select(_key(kind, Turn.id)).where(Turn.round_id.in_(oldest))
        for kind in (sync_message.PROMPT, sync_message.NUDGE)
    )
    waiting = _waiting_keys.where(Blocker.round_id.in_(oldest))
    return [
        Part("messages", Delivery, in_week),
        Part("messages", Delivery, (Delivery.key.in_(maps),)),
        *(Part("messages", Delivery, (Delivery.thread_key.in_(keys), _threaded)) for keys in (summaries, waiting)),
        *(Part("messages", Delivery, (Delivery.key.in_(keys),)) for keys in (summaries, waiting, asked, reminded)),
        Part("additions", Addition, (Addition.prompt_id.in_(prompts),)),
        Part("decisions told", DecisionTold, (DecisionTold.prompt_id.in_(prompts),)),
        Part("answers", Answer, (Answer.prompt_id.in_(prompts),)),
        Part("readings", Reading, (Reading.round_id.in_(oldest),)),
        Part("turns", Turn, (Turn.round_id.in_(oldest),)),
        Part("prompts", Prompt, (Prompt.round_id.in_(oldest),)),
        # Empty ones alone: once one is gone, another one counts as oldest, whose rows would all go at a time.
        Part("rounds", Round, (Round.id.in_(oldest), ~sa.exists().where(Prompt.round_id == Round.id))),
        # What somebody still waits for outlives its round.
        Part("blockers", Blocker, (*_of_round, ~sa.exists().where(Round.id == Blocker.round_id)), still=(_closed,)),
    ]


def _by_themselves(before: datetime) -> list[Part]:
    """Return the blockers that were raised without a round and closed before an instant, after all they were told by.

    The others that were found to be the same go with the one that stands for them.
    """
    over = (_closed, Blocker.round_id.is_(None), Blocker.closed_at < before)
    keys = (sa.select(_key(blocker_message.RAISED, Blocker.id)).where(*over), _waiting_keys.where(*over))
    return [
        *(Part("messages", Delivery, (Delivery.thread_key.in_(one), _threaded)) for one in keys),
        *(Part("messages", Delivery, (Delivery.key.in_(one),)) for one in keys),
        Part("blockers", Blocker, over, still=over),
    ]


def _settled(before: datetime) -> Part:
    """Return the decisions that were made or dropped before an instant, once no summary shows them any more.

    What nobody has decided stays, and so does what is to be looked at again. What was decided before goes with them.
    """
    over = (
        Decision.settled_at < before,
        Decision.review_on.is_(None) | (Decision.review_on < before.date()),
        ~sa.exists().where(DecisionTold.workspace_id == Decision.workspace_id, DecisionTold.decision_id == Decision.id),
    )
    return Part("decisions", Decision, over, still=over)


def _ended(before: datetime) -> Part:
    """Return the actions that were done or dropped before an instant; what is to be done yet stays."""
    over = (Action.settled_at < before,)
    return Part("actions", Action, over, still=over)


def _archived(before: datetime) -> Part:
    """Return the teams that were archived before an instant, once nothing is left of what they said or were told."""
    of_it = (
        (Prompt, Prompt.team_id == Team.id),
        (Decision, Decision.team_id == Team.id),
        (Blocker, sa.or_(Blocker.team_id == Team.id, Blocker.party_team_id == Team.id)),
        (BlockerStep, BlockerStep.on_team_id == Team.id),
        (Action, Action.team_id == Team.id),
        (Playbook, Playbook.team_id == Team.id),
    )
    left = (~sa.exists().where(model.workspace_id == Team.workspace_id, same) for model, same in of_it)
    over = (Team.archived_at.is_not(None), Team.archived_at < before, *left)
    return Part("teams", Team, over, still=over)


def _opted_out(before: datetime) -> Part:
    """Return what was decided before an instant about being left out, and does not count any more."""
    deleted = sa.or_(
        sa.exists().where(
            Ritual.workspace_id == OptOut.workspace_id, Ritual.id == OptOut.ritual_id, Ritual.state == "deleted"
        ),
        sa.exists().where(
            Retro.workspace_id == OptOut.workspace_id, Retro.id == OptOut.retro_id, Retro.state == "deleted"
        ),
    )
    over = (
        sa.func.coalesce(OptOut.decided_at, OptOut.asked_at) < before,
        sa.or_(OptOut.state.in_((OptOutState.KEPT, OptOutState.BACK)), deleted),
    )
    return Part("opt-outs", OptOut, over, still=over)


def _passed(before: datetime) -> tuple[sa.ColumnExpressionArgument[bool], ...]:
    """Return the conditions for a message that is over, and under which nothing stands."""
    thread = sa.select(_below.id).where(
        _below.workspace_id == Delivery.workspace_id, _below.thread_key == Delivery.key, _below.thread_key != ""
    )
    return (
        Delivery.kind.in_(PASSING),
        Delivery.created_at < before,
        Delivery.state.in_(_OVER),
        sa.func.coalesce(Delivery.sent_at, Delivery.created_at) < before,
        ~thread.exists(),
    )


def _key(kind: str, row_id: sa.ColumnElement[int] | Any) -> sa.ColumnElement[str]:
    """Return the key under which the ledger has a message, as services/sync_message.py makes it of kind and row."""
    return sa.literal(f"{kind}:") + sa.cast(row_id, sa.Text)
