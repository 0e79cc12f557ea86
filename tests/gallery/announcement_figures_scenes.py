"""What came of an announcement: figures and names."""

from dataclasses import replace

from bot.domain.announcement import ReaderState, Reply
from bot.domain.announcement_figures import FiguresFacts, GroupFigures, ReaderRow, ReadersFacts, RepliesFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import announcement_figures, change_page
from tests.gallery.change_scenes import HEAD
from tests.gallery.scene import Scene

TITLE = "Sales and marketing join the product teams"
SALES = GroupFigures(1, "Sales", 120, 118, 90, 6, 2, 20)
MARKETING = GroupFigures(2, "Marketing", 40, 40, 31, 1, 0, 8)
FACTS = FiguresFacts(
    7,
    TITLE,
    asks=True,
    must_read=True,
    groups=(SALES, MARKETING),
    waiting=1,
    unreached={"This person's account is deactivated.": 1},
    names=True,
    remind=26,
)
TEAM = replace(
    FACTS, groups=(GroupFigures(0, "Your team", 6, 6, 4, 1, 0, 1),), waiting=0, unreached={}, own_team=True, remind=0
)
ROWS = (
    ReaderRow(1, "Ines Duarte", "Sales", ReaderState.TOLD, Reply.NONE),
    ReaderRow(2, "Wei Ling Tan", "Sales", ReaderState.WAITING, Reply.NONE),
    ReaderRow(5, "Jonas Weber", "Sales", ReaderState.WAITING, Reply.NONE, "away until 6 Mar"),
    ReaderRow(3, "Ben Carter", "Sales", ReaderState.UNREACHED, Reply.NONE, "This person's account is deactivated."),
    ReaderRow(4, "Ana Sousa", "Marketing", ReaderState.TOLD, Reply.GOT),
)
NAMES = ReadersFacts(7, TITLE, ROWS, 160, groups={1: "Sales", 2: "Marketing"})


def page(words: Words, facts: RepliesFacts) -> Message:
    """Return a change's page that leads to the replies."""
    return change_page.page(words, HEAD, announcement_figures.replies_blocks(words, facts))


SCENES = (
    *(
        Scene(announcement_figures.figures_message, name, {"facts": facts})
        for name, facts in (
            ("two groups", FACTS),
            ("some are away", replace(FACTS, waiting=4, away=3)),
            ("nobody to remind", replace(FACTS, remind=0)),
            ("a lead's own team", TEAM),
            ("asks for nothing", replace(FACTS, asks=False, remind=0, names=False)),
            ("nobody gets it", replace(FACTS, groups=(), waiting=0, unreached={}, remind=0)),
            ("nobody of the team", replace(TEAM, groups=(GroupFigures(0, "Your team"),))),
        )
    ),
    *(
        Scene(announcement_figures.names_message, name, {"facts": facts})
        for name, facts in (
            ("the first page", NAMES),
            ("the last of a group", replace(NAMES, first=156, group_id=1)),
            ("a lead's own team", replace(NAMES, total=4, own_team=True)),
            ("nobody", replace(NAMES, rows=(), total=0, group_id=2)),
        )
    ),
    Scene(page, "with replies", {"facts": RepliesFacts(((7, TITLE),))}),
)
