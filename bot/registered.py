"""Everything that listens to people, and everything that comes by time: the other half of bot/app.py."""

from slack_bolt.async_app import AsyncApp

import handlers.action
import handlers.announcement
import handlers.announcement_check
import handlers.announcement_figures
import handlers.announcement_form
import handlers.announcement_reply
import handlers.announcement_send
import handlers.announcement_sign
import handlers.away
import handlers.blocker
import handlers.blocker_new
import handlers.change
import handlers.change_close
import handlers.change_hand
import handlers.change_heartbeat
import handlers.change_load
import handlers.change_pulse
import handlers.change_question
import handlers.change_retro
import handlers.change_step
import handlers.change_step_part
import handlers.channel
import handlers.decision
import handlers.digest
import handlers.geekbot_import
import handlers.home
import handlers.list_file
import handlers.menu
import handlers.my_data
import handlers.opt_out
import handlers.pause
import handlers.people
import handlers.person_import
import handlers.playbook
import handlers.reading
import handlers.retro_action
import handlers.retro_board
import handlers.retro_card
import handlers.retro_manage
import handlers.retro_names
import handlers.retro_report
import handlers.retro_setup
import handlers.retro_systemic
import handlers.retro_theme
import handlers.retro_vote
import handlers.retro_why
import handlers.rhythm
import handlers.role
import handlers.shortcut
import handlers.sync_answer
import handlers.sync_file
import handlers.sync_follow
import handlers.sync_later
import handlers.sync_manage
import handlers.sync_map
import handlers.sync_questions
import handlers.sync_setup
import handlers.sync_trend
import handlers.sync_try
import handlers.team
import handlers.team_setup
import handlers.words
from bot.jobs import action as action_jobs
from bot.jobs import announcement as announcement_jobs
from bot.jobs import announcement_reply as announcement_reply_jobs
from bot.jobs import announcement_sign as announcement_sign_jobs
from bot.jobs import away as away_jobs
from bot.jobs import blocker as blocker_jobs
from bot.jobs import change_hand as change_hand_jobs
from bot.jobs import change_heartbeat as change_heartbeat_jobs
from bot.jobs import change_load as change_load_jobs
from bot.jobs import change_pulse as change_pulse_jobs
from bot.jobs import change_question as change_question_jobs
from bot.jobs import change_retro as change_retro_jobs
from bot.jobs import change_step as change_step_jobs
from bot.jobs import channel as channel_jobs
from bot.jobs import channel_invite as channel_invite_jobs
from bot.jobs import decision as decision_jobs
from bot.jobs import digest as digest_jobs
from bot.jobs import my_data as my_data_jobs
from bot.jobs import opt_out as opt_out_jobs
from bot.jobs import people as people_jobs
from bot.jobs import playbook as playbook_jobs
from bot.jobs import retention as retention_jobs
from bot.jobs import retro as retro_jobs
from bot.jobs import retro_card as retro_card_jobs
from bot.jobs import retro_notice as retro_notice_jobs
from bot.jobs import retro_systemic as retro_systemic_jobs
from bot.jobs import retro_theme as retro_theme_jobs
from bot.jobs import role as role_jobs
from bot.jobs import stakeholder_follow as stakeholder_follow_jobs
from bot.jobs import sync as sync_jobs
from bot.jobs import sync_follow as sync_follow_jobs
from bot.jobs import sync_map as sync_map_jobs
from bot.jobs import sync_owner as sync_owner_jobs
from bot.jobs import sync_rollup as sync_rollup_jobs
from bot.jobs import trouble as trouble_jobs
from bot.parts import Parts
from bot.services.blocker_due import BlockerTimes
from bot.services.budget_parts import STANDINGS
from bot.services.retention import Retention
from bot.services.trouble import Trouble
from bot.services.working import working_times

