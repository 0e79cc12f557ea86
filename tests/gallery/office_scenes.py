"""What those see who run syncs: menu, lists, set-up, roles, and what went wrong."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.channel import ChannelFacts, ChannelWelcome
from bot.domain.home import Closed, RunningSync, Undelivered
from bot.domain.menu import MenuFacts, MenuPrompt
from bot.domain.question import DEFAULT_SYNC_QUESTIONS
from bot.domain.ritual_dates import Occurrence
from bot.domain.ritual_list import Doing, ListFacts, RitualDone
from bot.domain.ritual_setup import RULE, SavedFacts, SetupFacts
from bot.domain.role import Role, RoleFacts, RoleGiven, RoleHolder
from bot.domain.speaker import Voice
from bot.domain.sync_budget import Load
from bot.domain.sync_list import SyncRow
from bot.domain.sync_owner import PassedOn
from bot.domain.sync_planned import PlannedAsk, PlannedAway, PlannedRound
from bot.domain.sync_preview import InviteFacts, PreviewFacts
from bot.domain.sync_setup import MONTHLY, SyncChoices
from bot.domain.trouble import TroubleFacts
from bot.views import (
    channel,
    channel_invite,
    home,
    menu,
    role,
    sync_list,
    sync_missed,
    sync_owner,
    sync_preview,
    sync_questions,
    sync_setup,
    sync_try,
    trouble,
)
from bot.views.ritual_setup import Ticket
from bot.views.sync_try import TryTicket
from tests.gallery.member_scenes import DEPENDING, FORM, HOME, KINDS
from tests.gallery.scene import CLOSES, LISBON, NOW, Scene

RHYTHM = "Every Tuesday at 10:00, in each person's own time"
SYNC = ChannelFacts("C0LM000002", "#sync")
NOT_IN = replace(SYNC, can_post=False)
NEXT = CLOSES + timedelta(days=6)

MENU = MenuFacts(
    "Mara Lindqvist", LISBON, NOW, (MenuPrompt(7, "Weekly sync", "Payments", True, CLOSES),), True, True, 3, 1
)
MEMBER = replace(MENU, name="Ana Sousa", prompts=(), can_set_up=False, is_pmo=False, active=1, paused=0)

ROW = SyncRow(
    ritual_id=1,
    name="Weekly sync",
    state="active",
    rhythm=RHYTHM,
    channel=SYNC,
    owner="Mara Lindqvist",
    teams=("Payments", "Growth"),
    people=0,
    everyone=False,
    next_on=NEXT.date(),
    next_at=NEXT,
    closes_at=None,
    mine=True,
)
ROWS = (
    ROW,
    replace(ROW, ritual_id=2, name="Ops", closes_at=CLOSES, everyone=True, people=2, channel=NOT_IN),
    replace(
        ROW, ritual_id=3, name="Old", state="paused", next_on=None, next_at=None, channel=replace(SYNC, archived=True)
    ),
    replace(ROW, ritual_id=4, name="Theirs", mine=False, channel=ChannelFacts("CX", "")),
)
MANAGED = tuple(one for one in Doing if one is not Doing.RUN_LIVE)
LIST = ListFacts(ROWS, LISBON, NOW, True)


def done(doing: Doing, *, again: bool = False) -> ListFacts:
    """Return the list after something was done."""
    at = None if doing in {Doing.CLOSED, Doing.DELETED} else NEXT
    return replace(LIST, rows=ROWS[:1], done=RitualDone(doing, "Weekly sync", at, LISBON, NOW, again))


CHOICES = SyncChoices("Weekly sync", "U0LM000002", channel_id="C0LM000002", team_ids=(1, 2))
TEAMS = {1: "Payments", 2: "Growth", 3: "Platform"}
SETUP = SetupFacts(CHOICES, TEAMS, ("Europe/Lisbon", "Asia/Singapore"), LISBON, NOW)
EDITED = replace(
    SETUP,
    ritual_id=1,
    revision=3,
    draft_at=NOW - timedelta(hours=2),
    changed_by="Ben Carter",
)
MONTH = replace(CHOICES, repeats=MONTHLY, week=-1, voice=Voice.EVERYONE, people=("U0LM000001",), zone="Asia/Singapore")
RULED = replace(CHOICES, repeats=RULE, rule="FREQ=MONTHLY;BYMONTHDAY=15", answering_minutes=90, reminds=False)
ROUND = PlannedRound(
    NEXT.date(),
    NEXT.replace(hour=2),
    NEXT.replace(hour=22),
    (
        PlannedAsk("Wei Tan", "Platform", "U0LM000004", "Asia/Singapore", NEXT.replace(hour=2)),
        PlannedAsk("Ana Sousa", "Payments", "U0LM000001", LISBON, NEXT.replace(hour=10)),
        PlannedAsk("Ben Carter", "Growth", "U0LM000003", "America/Los_Angeles", NEXT.replace(hour=18)),
    ),
    away=(
        PlannedAway("Marcus Reid", "Sales", "away until 14 Aug"),
        PlannedAway("Nadia Haddad", "Sales", "does not work on Tuesdays"),
        PlannedAway("Rui Matos", "Payments", "Assumption Day (Portugal)"),
        PlannedAway("", "Mobile"),
    ),
    absent=("Sales",),
)
SHORT = replace(ROUND, short=(("Ben Carter", 60), ("Wei Tan", 90)), better="Tuesdays at 9:00")
EPIPHANY = NEXT.date() - timedelta(days=1)
MOVED = replace(ROUND, moved=Occurrence(EPIPHANY, NEXT.date(), "Epiphany"))
LEFT_OUT = replace(ROUND, left_out=(Occurrence(EPIPHANY, None, "Epiphany"),))
OURS = {"choices": CHOICES, "rhythm": RHYTHM, "channel": SYNC, "owner": "Mara Lindqvist", "own": False}
PREVIEW = PreviewFacts(**OURS, rounds=(ROUND,) * 4, asked=3, load=Load(1), zone=LISBON, now=NOW)
HARD = replace(
    PREVIEW,
    channel=NOT_IN,
    rounds=(replace(SHORT, off=("Ben Carter", "Wei Tan"), unreached=("Chloe Dubois",)),) * 4,
    hands_over=True,
    load=Load(6, (1, 2), ("Ops",), (("Ops", 12), ("Daily", 3))),
    busy=("Ana Sousa", "Wei Tan"),
    own=True,
    ritual_id=1,
    running=CLOSES,
    redrawn=True,
)
SAVED = SavedFacts(1, "Weekly sync", RHYTHM, SYNC, NEXT, LISBON, NOW)

RUNNING = RunningSync(1, "Weekly sync", "active", NEXT, asked=5, answered=3, closes_at=CLOSES)
OFFICE = replace(
    HOME,
    name="Mara Lindqvist",
    sets_up=True,
    runs=True,
    syncs=(RUNNING, replace(RUNNING, ritual_id=2, name="Old", state="paused", next_at=None, closes_at=None)),
    undelivered=(
        Undelivered(
            "sync_rollup:1", "sync_rollup", "#sync", "The channel is archived.", unknown=False, sync="Weekly sync"
        ),
        Undelivered("sync_prompt:7", "sync_prompt", "Ana Sousa", "nobody knows whether it arrived", unknown=True),
    ),
    closed=(Closed(1, "#sync", "Weekly sync", archived=True), Closed(2, "#ops", "Ops", archived=False)),
)
FULL = replace(
    OFFICE,
    syncs=tuple(replace(RUNNING, ritual_id=n) for n in range(40)),
    undelivered=tuple(replace(OFFICE.undelivered[1], key=f"key:{n}") for n in range(40)),
    closed=tuple(replace(OFFICE.closed[0], ritual_id=n) for n in range(40)),
)
ROLES = RoleFacts(
    (RoleHolder("U0LM000002", "Mara Lindqvist", Role.PMO, admin=True),),
    (RoleHolder("U0LM000001", "Ana Sousa", Role.LEAD),),
    True,
)
TROUBLE = TroubleFacts("Weekly sync", "#sync", "The channel is archived.", ritual_id=1)
TICKET = Ticket()


SCENES = (
    Scene(menu.menu, "of the PMO", {"facts": MENU, "command": "/pmo"}),
    Scene(menu.menu, "of a member", {"facts": MEMBER, "command": "/pmo"}),
    Scene(
        menu.menu, "before the first sync", {"facts": replace(MENU, prompts=(), active=0, paused=0), "command": "/pmo"}
    ),
    Scene(menu.help_message, "of the PMO", {"facts": MENU, "command": "/pmo"}),
    Scene(menu.help_message, "of a member", {"facts": MEMBER, "command": "/pmo"}),
    Scene(menu.did_you_mean, "a slip", {"typed": "snyc", "guess": "sync", "command": "/pmo"}),
    Scene(
        menu.did_you_mean, "a long guess", {"typed": "rol ana pmo", "guess": "role @ana-sousa pmo", "command": "/pmo"}
    ),
    Scene(sync_list.sync_list, "of every kind", {"facts": LIST}),
    Scene(
        sync_list.sync_list,
        "more than a page",
        {"facts": replace(LIST, rows=(ROW,) * 0 + tuple(replace(ROW, ritual_id=n) for n in range(40)))},
    ),
    *(
        Scene(sync_list.question, f"{doing}, open now", {"row": ROWS[1], "doing": doing})
        for doing in (Doing.RUN, Doing.CLOSED, Doing.DELETED)
    ),
    Scene(sync_list.question, "nothing to close", {"row": ROW, "doing": Doing.CLOSED}),
    Scene(sync_list.sync_list, "none yet", {"facts": replace(LIST, rows=())}, empty=True),
    Scene(sync_list.sync_list, "none yet, a member", {"facts": replace(LIST, rows=(), can_set_up=False)}, empty=True),
    *(Scene(sync_list.sync_list, f"{doing} just now", {"facts": done(doing)}) for doing in MANAGED),
    *(Scene(sync_list.sync_list, f"{doing} already", {"facts": done(doing, again=True)}) for doing in MANAGED),
    Scene(sync_list.done_view, "from the home tab", {"facts": done(Doing.RESUMED)}),
    Scene(sync_setup.form, "new", {"facts": SETUP, "ticket": TICKET}),
    Scene(sync_setup.form, "new, more options", {"facts": SETUP, "ticket": replace(TICKET, more=True)}),
    Scene(
        sync_setup.form,
        "nothing to choose from",
        {"facts": replace(SETUP, teams={}, choices=SyncChoices("", "U0LM000002", days=())), "ticket": TICKET},
        empty=True,
    ),
    Scene(sync_setup.form, "edited by somebody else meanwhile", {"facts": EDITED, "ticket": TICKET}),
    Scene(
        sync_setup.form,
        "monthly, everyone",
        {"facts": replace(EDITED, choices=MONTH, changed_by=""), "ticket": replace(TICKET, more=True)},
    ),
    Scene(
        sync_setup.form,
        "a rule of its own, a lead",
        {"facts": replace(SETUP, choices=RULED, all_teams=False), "ticket": replace(TICKET, more=True)},
    ),
    Scene(
        sync_setup.form,
        "more teams than a menu takes",
        {"facts": replace(SETUP, teams={n: f"Team {n}" for n in range(130)}), "ticket": TICKET},
    ),
    Scene(sync_preview.preview, "a new sync", {"facts": replace(PREVIEW, hands_over=True)}),
    Scene(sync_preview.preview, "teams of one", {"facts": PREVIEW}),
    Scene(sync_preview.preview, "with warnings", {"facts": HARD}),
    Scene(sync_preview.preview, "everyone", {"facts": replace(PREVIEW, choices=MONTH, asked=9)}),
    Scene(sync_preview.preview, "as it is", {"facts": replace(PREVIEW, ritual_id=1), "save": False}),
    Scene(sync_preview.preview, "nobody there", {"facts": replace(PREVIEW, rounds=(replace(ROUND, asks=()),))}),
    Scene(sync_preview.preview, "over a holiday", {"facts": replace(PREVIEW, rounds=(MOVED, LEFT_OUT))}),
    Scene(sync_preview.saved, "new", {"facts": SAVED}),
    Scene(
        sync_preview.saved,
        "edited, Drumbeat not in the channel",
        {"facts": replace(SAVED, channel=NOT_IN, edited=True)},
    ),
    Scene(sync_preview.saved, "paused, a second press", {"facts": replace(SAVED, opens_at=None, again=True)}),
    Scene(sync_questions.questions, "the usual ones", {"asked": DEFAULT_SYNC_QUESTIONS, "ticket": TICKET}),
    Scene(sync_questions.questions, "one's own", {"asked": KINDS, "ticket": TICKET}),
    Scene(sync_questions.question_form, "a new one", {"question": None, "asked": KINDS, "ticket": TICKET}, empty=True),
    Scene(
        sync_questions.question_form,
        "reword one with choices",
        {"question": KINDS[2], "asked": KINDS, "ticket": TICKET},
    ),
    Scene(
        sync_questions.question_form,
        "reword the check list",
        {"question": DEFAULT_SYNC_QUESTIONS[0], "asked": DEFAULT_SYNC_QUESTIONS, "ticket": TICKET},
    ),
    Scene(sync_questions.questions, "one that depends", {"asked": DEPENDING, "ticket": TICKET}),
    Scene(
        sync_questions.question_form,
        "reword one that depends",
        {"question": DEPENDING[-1], "asked": DEPENDING, "ticket": TICKET},
    ),
    Scene(sync_try.try_view, "the form as a try", {"facts": FORM, "ticket": TryTicket(None)}),
    Scene(sync_try.tried, "sent", empty=True),
    Scene(role.roles, "for the PMO", {"facts": ROLES, "command": "/pmo"}),
    Scene(role.roles, "after a change", {"facts": replace(ROLES, note="Ana Sousa is a lead now."), "command": "/pmo"}),
    Scene(role.roles, "nobody yet", {"facts": RoleFacts((), (), can_change=False), "command": "/pmo"}, empty=True),
    Scene(role.given, "lead", {"facts": RoleGiven("Mara Lindqvist", Role.LEAD, ("Payments",)), "command": "/pmo"}),
    Scene(role.given, "lead of no team", {"facts": RoleGiven("Mara Lindqvist", Role.LEAD), "command": "/pmo"}),
    Scene(role.given, "PMO", {"facts": RoleGiven("Mara Lindqvist", Role.PMO), "command": "/pmo"}),
    Scene(role.given, "member", {"facts": RoleGiven("Mara Lindqvist", Role.MEMBER, admin=True), "command": "/pmo"}),
    Scene(role.form, "the form", empty=True),
    Scene(role.changed, "done", {"sentence": "Ana Sousa is a lead now."}),
    Scene(home.home, "of the PMO", {"facts": OFFICE}),
    Scene(
        home.home,
        "of the PMO, before the first sync",
        {"facts": replace(HOME, waiting=(), updates=(), coming=(), sets_up=True, runs=True)},
        empty=True,
    ),
    Scene(
        home.home,
        "of the PMO, before the first team",
        {"facts": replace(HOME, waiting=(), updates=(), coming=(), sets_up=True, runs=True, begins=True)},
        empty=True,
    ),
    Scene(channel.welcome_message, "invited", {"facts": ChannelWelcome("U0LM000002", ("Weekly sync",), "/pmo")}),
    Scene(channel.welcome_message, "nothing comes here yet", {"facts": ChannelWelcome("", (), "/pmo")}, empty=True),
    Scene(channel_invite.invite_message, "to the owner", {"facts": InviteFacts(NOT_IN, "Weekly sync")}),
    Scene(
        channel_invite.invite_message,
        "a channel it does not see",
        {"facts": InviteFacts(ChannelFacts("CX", "", can_post=False), "Weekly sync")},
    ),
    Scene(
        sync_missed.missed_message, "one day", {"sync": "Weekly sync", "days": [date(2026, 3, 3)], "command": "/pmo"}
    ),
    Scene(
        sync_missed.missed_message,
        "a week of days",
        {"sync": "Daily", "days": [date(2026, 3, n) for n in range(1, 8)], "command": "/pmo"},
    ),
    Scene(sync_owner.passed_on_message, "one sync", {"syncs": [PassedOn(1, "Weekly sync")]}),
    Scene(sync_owner.passed_on_message, "several", {"syncs": [PassedOn(1, "Weekly sync"), PassedOn(2, "Ops")]}),
    Scene(trouble.failed_message, "a summary", {"facts": TROUBLE, "key": "sync_rollup:1"}),
    Scene(trouble.failed_message, "archived", {"facts": replace(TROUBLE, archived=True), "key": "sync_rollup:1"}),
    Scene(trouble.failed_message, "a change", {"facts": replace(TROUBLE, posted=True), "key": "sync_rollup:1"}),
    Scene(
        trouble.failed_message,
        "a change, archived",
        {"facts": replace(TROUBLE, posted=True, archived=True), "key": "sync_rollup:1"},
    ),
    Scene(trouble.stuck_message, "a sync", {"facts": TROUBLE}),
)
