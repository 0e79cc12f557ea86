"""Pages that lead to others, and what readers hear once a page is looked at that they had found out of date."""

from dataclasses import replace

from bot.domain.playbook import Linked
from bot.domain.playbook_told import Mended, Outcome
from bot.views import playbook
from bot.views.playbook_told import mended_message
from tests.gallery.playbook_scenes import VIEW
from tests.gallery.scene import Scene

MENDED = Mended(7, "How we ship", "The form is gone.\nOne asks in #security now.", Outcome.CHANGED, "Ana Sousa")

LEADS = replace(VIEW, links=tuple(Linked(n, f"How we do part {n}") for n in range(20, 26)))

SCENES = (
    Scene(playbook.page_view, "leads to others", {"facts": LEADS}),
    Scene(playbook.shared_message, "leads to one", {"facts": replace(LEADS, links=LEADS.links[:1]), "by": "Wei Tan"}),
    *(
        Scene(mended_message, name, {"facts": facts})
        for name, facts in (
            ("changed", MENDED),
            ("changed, without words", Mended(7, "How we ship", "", Outcome.CHANGED, "Ana Sousa")),
            ("an earlier version", Mended(7, "How we ship", "The form is gone.", Outcome.RESTORED, "Ana Sousa")),
            ("still true", Mended(7, "How we ship", "The form is gone.", Outcome.TRUE, "Ana Sousa")),
            ("from its file", Mended(7, "How we ship", "The form is gone.", Outcome.FILE)),
        )
    ),
)
