"""All tables, re-exported so that the metadata is complete as soon as one of them is used."""

from models.action import Action
from models.announcement import (
    Announcement,
    AnnouncementChannel,
    AnnouncementPart,
    AnnouncementReader,
    AnnouncementSign,
)
from models.announcement_correction import AnnouncementCorrection, StakeholderLeftOut
from models.announcement_edit import AnnouncementEdit
from models.answer import Addition, Answer
from models.audit import AuditEntry
from models.away import Away
from models.base import Base, InWorkspace, UtcDateTime
from models.blocker import Blocker, BlockerStep
from models.change import Change, ChangeImpact, StakeholderFollowed, StakeholderGroup, StakeholderSource
from models.change_load import ChangeLoadAsk
from models.change_pulse import (
    ChangePulse,
    ChangePulseAnswer,
    ChangePulseAsked,
    ChangePulseResult,
    ChangePulseTheme,
)
from models.change_question import ChangeQuestion, ChangeQuestionSealed, ChangeQuestionWord
from models.change_retro import ChangeRetro, ChangeRetroAsked, ChangeRetroCard, ChangeRetroTheme
from models.change_step import ChangeStep, ChangeStepPerson
from models.channel import Channel
from models.decision import Decision, DecisionBefore, DecisionTold
from models.delivery import Delivery
from models.digest import Digest
from models.draft import Draft
from models.executor import Executor
from models.inbox import InboxEvent
from models.opt_out import OptOut
from models.pace import PaceSlot
from models.participation import Participation
from models.pause import Pause
from models.person import Person
from models.playbook import Playbook, PlaybookNote, PlaybookOffer, PlaybookVersion
from models.playbook_question import PlaybookQuestion
from models.prompt import Prompt, Turn
from models.reading import Reading
from models.retro import Retro, RetroTeam
from models.retro_card import RetroCard
from models.retro_round import RetroPart, RetroRound
from models.retro_theme import RetroTheme, RetroVote
from models.ritual import Ritual, RitualPerson, RitualTeam
from models.ritual_columns import RitualColumns
from models.round import Round
from models.speaker import Speaker
from models.team import Membership, Team
from models.timer import Timer
from models.user_group import UserGroup
from models.workspace import Workspace

__all__ = [
    "Action",
    "Addition",
    "Announcement",
    "AnnouncementChannel",
    "AnnouncementCorrection",
    "AnnouncementEdit",
    "AnnouncementPart",
    "AnnouncementReader",
    "AnnouncementSign",
    "Answer",
    "AuditEntry",
    "Away",
    "Base",
    "Blocker",
    "BlockerStep",
    "Change",
    "ChangeImpact",
    "ChangeLoadAsk",
    "ChangePulse",
    "ChangePulseAnswer",
    "ChangePulseAsked",
    "ChangePulseResult",
    "ChangePulseTheme",
    "ChangeQuestion",
    "ChangeQuestionSealed",
    "ChangeQuestionWord",
    "ChangeRetro",
    "ChangeRetroAsked",
    "ChangeRetroCard",
    "ChangeRetroTheme",
    "ChangeStep",
    "ChangeStepPerson",
    "Channel",
    "Decision",
    "DecisionBefore",
    "DecisionTold",
    "Delivery",
    "Digest",
    "Draft",
    "Executor",
    "InWorkspace",
    "InboxEvent",
    "Membership",
    "OptOut",
    "PaceSlot",
    "Participation",
    "Pause",
    "Person",
    "Playbook",
    "PlaybookNote",
    "PlaybookOffer",
    "PlaybookQuestion",
    "PlaybookVersion",
    "Prompt",
    "Reading",
    "Retro",
    "RetroCard",
    "RetroPart",
    "RetroRound",
    "RetroTeam",
    "RetroTheme",
    "RetroVote",
    "Ritual",
    "RitualColumns",
    "RitualPerson",
    "RitualTeam",
    "Round",
    "Speaker",
    "StakeholderFollowed",
    "StakeholderGroup",
    "StakeholderLeftOut",
    "StakeholderSource",
    "Team",
    "Timer",
    "Turn",
    "UserGroup",
    "UtcDateTime",
    "Workspace",
]
