"""The parts of changes, put together in one place: registering, whom they affect, what is announced and asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.services.announcement_carry_on import AnnouncementCarrying
from bot.services.announcement_correction import AnnouncementCorrections
from bot.services.announcement_desk import AnnouncementDesk
from bot.services.announcement_edit_sign import AnnouncementEdits
from bot.services.announcement_figures import AnnouncementFigures
from bot.services.announcement_list import AnnouncementLists
from bot.services.announcement_out import AnnouncementsOut
from bot.services.announcement_plain import PlainAnnouncements
from bot.services.announcement_remind import AnnouncementReminders
from bot.services.announcement_reply import AnnouncementReplies
from bot.services.announcement_send import AnnouncementSending
from bot.services.announcement_sign import AnnouncementSigning
from bot.services.announcement_state import AnnouncementStates
from bot.services.announcement_way import AnnouncementWay
from bot.services.announcement_write import AnnouncementWriting
from bot.services.anonymous import Seal
from bot.services.audit import Audit
from bot.services.change import Changes
from bot.services.change_affected import ChangeAffected
from bot.services.change_calendar import ChangeCalendars
from bot.services.change_close import ChangeClosing
from bot.services.change_hand import ChangeHands
from bot.services.change_heartbeat import ChangeHeartbeats
from bot.services.change_hooks import ChangeHooks
from bot.services.change_impact import ChangeImpacts
from bot.services.change_list import ChangeLists
from bot.services.change_load import CHANGE_LIMIT
from bot.services.change_load_ask import ChangeLoadAsks
from bot.services.change_page import ChangePages
from bot.services.change_pulse import ChangePulses
from bot.services.change_pulse_answer import ChangePulseAnswers
from bot.services.change_pulse_read import ChangePulseReads
from bot.services.change_question import ChangeQuestions
from bot.services.change_question_ask import ChangeAsking
from bot.services.change_question_code import ChangeCodes
from bot.services.change_question_faq import ChangeFaqs
from bot.services.change_question_night import ChangeNight
from bot.services.change_retro import ChangeRetros
from bot.services.change_retro_card import ChangeRetroWriting
from bot.services.change_retro_read import ChangeRetroReads
from bot.services.change_step import ChangeSteps
from bot.services.change_step_change import StepsOfChange
from bot.services.change_step_invite import StepInviting
from bot.services.change_step_plan import ChangePlans
from bot.services.draft import Drafts
from bot.services.stakeholder_begin import StakeholderBegin
from bot.services.stakeholder_follow import StakeholderFollows
from bot.services.stakeholder_group import StakeholderGroups
from bot.services.stakeholder_import import StakeholderImport
from bot.services.stakeholder_list import StakeholderLists
from bot.services.workspace_limit import WorkspaceLimits
from bot.settings import Settings
from bot.slack.gateway import Slack


@dataclass(frozen=True, slots=True)
class ChangeParts:
    """What handlers and jobs are given of them."""

    hooks: ChangeHooks
    changes: Changes
    lists: ChangeLists
    pages: ChangePages
    groups: StakeholderGroups
    stakeholders: StakeholderLists
    begin: StakeholderBegin
    imports: StakeholderImport
    follows: StakeholderFollows
    impacts: ChangeImpacts
    affected: ChangeAffected
    sending: AnnouncementSending
    out: AnnouncementsOut
    replies: AnnouncementReplies
    corrections: AnnouncementCorrections
    figures: AnnouncementFigures
    reminders: AnnouncementReminders
    hands: ChangeHands
    heartbeats: ChangeHeartbeats
    asking: ChangeAsking
    questions: ChangeQuestions
    codes: ChangeCodes
    faqs: ChangeFaqs
    night: ChangeNight
    limits: WorkspaceLimits
    calendars: ChangeCalendars
    closing: ChangeClosing
    load_asks: ChangeLoadAsks
    edits: AnnouncementEdits
    writing: AnnouncementWriting
    plain: PlainAnnouncements
    desk: AnnouncementDesk
    signing: AnnouncementSigning
    carrying: AnnouncementCarrying
    states: AnnouncementStates
    announcement_lists: AnnouncementLists
    plans: ChangePlans
    steps: ChangeSteps
    inviting: StepInviting
    pulses: ChangePulses
    pulse_answers: ChangePulseAnswers
    pulse_reads: ChangePulseReads
    retros: ChangeRetros
    retro_writing: ChangeRetroWriting
    retro_reads: ChangeRetroReads

    async def begin_nights(self, workspace_id: str) -> None:
        """Set the timers of the first night; those that wait already stay."""
        await self.night.begin(workspace_id)
        await self.reminders.begin(workspace_id)
        await self.heartbeats.begin(workspace_id)


def change_parts(
    settings: Settings,
    database: Database,
    clock: Clock,
    ledger: Ledger,
    audit: Audit,
    slack_for: Callable[[str], Awaitable[Slack]],
) -> ChangeParts:
    """Put them together, and let each do its part when a change ends or goes on."""
    hooks = ChangeHooks()
    groups = StakeholderGroups(database, audit)
    begin = StakeholderBegin(database, audit, groups)
    follows = StakeholderFollows(database, clock, slack_for)
    way = AnnouncementWay(ledger, hooks)
    sending = AnnouncementSending(database, clock, audit, way, follows)
    edits = AnnouncementEdits(database, clock, audit, sending)
    hooks.would_stop.append(way.would_stop)
    hooks.stopped.append(way.stop_with)
    states = AnnouncementStates(database, clock, audit, sending)
    hooks.stopped.append(states.change_stopped)
    hooks.goes_on.append(states.asks_wait)
    hooks.deleted.append(states.change_deleted)
    of_plan = StepsOfChange(clock, ledger)
    hooks.would_stop.append(of_plan.would_stop)
    hooks.goes_on.append(of_plan.goes_on)
    hooks.stopped.append(of_plan.ended)
    seal = Seal(settings.secret_key)
    pulses = ChangePulses(database, clock, ledger, seal, audit)
    hooks.would_stop.append(pulses.would_stop)
    hooks.stopped.append(pulses.drop)
    hooks.embedded.append(pulses.drop)
    hooks.embedded.append(of_plan.ended)
    return ChangeParts(
        hooks=hooks,
        changes=Changes(database, clock, ledger, audit, hooks),
        lists=ChangeLists(database, clock),
        pages=ChangePages(database, clock),
        sending=sending,
        out=AnnouncementsOut(database, clock),
        replies=AnnouncementReplies(database, clock, ledger),
        corrections=AnnouncementCorrections(database, clock, ledger, audit),
        figures=AnnouncementFigures(database, clock),
        reminders=AnnouncementReminders(database, clock, ledger, audit),
        hands=ChangeHands(database, clock, ledger),
        heartbeats=ChangeHeartbeats(database, clock, ledger, audit),
        asking=ChangeAsking(database, clock, ledger, settings.command),
        questions=ChangeQuestions(database, clock, ledger, audit),
        codes=ChangeCodes(database, clock, ledger),
        faqs=ChangeFaqs(database, clock, settings.command),
        night=ChangeNight(database, clock, ledger),
        groups=groups,
        stakeholders=StakeholderLists(database, begin, settings.command),
        begin=begin,
        imports=StakeholderImport(database, Drafts(clock), audit, groups),
        follows=follows,
        impacts=ChangeImpacts(database, audit),
        affected=ChangeAffected(database),
        closing=ChangeClosing(database, clock, audit, hooks),
        calendars=ChangeCalendars(database, clock),
        limits=WorkspaceLimits(database, audit, CHANGE_LIMIT),
        load_asks=ChangeLoadAsks(database, clock, ledger, audit),
        edits=edits,
        writing=AnnouncementWriting(database, clock, audit, sending, edits),
        plain=PlainAnnouncements(database, clock, audit),
        desk=AnnouncementDesk(database, clock),
        signing=AnnouncementSigning(database, clock, audit, sending, edits),
        carrying=AnnouncementCarrying(sending),
        states=states,
        announcement_lists=AnnouncementLists(database, clock),
        plans=ChangePlans(database, clock),
        steps=ChangeSteps(database, clock, ledger, audit),
        inviting=StepInviting(database, clock, ledger, audit),
        pulses=pulses,
        pulse_answers=ChangePulseAnswers(database, clock, seal),
        pulse_reads=ChangePulseReads(database),
        retros=ChangeRetros(database, clock, ledger, seal, audit),
        retro_writing=ChangeRetroWriting(database, clock, seal),
        retro_reads=ChangeRetroReads(database),
    )
