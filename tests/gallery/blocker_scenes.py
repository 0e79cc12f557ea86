"""Blockers as people see them."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.blocker import State
from bot.domain.blocker_form import NewFacts, PassFacts, SameFacts, TakeFacts
from bot.domain.blocker_list import BlockerList, HomeBlockers, Listed
from bot.domain.blocker_shown import Blocker, HereFacts, NewsFacts, RaisedFacts
from bot.domain.rollup_types import Blocked
from bot.domain.sync_form import Outside
from bot.views import blocker, blocker_form, blocker_list, blocker_new, blocker_same, home, sync_form, sync_prompt
from tests.gallery.member_scenes import CROWDED, ENTRIES, FORM, HOME, TICKET, summary
from tests.gallery.prompt_scenes import ANSWERED
from tests.gallery.scene import LISBON, NOW, Scene

KEYS = Blocker(1, "Payments", "Platform", "Keys for the staging environment,\nby Thursday.", NOW, "Ana Sousa")
TAKEN = replace(KEYS, id=2, state=State.TAKEN, owner="Wei Tan", due_on=date(2026, 3, 5), same=2)
OLD = replace(TAKEN, id=3, since=NOW - timedelta(days=15), due_on=date(2026, 2, 26), same=0)
CLOSED = replace(TAKEN, id=4, state=State.DONE, done_by="Priya Nair")
WITHDRAWN = replace(KEYS, id=5, state=State.WITHDRAWN, needs="")
PASSED = replace(KEYS, id=6, passed_to="Growth", passed_by="Wei Tan", reason="The keys moved to Growth in March.")
ALONE = replace(KEYS, id=7, party="Rui Matos", by="", on="Wei Tan", needs="")
HERE = HereFacts("Weekly sync", "Platform", False, (KEYS, TAKEN, OLD, CLOSED, WITHDRAWN, PASSED), NOW)
MANY = replace(HERE, blockers=tuple(replace(KEYS, id=n) for n in range(30)))
PRINTER = replace(KEYS, id=8, on="Acme (outside, owner Wei Tan)", owner="Wei Tan", outside="Acme")
NEWS = NewsFacts("taken", "Wei Tan", "Platform", TAKEN, NOW, due_on=date(2026, 3, 5), owner="Wei Tan")
STEPS = {
    "taken": NEWS,
    "passed on": replace(NEWS, step="passed", to="Growth", reason="The keys moved to Growth in March."),
    "done": replace(NEWS, step="done", blocker=CLOSED),
    "opened again": replace(NEWS, step="reopened"),
    "taken by somebody who left": replace(NEWS, step="reopened", left="Wei Tan"),
    "on somebody who left": replace(NEWS, step="passed", to="Growth", left="Wei Tan"),
    "found to be the same": replace(NEWS, step="merged"),
}
TOLD = (
    replace(KEYS, told=False),
    replace(OLD, on="Growth", needs=""),
)
WAITED = (
    replace(
        ENTRIES[0],
        blockers=(
            Blocked(
                "Platform", "Keys for the staging environment.", "Ben Carter", "Wei Tan took it, by Thu", "2 weeks"
            ),
            Blocked("Payments", "", "Ben Carter", "", "3 weeks"),
        ),
    ),
    replace(ENTRIES[2], blockers=(Blocked("Growth", "Copy", "Ana Sousa"),)),
)
LISTED = BlockerList((Listed(OLD), Listed(KEYS, acts=True, merges=True), Listed(ALONE, closes=True)), 0, 20, NOW)
AT_HOME = HomeBlockers((Listed(KEYS, closes=True),), (Listed(TAKEN, acts=True),), (Listed(OLD, acts=True),))
CROWD = tuple(Listed(replace(KEYS, id=n), acts=True) for n in range(30))
LINK = "https://lumen.slack.com/archives/C0LM000001/p1772442000000100"
ITSELF = replace(HERE, sync="", blockers=(replace(KEYS, link=LINK),))
NEW = NewFacts(parties={1: "Payments"}, teams={1: "Payments", 2: "Platform"}, syncs={1: "Weekly sync"})
FROM = replace(NEW, text="The staging keys expired.", link=LINK, public=True)
UNTOLD = RaisedFacts(replace(KEYS, told=False), "#platform", LISBON, NOW, link=LINK)
RAISED = replace(UNTOLD, blocker=TAKEN)
OURS = replace(UNTOLD, blocker=replace(PRINTER, told=False), where="")
DUE = {"day": date(2026, 3, 5), "now": NOW}

SCENES: tuple[Scene, ...] = (
    Scene(blocker.here_message, "in a team's channel", {"facts": HERE, "command": "/pmo"}),
    Scene(blocker.here_message, "more than fits", {"facts": MANY, "command": "/pmo"}),
    Scene(blocker.here_message, "all over", {"facts": replace(HERE, blockers=(CLOSED, PASSED)), "command": "/pmo"}),
    Scene(
        blocker.here_message,
        "on a person",
        {"facts": replace(HERE, whom="Wei Tan", person=True, blockers=(ALONE,)), "command": "/pmo"},
    ),
    Scene(
        blocker.here_message,
        "on somebody outside",
        {"facts": replace(HERE, whom="Wei Tan", person=True, blockers=(PRINTER, replace(PRINTER, id=9, needs="")))}
        | {"command": "/pmo"},
    ),
    Scene(
        sync_form.form,
        "asking for somebody outside",
        {"facts": replace(FORM, outside=Outside("Acme", "U0LM000004")), "ticket": TICKET},
    ),
    Scene(sync_form.form, "somebody outside", {"facts": FORM, "ticket": replace(TICKET, outside=True)}),
    Scene(blocker.here_message, "to the lead", {"facts": replace(HERE, stands_in=True), "command": "/pmo"}),
    Scene(sync_prompt.prompt_message, "answered, waiting", {"facts": replace(ANSWERED, blockers=TOLD)}),
    Scene(
        sync_prompt.prompt_message,
        "answered, waiting where nobody reads it",
        {"facts": replace(ANSWERED, blockers=(replace(KEYS, unread="#platform"),))},
    ),
    Scene(
        sync_prompt.prompt_message,
        "answered by a mate, waiting",
        {"facts": replace(ANSWERED, mine=False, blockers=TOLD)},
    ),
    summary("waiting on each other", WAITED),
    Scene(blocker.more_message, "one more", {"one": KEYS}),
    Scene(blocker.more_message, "once more", {"one": KEYS, "again": True}),
    *(Scene(blocker.news_message, name, {"facts": facts}) for name, facts in STEPS.items()),
    Scene(blocker.due_message, "asking", {"one": TAKEN, **DUE}),
    Scene(blocker.due_message, "done by now", {"one": CLOSED, **DUE}),
    Scene(home.home, "blockers", {"facts": replace(HOME, blockers=AT_HOME)}),
    Scene(home.home, "more blockers than fit", {"facts": replace(CROWDED, blockers=HomeBlockers(CROWD, CROWD, CROWD))}),
    Scene(blocker_list.blocker_list, "all", {"facts": LISTED, "command": "/pmo"}),
    Scene(
        blocker_list.blocker_list,
        "of a team, the second page",
        {"facts": replace(LISTED, first=15, total=18, team_id=2, team="Platform"), "command": "/pmo"},
    ),
    Scene(
        blocker_list.blocker_list, "nobody waits", {"facts": BlockerList((), 0, 0, NOW), "command": "/pmo"}, empty=True
    ),
    Scene(
        blocker_list.blocker_list,
        "nobody waits on a team",
        {"facts": BlockerList((), 0, 0, NOW, 2, "Platform"), "command": "/pmo"},
    ),
    Scene(
        sync_form.form,
        "still waiting",
        {"facts": replace(FORM, waiting=(OLD, replace(ALONE, on="Growth"))), "ticket": TICKET},
    ),
    Scene(blocker.here_message, "raised by itself", {"facts": ITSELF, "command": "/pmo"}),
    Scene(
        blocker.here_message,
        "raised by itself, done",
        {"facts": replace(ITSELF, blockers=(CLOSED,)), "command": "/pmo"},
    ),
    Scene(blocker_new.new_form, "empty", {"facts": NEW}),
    Scene(blocker_new.new_form, "from a message", {"facts": FROM}),
    Scene(
        blocker_new.new_form,
        "from a long private message, for one of two teams",
        {
            "facts": replace(
                FROM, public=False, cut=True, parties={1: "Payments", 3: "Mobile"}, syncs={1: "Weekly", 3: "Mobile"}
            )
        },
    ),
    Scene(
        blocker_new.new_form,
        "asking for somebody outside",
        {"facts": replace(FROM, outside=True, chosen=(2,), people=("U0LM000004",))},
    ),
    Scene(blocker_new.new_form, "of somebody without a team", {"facts": NewFacts(teams={2: "Platform"})}),
    Scene(blocker_new.raised_view, "one", {"raised": (UNTOLD,)}),
    Scene(
        blocker_new.raised_view,
        "several",
        {"raised": (UNTOLD, replace(UNTOLD, where="Wei Tan", stands_in=True), OURS)},
    ),
    Scene(blocker_new.raised_message, "not told yet", {"facts": UNTOLD}),
    Scene(
        blocker_new.raised_message,
        "not told yet, through the lead",
        {"facts": replace(UNTOLD, where="Wei Tan", stands_in=True)},
    ),
    Scene(blocker_new.raised_message, "looked after by oneself", {"facts": OURS}),
    Scene(
        blocker_new.raised_message,
        "in a channel that was archived",
        {"facts": replace(UNTOLD, blocker=replace(KEYS, unread="#platform"))},
    ),
    Scene(blocker_new.raised_message, "taken", {"facts": RAISED}),
    Scene(blocker_new.raised_message, "done", {"facts": replace(RAISED, blocker=CLOSED)}),
    Scene(
        blocker_new.raised_message,
        "taken back",
        {"facts": replace(RAISED, blocker=replace(WITHDRAWN, needs="Keys", told=False))},
    ),
    Scene(blocker_form.take_form, "free", {"facts": TakeFacts(KEYS, "U0LM000001", date(2026, 3, 6), 0, NOW)}),
    Scene(blocker_form.take_form, "a new date", {"facts": TakeFacts(TAKEN, "U0LM000001", date(2026, 3, 6), 7, NOW)}),
    Scene(blocker_same.same_form, "two others", {"facts": SameFacts(KEYS, (OLD, ALONE), NOW)}),
    Scene(blocker_form.pass_form, "to another team", {"facts": PassFacts(KEYS, {1: "Growth", 2: "Mobile"}, NOW)}),
    Scene(blocker_form.pass_form, "no other team", {"facts": PassFacts(KEYS, {}, NOW)}),
)
