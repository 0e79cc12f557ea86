"""The composition root: the only file that knows every part. Tests, playground and production differ only here."""

from collections.abc import Callable

from bot.change_parts import change_parts
from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.delivery.limited import Limited
from bot.delivery.pace import Pace, PaceLimits
from bot.delivery.patience import Patience
from bot.delivery.sender import Sender
from bot.domain.retention import Keeping
from bot.engine.port import Engine
from bot.errors import NotInstalled
from bot.parts import Parts
from bot.prometheus import PrometheusMetrics
from bot.registered import register_handlers, register_jobs
from bot.render import Words
from bot.retro_parts import retro_parts
from bot.running import Bot
from bot.services.action import Actions
from bot.services.action_list import ActionLists
from bot.services.action_new import ActionRaising
from bot.services.audit import Audit
from bot.services.away import Aways
from bot.services.away_status import AwayStatuses
from bot.services.blocker import Blockers
from bot.services.blocker_limit import BLOCKER_LIMIT
from bot.services.blocker_list import BlockerLists
from bot.services.blocker_merge import BlockerMerging
from bot.services.blocker_new import BlockerRaising
from bot.services.channel import ChannelService
from bot.services.company import CompanyService
from bot.services.decision import Decisions
from bot.services.decision_log import DecisionLogs
from bot.services.digest import Digests
from bot.services.digest_plan import DigestPlans
from bot.services.draft import Drafts
from bot.services.forget import Forgetting
from bot.services.geekbot_import import GeekbotImport
from bot.services.home import Home
from bot.services.inbox import Inbox
from bot.services.list_file import ListFiles
from bot.services.menu import Menu
from bot.services.my_data import MyData
from bot.services.opt_out import OptOuts
from bot.services.opt_out_side import RetroSide, SyncSide
from bot.services.pause import Pauses
from bot.services.people import PeopleService
from bot.services.person_import import PersonImport
from bot.services.playbook_desk import PlaybookDesk
from bot.services.reading import Readings
from bot.services.retention import Retention
from bot.services.retro_facilitate import RetroFacilitation
from bot.services.retro_hooks import RetroHooks
from bot.services.retro_manage import RetroManage
from bot.services.retro_phase import RetroPhases
from bot.services.retro_round import RetroRounds
from bot.services.retro_setup import RetroSetup
from bot.services.rhythm import Rhythms
from bot.services.role import Roles
from bot.services.search import Search
from bot.services.sync_answer import SyncAnswers
from bot.services.sync_file import SyncFiles
from bot.services.sync_follow import SyncFollows
from bot.services.sync_later import SyncLater
from bot.services.sync_manage import SyncManage
from bot.services.sync_map import SyncMaps
from bot.services.sync_round import SyncRounds
from bot.services.sync_setup import SyncSetup
from bot.services.sync_trend import SyncTrends
from bot.services.team import Teams
from bot.services.team_archive import TeamArchives
from bot.services.team_setup import TeamSetup
from bot.services.workspace_limit import WorkspaceLimits
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.charted import ChartedSlack, Charts
from bot.slack.gateway import Slack
from bot.slack.http import open_session
from bot.slack.scopes import METHODS

EngineFor = Callable[[Database, Clock], Engine]