HANDLERS = (
    handlers.sync_answer,
    handlers.menu,
    handlers.home,
    handlers.words,
    handlers.decision,
    handlers.action,
    handlers.playbook,
    handlers.digest,
    handlers.reading,
    handlers.change,
    handlers.change_close,
    handlers.change_load,
    handlers.announcement_reply,
    handlers.announcement_figures,
    handlers.change_pulse,
    handlers.change_retro,
    handlers.announcement_send,
    handlers.announcement_sign,
    handlers.announcement,
    handlers.announcement_form,
    handlers.announcement_check,
    handlers.change_hand,
    handlers.change_heartbeat,
    handlers.change_question,
    handlers.change_step,
    handlers.change_step_part,
    handlers.channel,
    handlers.people,
    handlers.sync_follow,
    handlers.role,
    handlers.away,
    handlers.blocker,
    handlers.blocker_new,
    handlers.rhythm,
    handlers.pause,
    handlers.sync_later,
    handlers.opt_out,
    handlers.retro_board,
    handlers.retro_action,
    handlers.retro_card,
    handlers.retro_names,
    handlers.retro_manage,
    handlers.retro_report,
    handlers.retro_setup,
    handlers.retro_systemic,
    handlers.retro_theme,
    handlers.retro_vote,
    handlers.retro_why,
    handlers.sync_manage,
    handlers.sync_map,
    handlers.sync_trend,
    handlers.sync_file,
    handlers.sync_questions,
    handlers.sync_setup,
    handlers.sync_try,
    handlers.person_import,
    handlers.my_data,
    handlers.geekbot_import,
    handlers.team,
    handlers.team_setup,
    handlers.shortcut,
    handlers.list_file,
)
"""First what a whole company does within the same minutes: Bolt asks one listener after the other whether a request is
its own, which for the last of them took a seventh of the processor's time."""


def register_handlers(app: AsyncApp, parts: Parts) -> None:
    """Let every handler listen."""
    for one in HANDLERS:
        one.register(app, parts)


def register_jobs(parts: Parts, retention: Retention) -> None:
    """Let the engine plan what is due, and the sender word what is to be said."""
    engine, sender, database, ledger = parts.engine, parts.sender, parts.database, parts.ledger
    sender.keep_budget(STANDINGS, working_times)
    words, clock, command = parts.words, parts.clock, parts.settings.command
    people_jobs.register(engine, database, parts.people, clock)
    my_data_jobs.register(engine, parts.my_data)
    retention_jobs.register(engine, database, retention, clock)
    channel_jobs.register(sender, words, command)
    channel_invite_jobs.register(sender, words)
    away_jobs.register(engine, sender, ledger, words)
    change_load_jobs.register(sender, words)
    pulses, answers = parts.change.pulses, parts.change.pulse_answers
    change_pulse_jobs.register(engine, sender, pulses, answers, words, command)
    retros, writing = parts.change.retros, parts.change.retro_writing
    change_retro_jobs.register(engine, sender, retros, writing, words, command)
    announcement_jobs.register(engine, sender, parts.change.sending.way, words, clock)
    announcement_sign_jobs.register(engine, sender, parts.change.carrying, words, clock)
    announcement_reply_jobs.register(engine, sender, parts.change.reminders, words, clock)
    action_jobs.register(engine, sender, ledger, words, clock)
    decision_jobs.register(engine, sender, ledger, words, clock)
    playbook_jobs.register(engine, sender, ledger, words, clock)
    change_step_jobs.register(engine, sender, ledger, words, clock)
    change_hand_jobs.register(sender, words, parts.clock)
    change_heartbeat_jobs.register(engine, sender, parts.change.heartbeats, words)
    change_question_jobs.register(engine, sender, ledger, parts.change.night, words)
    digest_jobs.register(engine, sender, ledger, words, clock, command)
    role_jobs.register(sender, words, command)
    stakeholder_follow_jobs.register(engine, database, parts.change.follows, clock)
    sync_jobs.register(engine, sender, parts.rounds, parts.later, words, clock, command)
    sync_rollup_jobs.register(sender, ledger, words, clock, command)
    retro_jobs.register(engine, sender, parts.retro_rounds, words, clock)
    retro_notice_jobs.register(engine, sender, parts.retro.aways, words, clock, command)
    retro_card_jobs.register(sender, ledger, words, clock)
    retro_systemic_jobs.register(engine, parts.retro.systemics)
    retro_theme_jobs.register(sender, words)
    blocker_jobs.register(engine, sender, BlockerTimes(ledger), words, clock, command)
    sync_map_jobs.register(sender, ledger, words, command)
    sync_follow_jobs.register(engine, sender, parts.follows, words)
    sync_owner_jobs.register(sender, words)
    opt_out_jobs.register(sender, words)
    trouble_jobs.register(engine, sender, Trouble(database, clock, ledger), words)
