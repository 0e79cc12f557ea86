"""Actions: asked for, followed, listed, in their forms, and as those hear of them who wait."""

from dataclasses import replace
from datetime import date

from bot.domain.action import Action, ActionKind, ActionState
from bot.domain.action_form import ActionForm, NewAction
from bot.domain.action_list import ActionList, ActionRow, HomeActions
from bot.domain.home import HomeFacts
from bot.domain.playbook_codify import PageLink
from bot.views import action, action_form, action_list, home
from tests.gallery.scene import LISBON, NOW, Scene

TODAY, DUE = date(2026, 3, 3), date(2026, 3, 12)

OPEN = Action(
    id=7,
    text="Write one page on who decides prices",
    owner="Tiago Ferreira",
    owner_slack="U0LM000005",
    giver="Ana Sousa",
    raiser="Mara Lindqvist",
    due_on=DUE,
    state=ActionState.OPEN,
    team="Payments",
    signal="Nobody asks in #sales who may give a discount",
)
ASKED = replace(OPEN, state=ActionState.PROPOSED)
OF_RETRO = replace(OPEN, origin="Monthly retro", theme="Prices take weeks to decide", carried=3)
EXPERIMENT = replace(
    OF_RETRO, kind=ActionKind.EXPERIMENT, due_on=None, team="", text="No meetings on Wednesday mornings"
)
HELP = replace(OPEN, state=ActionState.HELP, helper="Ana Sousa", needs="Half an hour with somebody from Legal")
DONE = replace(
    OPEN,
    state=ActionState.DONE,
    effect="Two discounts in April, none had to be asked for.",
    settler="Tiago Ferreira",
    settled_on=TODAY,
)
DROPPED = replace(DONE, state=ActionState.DROPPED, effect="", reason="The new tariff made it needless.")
WORKED = replace(EXPERIMENT, state=ActionState.DONE, worked=True, effect="Two hours more.", settler="Ana Sousa")
BARE = replace(DONE, effect="")
MADE = replace(DONE, id=11, page=PageLink(5, "Who decides prices"))
MADE_FOR_FEW = replace(WORKED, id=12, page=PageLink(6, ""))

ROWS = (
    ActionRow(ASKED, own=False, acts=True),
    ActionRow(replace(OF_RETRO, id=8), own=True, acts=True),
    ActionRow(replace(HELP, id=9, signal=""), own=False, acts=False),
    ActionRow(replace(EXPERIMENT, id=10, team=""), own=False, acts=True),
)
LIST = ActionList(ROWS, first=0, more=3, words="", today=TODAY, total=7, late=2)
LISTS = {
    "the first page": LIST,
    "one's own": replace(LIST, rows=ROWS[1:2], words="mine", more=0, total=1, late=0),
    "of one's teams": replace(LIST, words="team", more=0),
    "found": replace(LIST, words="prices", more=0, late=1),
    "a full page": replace(
        LIST,
        rows=tuple(ActionRow(replace(OF_RETRO, id=n, team=f"Team {n:02}"), own=True, acts=True) for n in range(10)),
    ),
    "done": ActionList(
        tuple(
            ActionRow(one, own=False, acts=False)
            for one in (
                DONE,
                MADE,
                MADE_FOR_FEW,
                replace(BARE, id=13, settled_on=None),
                replace(WORKED, id=14, worked=False),
            )
        ),
        first=0,
        more=2,
        words="done",
        today=TODAY,
        total=7,
    ),
    **{
        f"nothing, {words or 'all'}": ActionList((), 0, 0, words, TODAY)
        for words in ("", "mine", "team", "done", "prices")
    },
}
FORMS = (
    action_form.hand_form,
    action_form.date_form,
    action_form.smaller_form,
    action_form.done_form,
    action_form.help_form,
    action_form.drop_form,
)

