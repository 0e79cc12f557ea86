"""The list of rituals of one kind: what all lists have in common, with what can be done to each ritual."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import slackblocks as sb

from bot.domain.ritual_list import Doing, ListFacts, RitualRow
from bot.render import Words, escape, unformatted
from bot.slack.gateway import Message, View
from bot.views import blocks

Asked = tuple[str, str, blocks.Style]
"""What asks before it acts: its button's action, label and style."""


@dataclass(frozen=True, slots=True)
class RitualList:
    """The list of one kind of ritual: its word, which names its templates too, and the actions of its buttons."""

    noun: str
    new: str
    show: str
    page: str
    pause: str
    resume: str
    asked: Mapping[Doing, Asked]
    most: int
    """Rituals a message, so that their blocks are not more than the fifty that Slack takes."""

    def message(
        self,
        words: Words,
        facts: ListFacts[Any],
        row: Callable[[Any], Sequence[blocks.Block]],
        *,
        below: Sequence[sb.Element] = (),
    ) -> Message:
        """Return the rituals, `row` by row, and before them what has just been done; `below` are buttons for all."""
        shown: list[blocks.Block] = []
        text = words("ritual/list_text.mrkdwn.j2", facts=facts, noun=self.noun)
        if facts.done:
            text = words(f"{self.noun}/done.mrkdwn.j2", done=facts.done)
            shown.append(blocks.section("done", text))
        if not facts.rows and not facts.done:
            shown.append(blocks.section("none", words(f"{self.noun}/list_none.mrkdwn.j2", facts=facts)))
        if facts.paused is not None:
            note = words("pause/note.mrkdwn.j2", pause=facts.paused, zone=facts.zone, now=facts.now)
            shown.append(blocks.section("paused", note))
        page = facts.rows[facts.first : facts.first + self.most]
        for one in page:
            shown += row(one)
        buttons = [blocks.button(f"New {self.noun}", self.new)] if facts.can_set_up else []
        rest = len(facts.rows) - facts.first - len(page)
        if rest > 0:
            buttons.append(blocks.button(f"Show {min(rest, self.most)} more", self.page, str(facts.first + self.most)))
        buttons += below
        if buttons:
            shown.append(blocks.actions("below", *buttons))
        return blocks.message(text, shown)

    def done_view(self, words: Words, facts: ListFacts[Any]) -> View:
        """Return what was done as a form that only says it, for places without a message to replace."""
        text = words(f"{self.noun}/done.mrkdwn.j2", done=facts.done)
        return blocks.modal(f"{self.noun}_done_view", "Done", [blocks.section("done", text)], close="Close")

    def question(self, words: Words, row: RitualRow, doing: Doing) -> Message:
        """Return what is asked of somebody who typed what cannot be taken back: its button asks no second time."""
        action_id, label, style = self.asked[doing]
        title = _title(row, label)
        asks = f"{self.noun}/ask_{doing}.mrkdwn.j2"
        text = words("ritual/question.mrkdwn.j2", title=title, row=row, asks=asks)
        do = blocks.button(label, action_id, str(row.ritual_id), style=style)
        shown = [blocks.section("question", text), blocks.actions("answers", do, self.leave())]
        return blocks.message(escape(unformatted(title)), shown)

    def leave(self) -> sb.Element:
        """Return the button that goes back to the list."""
        return blocks.button(f"Show {self.noun}s", self.show, "0")

    def pause_or_resume(self, row: RitualRow) -> sb.Element:
        """Return the button that stops a ritual for a while, or lets it go on."""
        if row.state == "paused":
            return blocks.button("Resume", self.resume, str(row.ritual_id))
        return blocks.button("Pause", self.pause, str(row.ritual_id))

    def pressed(self, words: Words, row: RitualRow, doing: Doing) -> sb.Element:
        """Return the button of something that cannot be taken back: it asks before it does it."""
        action_id, label, style = self.asked[doing]
        text = words(f"{self.noun}/ask_{doing}.mrkdwn.j2", row=row)
        asks = blocks.confirm(_title(row, label), blocks.clip(text, 300), label, danger=style == "danger")
        in_list = style if style == "danger" else None
        return blocks.button(label, action_id, str(row.ritual_id), style=in_list, asks=asks)


def _title(row: RitualRow, label: str) -> str:
    return blocks.clip(f"{label.partition(' ')[0]} {row.name}?", 100)
