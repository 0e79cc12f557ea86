"""People who answer by the form, and try again when they are told that it did not work."""

from dataclasses import dataclass, field

from bot.playground.persona import Persona
from bot.playground.records import ActRefused
from tests.chaos.stage import Stage, key_of
from tests.chaos.waiting import until

ASKED = """
SELECT turn.id, person.slack_id FROM turn
JOIN prompt ON prompt.id = turn.prompt_id
JOIN person ON person.id = turn.person_id
JOIN round ON round.id = turn.round_id
WHERE round.local_date = (SELECT max(local_date) FROM round) AND turn.asked_at IS NOT NULL
AND prompt.state IN ('pending', 'missed')
ORDER BY turn.id
"""
STORED = """
SELECT turn.id, answer."values" FROM turn JOIN answer ON answer.prompt_id = turn.prompt_id
"""
TRIES = 200


@dataclass
class Answering:
    """What people sent. `acknowledged` holds, by turn, the words whose form was closed without an error.

    `told` are the sentences that they read instead, whenever it did not work.
    """

    stage: Stage
    acknowledged: dict[int, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def waiting(self) -> list[tuple[int, str]]:
        """Return who reads a prompt of the newest day's and has not answered it: (turn, Slack's id of the person)."""
        read = {key_of(message) for message in self.stage.posts()}
        return [(int(turn), str(who)) for turn, who in self.stage.rows(ASKED) if f"sync_prompt:{turn}" in read]

    async def answer(self, turn: int, who: str, words: str = "") -> None:
        """Answer with `words`, or words of their own, until it is acknowledged."""
        words = words or f"Moved {turn} {self.stage.draw.getrandbits(32):08x}"
        persona = self.stage.slack.persona(who)
        for _ in range(TRIES):
            if await self.once(persona, words):
                self.acknowledged[turn] = words
                return
            await self.stage.connected()
        raise AssertionError(f"{who} tried {TRIES} times in vain: {self.told[-3:]}")

    async def once(self, persona: Persona, words: str) -> bool:
        """Open the form where it is not open, and send it; tell whether it was taken."""
        try:
            if persona.modal is None:
                before = len(whispers(persona))
                await persona.click("Answer")
                await until(lambda: persona.modal or len(whispers(persona)) > before, within=4, what="the form")
                if persona.modal is None:
                    self.told.append(whispers(persona)[-1])
                    return False
            errors = await persona.submit({"What moved?": words, "What's next?": "Onwards"})
        except (ActRefused, TimeoutError) as refused:
            self.told.append(str(refused))
            return False
        if persona.modal is None:
            assert errors == {}
            return True
        self.told.append(" ".join(errors.values()) or persona.read_words(persona.modal))
        if not errors:
            await persona.close()  # the notice on top of the form
        return False

    def lost(self) -> list[str]:
        """Return the acknowledged words that are not in the database."""
        stored = {int(turn): str(values) for turn, values in self.stage.rows(STORED)}
        return [words for turn, words in self.acknowledged.items() if words not in stored.get(turn, "")]


def whispers(persona: Persona) -> list[str]:
    """Return what was said to somebody for their eyes only, beside what they clicked."""
    return [message.words for message in persona.messages() if message.ephemeral]
