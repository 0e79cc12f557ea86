"""People pasted from a spreadsheet."""

from bot.domain.person_import import ImportFacts, Problem
from bot.views import person_import
from tests.gallery.scene import Scene

PROBLEMS = (Problem(4, "“leed” is not a role. Did you mean lead?"), Problem(9, "there is no e-mail."))
CHANGES = ("change Ana Sousa (ana@lumen.example): role member → lead", "add team Payments: product, 5 people")
MANY = tuple(Problem(n, "nobody in this Slack has the e-mail.") for n in range(500))

SCENES = (
    Scene(person_import.form, "empty", {"texts": ()}, empty=True),
    Scene(person_import.form, "gone on with", {"texts": ("Ana,ana@lumen.example", "Ben,ben@lumen.example", "Wei")}),
    Scene(person_import.preview, "all good", {"facts": ImportFacts(20, 20, (), CHANGES, "0" * 16)}),
    Scene(person_import.preview, "some need you", {"facts": ImportFacts(20, 18, PROBLEMS, CHANGES, "0" * 16)}),
    Scene(person_import.preview, "hundreds need you", {"facts": ImportFacts(900, 400, MANY, CHANGES * 200, "0" * 16)}),
    Scene(person_import.preview, "nothing to do", {"facts": ImportFacts(1, 1, (), (), "0" * 16)}, empty=True),
    Scene(person_import.imported, "done", {"changes": CHANGES}),
    Scene(person_import.imported, "already so", {"changes": ()}, empty=True),
)