SCENES = (
    *(
        Scene(action.asked_message, name, {"one": one, "today": TODAY, "theirs": theirs, "left": left})
        for name, one, theirs, left in (
            ("will you take it", ASKED, True, ""),
            ("since somebody left", replace(ASKED, origin="Monthly retro"), True, "Rui Matos"),
            ("accepted", OPEN, True, ""),
            ("accepted, needs help", HELP, True, ""),
            ("accepted, somebody helps", replace(HELP, state=ActionState.OPEN), True, ""),
            ("past its day", replace(ASKED, due_on=date(2026, 3, 2)), True, ""),
            ("accepted past its day", replace(OPEN, due_on=date(2026, 3, 2)), True, ""),
            ("handed over", ASKED, False, ""),
            ("handed over and accepted", OPEN, False, ""),
            ("an experiment", replace(EXPERIMENT, state=ActionState.PROPOSED), True, ""),
            ("done", DONE, True, ""),
            ("done, in a word", BARE, True, ""),
            ("dropped", DROPPED, True, ""),
            ("dropped without a reason", replace(DROPPED, reason=""), True, ""),
        )
    ),
    *(
        Scene(action.due_message, name, {"one": one, "today": TODAY, "on": on, "theirs": theirs, "late": late})
        for name, one, on, theirs, late in (
            ("before the day", OF_RETRO, DUE, True, False),
            ("needs help", HELP, DUE, True, False),
            ("somebody helps", replace(HELP, state=ActionState.OPEN), DUE, True, False),
            ("after the day", replace(OPEN, due_on=date(2026, 3, 2)), date(2026, 3, 2), True, True),
            ("another date", OPEN, date(2026, 3, 2), True, True),
            ("handed over", OPEN, DUE, False, False),
            ("done", DONE, DUE, True, False),
            ("dropped", replace(DROPPED, reason=""), DUE, True, True),
        )
    ),
    *(
        Scene(action.help_message, name, {"one": one, "today": TODAY})
        for name, one in (
            ("wanted", HELP),
            ("somebody helps", replace(HELP, state=ActionState.OPEN)),
            ("not needed now", OPEN),
            ("done", DONE),
            ("dropped", DROPPED),
        )
    ),
    *(
        Scene(action.carried_message, name, {"one": one, "today": TODAY, "theirs": theirs, "asks": asks})
        for name, one, theirs, asks in (
            ("what now", OF_RETRO, True, True),
            ("it goes on", replace(OF_RETRO, carried=4), True, False),
            ("handed over", OF_RETRO, False, False),
            ("done", BARE, True, False),
            ("dropped", DROPPED, True, False),
        )
    ),
    *(
        Scene(action.news_message, name, {"one": one, "today": TODAY, "what": what, "by": "Tiago Ferreira"})
        for name, one, what in (
            ("done", DONE, "done"),
            ("an experiment worked", WORKED, "done"),
            ("an experiment did not work", replace(WORKED, worked=False, effect=""), "done"),
            ("dropped", DROPPED, "dropped"),
            ("dropped without a reason", replace(DROPPED, reason=""), "dropped"),
            ("handed over", ASKED, "given"),
            ("helped with", OPEN, "helped"),
        )
    ),
    *(
        Scene(form, name, {"facts": ActionForm(one, own, TODAY, helper)})
        for form in FORMS
        for name, one, own, helper in (
            ("one's own", OF_RETRO, True, "Ana Sousa"),
            ("somebody else's", OPEN, False, ""),
            ("an experiment", EXPERIMENT, True, "Ana Sousa"),
        )
    ),
    *(
        Scene(action_form.new_form, name, {"facts": NewAction("U0LM000001", only_own)})
        for name, only_own in (("for anybody", False), ("for oneself", True))
    ),
    Scene(action_form.told, "added", {"sentence": "It is yours. It is in the list: /pmo actions."}),
    *(Scene(action_list.action_list, name, {"facts": facts, "command": "/pmo"}) for name, facts in LISTS.items()),
    Scene(
        home.home,
        "actions",
        {
            "facts": HomeFacts(
                "Mara Lindqvist",
                LISBON,
                NOW,
                actions=HomeActions(
                    mine=tuple(ActionRow(replace(OF_RETRO, id=n), own=True, acts=True) for n in range(6)),
                    helps=tuple(ActionRow(replace(HELP, id=n), own=False, acts=True) for n in range(20, 24)),
                    late=tuple(
                        ActionRow(replace(HELP, id=n, due_on=date(2026, 2, 27)), own=False, acts=True)
                        for n in range(10, 16)
                    ),
                ),
                runs=True,
                sets_up=True,
            )
        },
    ),
)
