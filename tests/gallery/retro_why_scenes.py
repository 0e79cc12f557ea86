"""Why somebody is asked for cards."""

from dataclasses import replace

from bot.domain.opt_out import Asks
from bot.domain.retro_why import RetroWhyFacts
from bot.domain.ritual_list import ListFacts
from bot.views import retro_list, retro_why
from tests.gallery import opt_out_scenes
from tests.gallery.retro_scenes import PREVIEW, ROW
from tests.gallery.scene import LISBON, NOW, Scene

WHY = RetroWhyFacts(7, "Monthly retro", "Mara Lindqvist", False, PREVIEW.rhythm, "#payments", True, ("Payments",), 4)
ASKED, OUT = (replace(one, of=Asks.RETRO) for one in (opt_out_scenes.ASKED, opt_out_scenes.OUT))
LISTED = ListFacts((replace(ROW, mine=True, opt_outs=2),), LISBON, NOW, can_set_up=True)

SCENES = (
    *(
        Scene(retro_why.why_view, name, {"facts": facts, "command": "/pmo"})
        for name, facts in (
            ("of one team of five", WHY),
            ("of the owner, with names", replace(WHY, own=True, anonymous=False, others=1)),
            ("of no team any more", replace(WHY, teams=(), others=0)),
            ("asked to be left out", replace(WHY, opt_out=ASKED)),
            ("left out", replace(WHY, opt_out=OUT)),
        )
    ),
    Scene(retro_list.retro_list, "with somebody left out", {"facts": LISTED}),
)
