"""What readers of a page hear once it is looked at that they had found out of date."""

from bot.domain.playbook_told import Mended, Outcome
from bot.views.playbook_told import mended_message
from tests.gallery.scene import Scene

MENDED = Mended(7, "How we ship", "The form is gone.\nOne asks in #security now.", Outcome.CHANGED, "Ana Sousa")

SCENES = tuple(
    Scene(mended_message, name, {"facts": facts})
    for name, facts in (
        ("changed", MENDED),
        ("changed, without words", Mended(7, "How we ship", "", Outcome.CHANGED, "Ana Sousa")),
        ("an earlier version", Mended(7, "How we ship", "The form is gone.", Outcome.RESTORED, "Ana Sousa")),
        ("still true", Mended(7, "How we ship", "The form is gone.", Outcome.TRUE, "Ana Sousa")),
        ("from its file", Mended(7, "How we ship", "The form is gone.", Outcome.FILE)),
    )
)
