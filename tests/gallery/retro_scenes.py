"""What people see of retros: set up, listed, opened, phase by phase."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.channel import ChannelFacts
from bot.domain.coming import Coming
from bot.domain.home import HomeFacts
from bot.domain.pause import Pause
from bot.domain.retro import Hindrance, RetroState
from bot.domain.retro_away import AwayFacts
from bot.domain.retro_board import BoardFacts, TurnFacts
from bot.domain.retro_format import OWN, columns_of
from bot.domain.retro_home import HomeRetros, OpenRetro, RunningRetro
from bot.domain.retro_list import RetroRow
from bot.domain.retro_preview import PlannedAsk, PlannedRetro, RetroPreviewFacts
from bot.domain.retro_prompt import RetroPromptFacts
from bot.domain.retro_setup import RetroChoices
from bot.domain.ritual_list import Doing, ListFacts, RitualDone
from bot.domain.ritual_setup import SavedFacts, SetupFacts
from bot.views import home, retro_board, retro_list, retro_notice, retro_preview, retro_prompt, retro_setup
from bot.views.ritual_setup import Ticket
from tests.gallery.scene import LISBON, NOW, Scene

DAY = timedelta(days=1)
IN = ChannelFacts("C1", "#payments")
OUT = ChannelFacts("C1", "#payments", can_post=False)
ARCHIVED = ChannelFacts("C1", "#payments", can_post=False, archived=True)
HIDDEN = ChannelFacts("C1", "", can_post=False)
CHOICES = RetroChoices("Monthly retro", "U1", channel_id="C1", team_ids=(1,))
FORM = SetupFacts(CHOICES, {1: "Payments", 2: "Growth"}, ("Europe/Lisbon", "Asia/Singapore"), LISBON, NOW)
OWN_COLUMNS = replace(FORM, choices=replace(CHOICES, format=OWN, columns="Keep\nChange: Fewer meetings"))
EDITED = replace(FORM, ritual_id=7, revision=2, draft_at=NOW - DAY, changed_by="Ana Sousa")
RULED = replace(FORM, choices=replace(CHOICES, repeats="rule", rule="FREQ=WEEKLY;BYDAY=TU", zone="Asia/Singapore"))
ASKS = (
    PlannedAsk(NOW, "Asia/Singapore", "Wei Tan"),
    PlannedAsk(NOW + DAY / 4, LISBON, "Ana Sousa"),
    PlannedAsk(NOW + DAY / 4, LISBON, "Rui Matos"),
)
AWAY = (("", ""), ("Inês Duarte", "away until 3 Apr"))
PLANNED = PlannedRetro(date(2026, 3, 26), ASKS, AWAY, NOW, NOW + 3 * DAY, NOW + 4 * DAY, NOW + 5 * DAY)
NOBODY = replace(PLANNED, asks=(), holiday="Good Friday")
PREVIEW = RetroPreviewFacts(
    choices=CHOICES,
    columns=columns_of("worked"),
    rhythm="On the last Thursday of every month at 14:00, in each person's own time",
    channel=IN,
    rounds=(PLANNED, NOBODY, PLANNED, PLANNED),
    people=5,
    owner="Ana Sousa",
    own=True,
    zone=LISBON,
    now=NOW,
)
REDRAWN = replace(PREVIEW, redrawn=True, running=True, own=False, channel=OUT, ritual_id=7)
STOPPED = replace(PREVIEW, paused=Pause("Mara Lindqvist", NOW - DAY, None))
SAVED = SavedFacts(7, "Monthly retro", PREVIEW.rhythm, IN, NOW + DAY, LISBON, NOW)
ROW = RetroRow(
    ritual_id=7,
    name="Monthly retro",
    state="active",
    rhythm=PREVIEW.rhythm,
    channel=IN,
    owner="Ana Sousa",
    teams=("Growth", "Payments"),
    anonymous=True,
    next_on=date(2026, 3, 26),
    next_at=NOW + 20 * DAY,
    mine=True,
)
WRITING = replace(ROW, ritual_id=10, mine=False, takes_part=True, phase=RetroState.COLLECTING, until=NOW + DAY)
ROWS = (
    ROW,
    replace(WRITING, round_id=9),
    replace(WRITING, ritual_id=11, phase=None, until=None),
    *(
        replace(ROW, ritual_id=20 + number, phase=phase, until=NOW + DAY, mine=number % 2 == 0)
        for number, phase in enumerate(
            (RetroState.COLLECTING, RetroState.FEW, RetroState.GROUPING, RetroState.VOTING, RetroState.ACTING)
        )
    ),
    *(
        replace(ROW, ritual_id=30 + number, phase=phase, live_with="Mara Lindqvist")
        for number, phase in enumerate((RetroState.COLLECTING, RetroState.GROUPING, RetroState.VOTING))
    ),
    replace(ROW, ritual_id=8, state="paused", next_on=None, next_at=None, channel=ARCHIVED),
    replace(ROW, ritual_id=9, next_on=None, next_at=None, teams=(), channel=OUT, anonymous=False),
)
MANAGED = (Doing.PAUSED, Doing.RESUMED, Doing.RUN, Doing.RUN_LIVE, Doing.DELETED)
LIST = ListFacts(ROWS, LISBON, NOW, can_set_up=True)
DONE = RitualDone(Doing.PAUSED, "Monthly retro", NOW + DAY, LISBON, NOW, going=True, channel="#payments")
BOARD = BoardFacts(
    round_id=9,
    retro="Monthly retro",
    day=date(2026, 3, 2),
    state=RetroState.COLLECTING,
    columns=columns_of("worked"),
    anonymous=True,
    votes=3,
    facilitator="Ana Sousa",
    reveal_at=NOW + 3 * DAY,
    vote_at=NOW + 4 * DAY,
    ends_at=NOW + 5 * DAY,
    next_on=date(2026, 3, 26),
)
SHOWN = replace(BOARD, cards=12, hidden=1)
AWAY_BOARD = replace(SHOWN, state=RetroState.ACTING, away=True, away_until=date(2026, 4, 3))
WAITS = AwayFacts(9, "Monthly retro", RetroState.ACTING, "Ana Sousa", "#payments", date(2026, 4, 3))
TURN = TurnFacts(replace(BOARD, state=RetroState.FEW), RetroState.FEW, "#payments", LISBON, NOW)
AGREEING = replace(BOARD, state=RetroState.FEW, by_consent=True)
ASKED = RetroPromptFacts(
    part_id=11,
    round_id=9,
    retro="Monthly retro",
    state="pending",
    phase=RetroState.COLLECTING,
    columns=columns_of("worked"),
    anonymous=True,
    channel="#payments",
    reveal_at=NOW + 3 * DAY,
    reader="Rui Matos",
    owner="Ana Sousa",
    rhythm=PREVIEW.rhythm,
    zone=LISBON,
    now=NOW,
)


def boards() -> tuple[Scene, ...]:
    """The board in each state."""
    states = [Scene(retro_board.board_message, state, {"facts": replace(SHOWN, state=state)}) for state in RetroState]
    return (
        *states,
        Scene(retro_board.board_message, "with names", {"facts": replace(BOARD, anonymous=False)}),
        *(
            Scene(retro_board.board_message, f"names, {one}", {"facts": replace(BOARD, state=one, by_consent=True)})
            for one in (RetroState.FEW, RetroState.DISCARDED)
        ),
        Scene(retro_board.board_message, "who runs it is away", {"facts": AWAY_BOARD}),
        Scene(retro_board.board_message, "away, and live", {"facts": replace(BOARD, live=True, away=True)}),
        Scene(retro_board.board_message, "live", {"facts": replace(BOARD, live=True)}),
        Scene(retro_board.board_message, "nothing written", {"facts": replace(BOARD, state=RetroState.CLOSED)}),
        Scene(retro_board.board_message, "deleted", {"facts": replace(BOARD, deleted=True)}),
    )


def turns() -> tuple[Scene, ...]:
    """What the facilitator is told when it is their turn, and when it is not any more."""
    waits = (RetroState.FEW, RetroState.GROUPING, RetroState.ACTING)
    theirs = [
        Scene(
            retro_board.turn_message, f"at {one}", {"facts": replace(TURN, board=replace(SHOWN, state=one), state=one)}
        )
        for one in waits
    ]
    over = [
        Scene(retro_board.turn_message, f"gone on to {one}", {"facts": replace(TURN, board=replace(SHOWN, state=one))})
        for one in RetroState
        if one is not RetroState.FEW
    ]
    return (
        *theirs,
        *over,
        Scene(retro_board.turn_message, "names asked", {"facts": replace(TURN, board=AGREEING)}),
        Scene(retro_board.turn_message, "taken over", {"facts": replace(TURN, theirs=False)}),
        Scene(retro_board.turn_message, "deleted", {"facts": replace(TURN, board=replace(BOARD, deleted=True))}),
    )


def prompts() -> tuple[Scene, ...]:
    """The question for cards, and the reminder."""
    cases = {
        "asking": ASKED,
        "the first ever": replace(ASKED, first_contact=True),
        "with names": replace(ASKED, anonymous=False),
        "skipped": replace(ASKED, state="skipped"),
        "too few": replace(ASKED, phase=RetroState.FEW),
        "discarded": replace(ASKED, phase=RetroState.DISCARDED),
        "stays sealed": replace(ASKED, phase=RetroState.DISCARDED, by_consent=True),
        "over": replace(ASKED, phase=RetroState.GROUPING),
        "nothing written": replace(ASKED, phase=RetroState.CLOSED, nothing=True),
        "deleted": replace(ASKED, deleted=True),
    }
    views = (retro_prompt.prompt_message, retro_prompt.nudge_message)
    return tuple(Scene(view, name, {"facts": facts}) for view in views for name, facts in cases.items())


def homes() -> tuple[Scene, ...]:
    """The home tab of whoever takes part, and of whoever runs retros."""
    phases = (RetroState.COLLECTING, RetroState.FEW, RetroState.GROUPING, RetroState.VOTING, RetroState.ACTING)
    asked = OpenRetro(9, "Monthly retro", RetroState.COLLECTING, "#payments", NOW + DAY, "pending", 11)
    waiting = tuple(replace(asked, round_id=number, phase=one) for number, one in enumerate(phases))
    live = tuple(replace(one, round_id=20 + one.round_id, live_with="Mara Lindqvist") for one in waiting)
    waiting = (*waiting, *live, replace(asked, round_id=99, takes_part=False, state="", part_id=None, runs=True))
    going = RunningRetro(7, "Monthly retro", "active", NOW + 20 * DAY)
    running = tuple(replace(going, retro_id=number, phase=one, until=NOW) for number, one in enumerate(phases))
    running += tuple(replace(one, retro_id=20 + one.retro_id, live_with="Mara Lindqvist") for one in running)
    states = (going, replace(going, retro_id=8, state="paused", next_at=None), replace(going, retro_id=9, next_at=None))
    facts = HomeFacts("Ana Sousa", LISBON, NOW, sets_up=True)
    member = HomeRetros(
        (asked, replace(asked, round_id=10, state="skipped")), (Coming("Monthly retro", NOW + DAY, ()),)
    )
    return (
        Scene(home.home, "retros of a member", {"facts": replace(facts, sets_up=False, retros=member)}),
        Scene(home.home, "retros in all phases", {"facts": replace(facts, retros=HomeRetros(waiting, (), running))}),
        Scene(home.home, "retros that come", {"facts": replace(facts, retros=HomeRetros((), (), states))}),
    )


SCENES: tuple[Scene, ...] = (
    *homes(),
    Scene(retro_setup.form, "new", {"facts": FORM, "ticket": Ticket()}),
    Scene(retro_setup.form, "all options", {"facts": OWN_COLUMNS, "ticket": Ticket(more=True, anew=1)}),
    Scene(retro_setup.form, "of an edit", {"facts": EDITED, "ticket": Ticket()}),
    Scene(retro_setup.form, "a rule of a file", {"facts": RULED, "ticket": Ticket(more=True)}),
    Scene(retro_setup.form, "without teams", {"facts": replace(FORM, teams={}), "ticket": Ticket()}),
    Scene(retro_preview.preview, "new", {"facts": PREVIEW}),
    Scene(retro_preview.preview, "of an edit", {"facts": REDRAWN}),
    Scene(retro_preview.preview, "paused", {"facts": STOPPED}),
    Scene(retro_preview.saved, "new", {"facts": SAVED}),
    Scene(
        retro_preview.saved, "of a paused one", {"facts": replace(SAVED, opens_at=None, edited=True, channel=HIDDEN)}
    ),
    Scene(retro_list.retro_list, "all states", {"facts": LIST}),
    Scene(
        retro_list.retro_list, "paused by the PMO", {"facts": replace(LIST, paused=Pause("Mara Lindqvist", NOW, None))}
    ),
    Scene(
        retro_list.retro_list,
        "many",
        {"facts": replace(LIST, rows=tuple(replace(ROW, ritual_id=n) for n in range(50)))},
    ),
    Scene(retro_list.retro_list, "none", {"facts": replace(LIST, rows=())}, empty=True),
    Scene(retro_list.retro_list, "none for a member", {"facts": replace(LIST, rows=(), can_set_up=False)}, empty=True),
    *(
        Scene(retro_list.done_view, doing, {"facts": replace(LIST, done=replace(DONE, doing=doing, posts=posts))})
        for doing, posts in zip(MANAGED, (True, True, False, True, True), strict=True)
    ),
    Scene(retro_list.done_view, "paused already", {"facts": replace(LIST, done=replace(DONE, again=True))}),
    *(Scene(retro_list.question, doing, {"row": ROWS[1], "doing": doing}) for doing in retro_list.RETROS.asked),
    *boards(),
    *turns(),
    *prompts(),
    *(
        Scene(
            retro_notice.missed_message,
            why,
            {"retro": "Monthly retro", "days": [NOW.date(), NOW.date()], "why": why, "command": "/pmo"},
        )
        for why in Hindrance
    ),
    Scene(retro_preview.preview, "two people", {"facts": replace(PREVIEW, people=2)}),
    Scene(retro_notice.channel_message, "archived", {"retro_id": 7, "retro": "Monthly retro", "channel": ARCHIVED}),
    Scene(retro_notice.channel_message, "not invited", {"retro_id": 7, "retro": "Monthly retro", "channel": HIDDEN}),
    Scene(retro_notice.waits_message, "for who is away", {"facts": WAITS}),
    Scene(retro_notice.waits_message, "too few wrote", {"facts": replace(WAITS, state=RetroState.FEW, until=None)}),
    Scene(retro_notice.waits_message, "to be sorted", {"facts": replace(WAITS, state=RetroState.GROUPING)}),
    Scene(retro_notice.waits_message, "no more", {"facts": replace(WAITS, over=True)}),
    Scene(retro_notice.taken_message, "by another", {"retro": "Monthly retro", "by": "Rui Matos"}),
    Scene(retro_notice.passed_on_message, "two", {"names": ["Growth retro", "Monthly retro"], "command": "/pmo"}),
    Scene(retro_notice.passed_on_message, "one", {"names": ["Monthly retro"], "command": "/pmo"}),
)
