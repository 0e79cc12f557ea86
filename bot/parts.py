"""Everything that handlers and jobs are given; bot/app.py puts it together."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.change_parts import ChangeParts
from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.delivery.sender import Sender
from bot.engine.port import Engine
from bot.render import Words
from bot.retro_parts import RetroParts
from bot.services.action import Actions
from bot.services.action_list import ActionLists
from bot.services.action_new import ActionRaising
from bot.services.audit import Audit
from bot.services.away import Aways
from bot.services.blocker import Blockers
from bot.services.blocker_list import BlockerLists
from bot.services.blocker_merge import BlockerMerging
from bot.services.blocker_new import BlockerRaising
from bot.services.channel import ChannelService
from bot.services.decision import Decisions
from bot.services.decision_log import DecisionLogs
from bot.services.digest import Digests
from bot.services.digest_plan import DigestPlans
from bot.services.draft import Drafts
from bot.services.geekbot_import import GeekbotImport
from bot.services.home import Home
from bot.services.list_file import ListFiles
from bot.services.menu import Menu
from bot.services.my_data import MyData
from bot.services.opt_out import OptOuts
from bot.services.pause import Pauses
from bot.services.people import PeopleService
from bot.services.person_import import PersonImport
from bot.services.playbook_desk import PlaybookDesk
from bot.services.reading import Readings
from bot.services.retro_facilitate import RetroFacilitation
from bot.services.retro_manage import RetroManage
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
from bot.slack.gateway import Slack


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one running Drumbeat. `slack_for` gives the Slack of a workspace."""

    settings: Settings
    clock: Clock
    database: Database
    engine: Engine
    ledger: Ledger
    sender: Sender
    words: Words
    slack_for: Callable[[str], Awaitable[Slack]]
    people: PeopleService
    channels: ChannelService
    rounds: SyncRounds
    answers: SyncAnswers
    actions: Actions
    action_lists: ActionLists
    action_raising: ActionRaising
    decisions: Decisions
    later: SyncLater
    decision_logs: DecisionLogs
    digests: Digests
    digest_plans: DigestPlans
    readings: Readings
    setup: SyncSetup
    manage: SyncManage
    maps: SyncMaps
    trends: SyncTrends
    files: SyncFiles
    list_files: ListFiles
    follows: SyncFollows
    teams: Teams
    team_archives: TeamArchives
    team_setup: TeamSetup
    person_import: PersonImport
    geekbot: GeekbotImport
    home: Home
    menu: Menu
    my_data: MyData
    opt_outs: OptOuts
    change: ChangeParts
    retros: RetroManage
    retro: RetroParts
    retro_rounds: RetroRounds
    retro_setup: RetroSetup
    retro_facilitation: RetroFacilitation
    aways: Aways
    pauses: Pauses
    blockers: Blockers
    rhythms: Rhythms
    blocker_lists: BlockerLists
    blocker_limits: WorkspaceLimits
    blocker_raising: BlockerRaising
    blocker_merging: BlockerMerging
    roles: Roles
    playbook: PlaybookDesk
    search: Search
    drafts: Drafts
    audit: Audit
