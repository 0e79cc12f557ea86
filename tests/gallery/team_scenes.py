"""Teams: proposed from channels, listed, changed."""

from dataclasses import replace

from bot.domain.team import TeamChoices, TeamFormFacts, TeamListFacts, TeamRow
from bot.domain.team_setup import Candidate, Created, Proposal, SetupFacts
from bot.views import team, team_setup
from tests.gallery.scene import Scene

PEOPLE = tuple(Candidate(f"U0LM00000{n}", name) for n, name in enumerate(("Ana Sousa", "Rui Matos", "Wei Tan"), 1))
PAYMENTS = Proposal("C1", "#payments", "Payments", "product", PEOPLE, lead="U0LM000001")
GENERAL = Proposal("C2", "#general", "General", "product", PEOPLE, doubt="Nearly everybody is in it.")
PROPOSED = SetupFacts(
    ("C1", "C2", "C3", "C4", "C5"),
    proposals=(PAYMENTS, GENERAL),
    ticked=frozenset({"C1"}),
    existing=(("#mobile", "Mobile"),),
    unseen=("#leadership",),
    unanswered=("#sales",),
)
MANY = replace(
    PROPOSED,
    channels=tuple(f"C{n}" for n in range(40)),
    proposals=tuple(replace(PAYMENTS, channel_id=f"C{n}", name=f"Payments {n}") for n in range(40)),
    existing=(),
    unseen=(),
    unanswered=(),
)
TICKET = team_setup.Ticket(home=True)
ROW = TeamRow(1, "Payments", "product", "Acquisition", "#payments", "Ana Sousa", 5, mine=True)
ROWS = (ROW, TeamRow(2, "Ops", "platform", "", "", "", 1, mine=False))
CHOICES = TeamChoices("Payments", "product", "Acquisition", "C1", "U1", ("U1", "U2"), ("U3",), ("U1",))
FORM = TeamFormFacts(1, CHOICES, "0" * 16, whole=True)

SCENES = (
    Scene(team_setup.form, "opening", {"facts": replace(PROPOSED, proposals=(), reading=True), "ticket": TICKET}),
    Scene(team_setup.form, "teams proposed", {"facts": PROPOSED, "ticket": TICKET}),
    Scene(team_setup.form, "as many as fit", {"facts": MANY, "ticket": TICKET}),
    Scene(team_setup.form, "no channel is a likely one", {"facts": SetupFacts(()), "ticket": TICKET}, empty=True),
    Scene(team_setup.created, "one", {"facts": Created(("Payments",), syncs=True)}),
    Scene(team_setup.created, "several", {"facts": Created(("Payments", "Growth"), syncs=True)}),
    Scene(team.team_list, "for the PMO", {"facts": TeamListFacts(ROWS, all_teams=True)}),
    Scene(
        team.team_list,
        "more than a page",
        {"facts": TeamListFacts(tuple(replace(ROW, team_id=n) for n in range(90)), all_teams=True, first=40)},
    ),
    Scene(team.team_list, "some are archived", {"facts": TeamListFacts(ROWS, all_teams=True, shelved=2)}),
    Scene(team.team_list, "archived", {"facts": TeamListFacts(ROWS, all_teams=True, archived=True, shelved=2)}),
    Scene(team.team_list, "none yet", {"facts": TeamListFacts((), all_teams=True)}, empty=True),
    Scene(team.team_list, "none yet, a member", {"facts": TeamListFacts((), all_teams=False)}, empty=True),
    Scene(team.form, "for the PMO", {"facts": FORM}),
    Scene(team.form, "for its lead", {"facts": replace(FORM, whole=False)}),
    Scene(team.done, "changed", {"sentence": "Payments is changed. The next sync asks it as it is now."}),
)