def build(
    settings: Settings,
    *,
    clock: Clock,
    engine_for: EngineFor,
    database: Database | None = None,
    limits: PaceLimits | None = None,
    patience: Patience | None = None,
) -> Bot:
    """Put a Drumbeat together; inside a running event loop, and without calling Slack or the database."""
    database = database or Database(settings.database_url)
    # When more people click than can be served, their requests take every connection for a while. What is due is
    # planned and sent all the same, and other processes are told that this one lives.
    background = database.apart()
    http = open_session()
    metrics = PrometheusMetrics(METHODS)
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    pace = Pace(limits)
    limited = Limited(database, pace)
    engine = engine_for(background, clock)
    engine.count_by(metrics)
    ledger = Ledger(engine, clock)
    words = Words(settings.templates)
    audit, drafts = Audit(clock), Drafts(clock)
    bot: list[Bot] = []

    async def tell_pace(method: str, retry_after: float) -> None:
        # Before the start nobody knows whose token this is, and nothing is sent.
        if bot and bot[0].workspace_id:
            await limited.note(bot[0].workspace_id, method, retry_after)

    charts = Charts()
    slack = ChartedSlack(http, token, settings.slack_api_url, charts=charts, metrics=metrics, limited=tell_pace)
    # The sender tells the pace by itself, with what becomes of its row.
    sending = ChartedSlack(http, token, settings.slack_api_url, charts=charts, metrics=metrics)

    def of(workspace_id: str, one: Slack) -> Slack:
        if bot and bot[0].workspace_id not in {"", workspace_id}:
            raise NotInstalled("Drumbeat is not installed in this workspace.")
        return one

    async def slack_for(workspace_id: str) -> Slack:
        return of(workspace_id, slack)

    async def sending_for(workspace_id: str) -> Slack:
        return of(workspace_id, sending)

    sender = Sender(background, clock, sending_for, ledger, pace, patience=patience, metrics=metrics)
    rounds = SyncRounds(database, clock, ledger, metrics)
    retro_phases = RetroPhases(ledger, RetroHooks())
    retro = retro_parts(settings, database, clock, ledger, audit, retro_phases)
    retro_rounds = RetroRounds(clock, retro_phases, retro.seal)
    forgetting = Forgetting(database, clock, slack_for, ledger, rounds, retro.seal)
    change = change_parts(settings, database, clock, ledger, audit, slack_for)
    company = CompanyService(database, clock, rounds, retro.seal, change.hooks)
    playbook = PlaybookDesk.of(database, clock, ledger, audit)
    people = PeopleService(database, clock, slack_for, rounds, ledger, AwayStatuses(database, clock, rounds))
    parts = Parts(
        settings=settings,
        clock=clock,
        database=database,
        engine=engine,
        ledger=ledger,
        sender=sender,
        words=words,
        slack_for=slack_for,
        people=people,
        channels=ChannelService(database, clock, ledger),
        rounds=rounds,
        answers=SyncAnswers(database, clock, rounds, ledger),
        actions=Actions(database, clock, ledger, audit),
        action_lists=ActionLists(database, clock),
        action_raising=ActionRaising(database, clock, ledger, audit),
        decisions=Decisions(database, clock, ledger, audit),
        decision_logs=DecisionLogs(database, clock, audit),
        digests=Digests(database, clock),
        digest_plans=DigestPlans(database, clock, audit),
        readings=Readings(database, ledger),
        later=SyncLater(database, clock, ledger),
        setup=SyncSetup(database, clock, rounds, drafts, audit, slack_for),
        follows=SyncFollows(database, clock, slack_for, people, ledger),
        manage=SyncManage(database, clock, rounds, drafts, audit),
        maps=SyncMaps(database),
        trends=SyncTrends(database),
        person_import=PersonImport(database, drafts, company),
        list_files=ListFiles(database, clock),
        files=SyncFiles(database, clock, audit),
        geekbot=GeekbotImport(database, drafts, company),
        teams=Teams(database, clock, rounds, audit),
        team_archives=TeamArchives(database, clock, rounds, ledger, audit),
        team_setup=TeamSetup(database, clock, slack_for, drafts, audit),
        home=Home(database, clock, ledger),
        menu=Menu(database, clock),
        pauses=Pauses(database, clock, audit),
        change=change,
        retros=RetroManage(database, clock, retro_rounds, drafts, audit),
        retro=retro,
        retro_rounds=retro_rounds,
        retro_setup=RetroSetup(database, clock, retro_rounds, drafts, audit, retro.seal),
        retro_facilitation=RetroFacilitation(database, clock, retro_phases, audit),
        opt_outs=OptOuts(database, clock, ledger, audit, SyncSide(rounds), RetroSide(clock)),
        my_data=MyData(database, clock, engine, forgetting, settings.command),
        aways=Aways(database, clock, slack_for, rounds, ledger, audit),
        blocker_lists=BlockerLists(database, clock),
        blocker_limits=WorkspaceLimits(database, audit, BLOCKER_LIMIT),
        blocker_raising=BlockerRaising(database, clock, ledger),
        blocker_merging=BlockerMerging(database, clock, ledger, audit),
        blockers=Blockers(database, clock, ledger),
        rhythms=Rhythms(database, clock, rounds, audit),
        roles=Roles(database, clock, ledger, audit),
        search=Search(database, clock, playbook.titles),
        playbook=playbook,
        drafts=drafts,
        audit=audit,
    )
    sender.attach(engine)
    inbox = Inbox(database, clock)
    retention = Retention(database, clock, keeping(settings))
    register_jobs(parts, retention)
    bolt = build_app(
        slack_for, inbox.first_time, wanted=playbook.offers.wanted, command=settings.command, metrics=metrics
    )
    register_handlers(bolt, parts)
    bot.append(Bot(parts, bolt, company, retention, slack, sending, http, metrics, background))
    return bot[0]


def keeping(settings: Settings) -> Keeping:
    """Return for how long the settings keep what is stored."""
    return Keeping(
        answers=settings.keep_answers,
        messages=settings.keep_messages,
        drafts=settings.keep_drafts,
        audit=settings.keep_audit,
        work=settings.keep_work,
    )
