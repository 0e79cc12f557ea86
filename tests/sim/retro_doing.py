"""What owners of actions do in a simulated year: accept, hand over, do, drop, move, ask for help, or forget."""

from datetime import timedelta
from random import Random

from bot.playground.persona import Persona
from bot.playground.records import Channel, Message
from bot.playground.seen import labels
from bot.playground.view_state import placed, plain
from tests.journeys.conftest import World
from tests.sim.company import Someone
from tests.sim.hands import press
from tests.sim.retro_company import RetroCompany

ACCEPT, HAND, OTHER, DONE_WITH, DONE, NOT_YET, DROP, HELP, DATE, SMALLER, HELPING = (
    "Accept",
    "Hand over…",
    "Other owner…",
    "Done…",
    "Done",
    "Not yet",
    "Drop…",
    "Need help…",
    "New date",
    "Make it smaller…",
    "I help",
)
FORMS = frozenset({HAND, OTHER, DONE_WITH, DROP, HELP, DATE, SMALLER})
"""What opens a form; all else is done by one tap."""

LIKELY = {ACCEPT: 8, HAND: 1, OTHER: 3, DONE_WITH: 5, DONE: 4, NOT_YET: 2, DROP: 2, HELP: 1, DATE: 3, SMALLER: 3}
LIKELY[HELPING] = 8
OFFERED = frozenset(LIKELY)

NOBODY = "There is nobody else here who could be told. Nothing was changed."


class Doing:
    """Lets owners do something about their actions."""

    def __init__(self, world: World, company: RetroCompany, random: Random) -> None:
        """Act in `world`; what people decide is drawn from `random`."""
        self.world, self.company, self._random = world, company, random
        self.refused: list[str] = []

    async def act(self, one: Someone, persona: Persona, message: Message, channel: Channel) -> None:
        """Do one of the things that a message about an action offers."""
        here = [each for each in labels(message.blocks) if each in OFFERED]
        what = self._random.choices(here, [LIKELY[each] for each in here])[0]
        await press(persona, message, channel, what)
        form = persona.modal
        if form is None:
            return
        asks = {plain(each.block.get("label")) for each in placed(form.blocks) if each.is_input}
        due = self.world.clock.now().date() + timedelta(days=self._random.randrange(3, 40))
        team = [
            each for each in self.company.people if each.team == one.team and each is not one and self._is_here(each)
        ]
        heirs = team or [each for each in self.company.people if each is not one and self._is_here(each)]
        typed: dict[str, object] = {
            "Who does it?": self._random.choice(heirs).email,
            "By when?": due.isoformat(),
            "What is left to be done?": f"Half of it: {_text(persona).removeprefix('Half of it: ')}",
            "What would help?": "An hour of somebody who knows it",
            "Why?": "Nobody needs it any more",
            "What was the effect?": "It took half the time",
            "Did it work?": self._random.choice(("It worked", "It worked", "It did not work", "Hard to tell")),
        }
        errors = await persona.submit({label: said for label, said in typed.items() if label in asks})
        # Where the one person of the PMO leads, runs and owns it, there may be nobody to turn to.
        self.refused += [said for said in errors.values() if said != NOBODY or one is not self.company.pmo]
        if persona.modal is not None:
            await persona.client.close(persona.modal, clear=True)

    def _is_here(self, one: Someone) -> bool:
        came = one.joins is None or one.joins < self.world.clock.now().date()
        return came and not self.world.persona(one.email).person.deleted


def _text(persona: Persona) -> str:
    """Return what is to be done as the open form has it, so that it keeps its number."""
    form = persona.modal
    return (
        ""
        if form is None
        else next(
            (str(each.element["initial_value"]) for each in placed(form.blocks) if each.element.get("initial_value")),
            "",
        )
    )
