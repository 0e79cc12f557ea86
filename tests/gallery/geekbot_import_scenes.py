"""Stand-ups of Geekbot pasted into a form."""

from bot.domain.geekbot import GeekbotFacts
from bot.views import geekbot_import
from tests.gallery.scene import Scene

LINES = (
    "Daily: Monday to Friday at 09:30, in each person's own time. 3 questions to 5 people, summary to #payments.",
    "Not taken over from Daily: Random icebreaker questions: “Tea?”.",
)
FACTS = GeekbotFacts(LINES, 1, "0" * 16)

SCENES = (
    Scene(geekbot_import.form, "empty", {"texts": ()}, empty=True),
    Scene(geekbot_import.form, "gone on with", {"texts": ('[{"name": "Daily"', "}]")}),
    Scene(geekbot_import.preview, "one", {"facts": FACTS}),
    Scene(geekbot_import.preview, "many", {"facts": GeekbotFacts(LINES * 200, 40, "0" * 16)}),
    Scene(geekbot_import.saved, "one", {"facts": FACTS, "command": "/pmo"}),
    Scene(geekbot_import.saved, "many", {"facts": GeekbotFacts(LINES * 200, 40, "0" * 16), "command": "/pmo"}),
)
