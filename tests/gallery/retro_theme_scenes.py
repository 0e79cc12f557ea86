"""What people see when the cards of a retro are sorted into themes, and when they vote."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.playbook_codify import PageLink
from bot.domain.retro import RetroState
from bot.domain.retro_sort import SortCard, Sorted, SortTheme, ThemeForm, ThemeList
from bot.domain.retro_theme_page import CardsOf, ThemePage
from bot.domain.retro_vote import ThemeResult, Voted, VoteForm, VoteTheme
from bot.views import retro_board, retro_theme, retro_theme_page, retro_vote
from tests.gallery.retro_scenes import BOARD
from tests.gallery.scene import NOW, Scene

DAY = timedelta(days=1)
CARDS = (
    SortCard("a1", "staging was down on Tuesday"),
    SortCard("a2", "our sandbox does not answer\nand nobody knows whose it is"),
    SortCard("a3", "preview deploys per PR, please"),
)
STAGING = SortTheme(1, "staging, sandbox", suggested=True, cards=5, begins=tuple(one.text for one in CARDS))
REVIEW = SortTheme(2, "Waiting for reviews", suggested=False, cards=2, begins=("My PR is a pet now", "small PRs"))
CAKE = SortTheme(3, "the cake 🎂", suggested=True, cards=1, begins=("the cake 🎂",))
LIST = ThemeList(7, "Monthly retro", NOW + DAY, (STAGING, REVIEW, CAKE), first=0, total=3, cards=8, voting=False)
MANY = tuple(replace(STAGING, id=number, name=f"theme {number}") for number in range(20))
FORM = ThemeForm(7, 1, "staging, sandbox", suggested=True, revision=1, cards=CARDS, others=(REVIEW, CAKE), voting=False)
LARGE = tuple(SortCard(f"c{number}", f"card {number}") for number in range(60))
OTHERS = tuple(replace(STAGING, id=10 + number, name=f"theme {number}") for number in range(130))
KEPT = Sorted("Environments", merge=(3,), cards=("a1",), to="2")
MIDDLE = retro_theme.Ticket(7, 1, 1, cards=25, others=80)

PAGE = ThemePage(
    0,
    2,
    (CardsOf("staging, sandbox", tuple(one.text for one in CARDS)), CardsOf("the cake 🎂", ("the cake 🎂",))),
)
LINK = PageLink(5, "How staging stays up")
MADE = ThemePage(
    0,
    1,
    (
        CardsOf("staging, sandbox", (CARDS[0].text,), votes=3, id=1, page=LINK),
        CardsOf("the cake", ("the cake 🎂",), votes=0, id=2, page=PageLink(6, "")),
        CardsOf("reviews", ("small PRs",), votes=1, id=3),
    ),
)
COUNTED = ThemePage(1, 2, (CardsOf("staging, sandbox", (CARDS[0].text,), votes=3, goes_on=True),))
THEMES = (
    VoteTheme(1, "staging, sandbox", 5, ("staging was down on Tuesday", "sandbox, too", "keys")),
    VoteTheme(2, "Waiting for reviews", 2, ("My PR is a pet now", "Waiting for reviews again")),
    VoteTheme(3, "the cake 🎂", 1, ("the cake 🎂",)),
)
VOTE = VoteForm(7, "Monthly retro", 3, NOW + DAY, live=False, themes=THEMES, mine=(), seen="0" * 16)
CHANGED = replace(
    VOTE,
    mine=(1, 1),
    merged=(("Sandbox", "staging, sandbox"),),
    gone=("Nobody's theme",),
    sealed=False,
    changed=True,
    live=True,
)
MANY_THEMES = tuple(replace(THEMES[0], id=number, name=f"theme {number}") for number in range(130))
VOTED = Voted("Monthly retro", (("staging, sandbox", 2),), 1, NOW + DAY, live=False)
RESULTS = (
    ThemeResult("staging, sandbox", 5, suggested=True),
    ThemeResult("Waiting for reviews", 2),
    ThemeResult("the cake 🎂", 1, suggested=True),
)
TIED = tuple(replace(one, votes=votes) for one, votes in zip(RESULTS, (4, 4, 0), strict=True))
SORTED = replace(BOARD, state=RetroState.GROUPING, cards=8, themes=RESULTS)

SCENES: tuple[Scene, ...] = (
    Scene(retro_board.board_message, "themes", {"facts": SORTED}),
    Scene(retro_board.board_message, "the vote with themes", {"facts": replace(SORTED, state=RetroState.VOTING)}),
    Scene(
        retro_board.board_message,
        "many themes",
        {"facts": replace(SORTED, themes=RESULTS * 30, state=RetroState.VOTING)},
    ),
    Scene(retro_board.board_message, "voted", {"facts": replace(SORTED, state=RetroState.ACTING, themes=TIED)}),
    Scene(
        retro_board.board_message,
        "voted, one is a page",
        {"facts": replace(SORTED, state=RetroState.CLOSED, themes=(replace(TIED[0], page=LINK), *TIED[1:]))},
    ),
    Scene(retro_theme_page.page_message, "pages of the playbook", {"facts": MADE}),
    Scene(retro_theme.theme_list, "suggested", {"facts": LIST}),
    Scene(retro_theme.theme_list, "in a call", {"facts": replace(LIST, live=True)}),
    Scene(retro_theme.theme_list, "touched, during the vote", {"facts": replace(LIST, themes=(REVIEW,), voting=True)}),
    Scene(retro_theme.theme_list, "many", {"facts": replace(LIST, themes=MANY, first=20, total=60, cards=600)}),
    Scene(retro_theme.theme_form, "suggested", {"facts": FORM}),
    Scene(retro_theme.theme_form, "changed meanwhile", {"facts": replace(FORM, changed=True), "kept": KEPT}),
    Scene(
        retro_theme.theme_form,
        "large",
        {"facts": replace(FORM, cards=LARGE, others=OTHERS, voting=True), "ticket": MIDDLE},
    ),
    Scene(
        retro_theme.theme_form,
        "the only theme, called after its card",
        {"facts": replace(FORM, name=CARDS[0].text, others=(), cards=CARDS[:1])},
    ),
    Scene(retro_theme_page.page_message, "some", {"facts": PAGE}),
    Scene(retro_theme_page.page_message, "counted", {"facts": COUNTED}),
    Scene(retro_theme_page.page_message, "emptied", {"facts": ThemePage(1, 1, ())}, empty=True),
    Scene(retro_vote.vote_form, "first", {"facts": VOTE}),
    Scene(retro_vote.vote_form, "all that can have happened", {"facts": CHANGED}),
    Scene(retro_vote.vote_form, "many themes", {"facts": replace(VOTE, themes=MANY_THEMES, mine=(3,)), "first": 80}),
    Scene(retro_vote.voted, "some", {"facts": replace(VOTED, merged=(("Sandbox", "staging, sandbox"),))}),
    Scene(retro_vote.voted, "none", {"facts": replace(VOTED, given=(), left=3, live=True)}, empty=True),
)
