"""Actions of a retro: chosen after the vote, shown on the board, and what the next time begins with."""

from dataclasses import replace
from datetime import date

from bot.domain.retro import RetroState
from bot.domain.retro_action import MOST_ACTIONS, Choosing, SinceRow, VotedTheme
from bot.views import retro_action, retro_board, retro_prompt
from tests.gallery.action_scenes import DONE, DROPPED, EXPERIMENT, OF_RETRO, WORKED
from tests.gallery.retro_scenes import ASKED, BOARD
from tests.gallery.scene import Scene

THEMES = (VotedTheme(3, "Prices take weeks to decide", 5), VotedTheme(4, "Meetings", 1), VotedTheme(5, "Lunch", 0))
NAMELESS = (VotedTheme(6, "My PR had no review for four days and then I forgot", 6, quote=True), *THEMES)
CHOOSING = Choosing(9, "Monthly retro", THEMES, "#payments", "UANA", date(2026, 4, 2), date(2026, 4, 2))
SINCE = (
    SinceRow(replace(OF_RETRO, id=21), own=True),
    SinceRow(replace(EXPERIMENT, id=22), own=True),
    SinceRow(replace(OF_RETRO, id=23, carried=2), own=False),
    SinceRow(replace(DONE, id=24), own=False),
    SinceRow(replace(WORKED, id=25), own=False),
    SinceRow(replace(WORKED, id=26, worked=False), own=True),
    SinceRow(replace(DROPPED, id=27), own=False),
)
MADE = (replace(OF_RETRO, id=31), replace(DONE, id=32, theme=""), replace(EXPERIMENT, id=33))

SCENES = (
    Scene(retro_action.choose_form, "with one more action", {"facts": CHOOSING, "most": MOST_ACTIONS}),
    *(
        Scene(retro_action.choose_form, name, {"facts": facts})
        for name, facts in (
            ("after the vote", CHOOSING),
            ("with a theme that has no name", replace(CHOOSING, themes=NAMELESS)),
            ("without themes, the last one", replace(CHOOSING, themes=(), next_on=None)),
        )
    ),
    *(
        Scene(retro_prompt.prompt_message, name, {"facts": replace(ASKED, since=since)})
        for name, since in (
            ("with what became of last time", SINCE),
            ("with somebody else's action", SINCE[2:3]),
            (
                "with many of one's own",
                tuple(SinceRow(replace(OF_RETRO, id=n, carried=2), own=True) for n in range(12)),
            ),
            (
                "with many asked apart",
                tuple(SinceRow(replace(OF_RETRO, id=n), own=True, asked=True) for n in range(12)),
            ),
            ("with one that is settled for now", (SinceRow(OF_RETRO, own=True),)),
        )
    ),
    Scene(retro_board.board_message, "begins with last time", {"facts": replace(BOARD, since=SINCE)}),
    Scene(
        retro_board.board_message,
        "what will be done",
        {"facts": replace(BOARD, state=RetroState.CLOSED, cards=9, made=MADE)},
    ),
)
