"""What changes for a group: the form in which it is rated, the table of all groups, and what it means for a reader."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import TypeAdapter

from bot.domain.change import ASPECT_WORDS, SCORE_WORDS, Aspect
from bot.domain.change_impact import CONTACT, TOMORROW, USUAL_SCORE, WORRIES, YESTERDAY, ImpactForm, ImpactWritten
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.change_form import MOST_SHOWN, Base
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

FORM = "change_impact_form"
ASPECTS, COPY = "change_impact_aspects", "change_impact_copy"
CHOSEN, COPIED, RATING = "aspects", "copied", "rating_"
VALUE = "value"
MOST = 100


@dataclass(frozen=True, slots=True)
class ImpactTicket:
    """Which group the form is about, and the digests of what it began with.

    `turn` counts how often another group's impact was copied into it: Slack shows new values in new fields alone.
    """

    group: StoredId
    base: Base = field(default_factory=dict)
    turn: StoredId = 0

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(ImpactTicket)


def impact_ticket(view: Mapping[str, Any]) -> ImpactTicket:
    """Return the ticket of the form. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def impact_form(words: Words, facts: ImpactForm, turn: int = 0) -> View:
    """Return the form: what changes is chosen, and only what is chosen is rated."""
    written = facts.written
    shown: list[blocks.Block] = []
    if facts.by:
        others = [(one.what, blocks.clip(one.value, MOST_SHOWN)) for one in facts.others]
        shown.append(blocks.section("others", words("change/form_others.mrkdwn.j2", by=facts.by, others=others)))
    shown.append(blocks.context("who_sees", words("change_impact/form_who_sees.mrkdwn.j2", facts=facts)))
    if not facts.standing:
        shown += _rated(facts, turn)
        shown += [
            _text(YESTERDAY, "How do they work today?", written.yesterday, "You sell what the roadmap promises.", turn),
            _text(TOMORROW, "And from then on?", written.tomorrow, "You sell what a team has shown to work.", turn),
        ]
    label = "What do they usually ask?" if facts.standing else "What will worry them?"
    example = "Does my bonus still count what I sell, or what my team delivers?"
    shown.append(_text(WORRIES, label, written.worries, example, turn))
    contact = blocks.person(VALUE, chosen=written.contact, placeholder="Nobody in particular")
    hint = "Empty: whoever answers for the news of the change."
    shown.append(blocks.field(f"{CONTACT}:{turn}", "Whom do they ask?", contact, hint=hint))
    ticket = ImpactTicket(facts.group_id, dict(facts.base), turn)
    title = "Usual questions" if facts.standing else "What changes for them"
    submit = "Save questions" if facts.standing else "Save what changes"
    return blocks.modal(FORM, title, shown, submit=submit, close="Back", metadata=ticket.dump())


def written_in(view: Mapping[str, Any]) -> ImpactWritten:
    """Return what stands in the form; what was only just chosen is rated as usual. Raises Unreadable."""
    filled = Filled.of(view).renamed(lambda block_id: block_id.partition(":")[0])
    scores: dict[Aspect, int] = {}
    if CHOSEN in filled:
        for one in filled.many(CHOSEN, [str(aspect) for aspect in Aspect]):
            name = f"{RATING}{one}"
            rated = filled.one(name, [str(score) for score in SCORE_WORDS]) if name in filled else ""
            scores[Aspect(one)] = int(rated or USUAL_SCORE)
    return ImpactWritten(
        scores,
        filled.text(YESTERDAY) if YESTERDAY in filled else "",
        filled.text(TOMORROW) if TOMORROW in filled else "",
        filled.text(WORRIES),
        filled.one(CONTACT),
    )


def copied_in(view: Mapping[str, Any]) -> int | None:
    """Return the group whose impact is to be copied. Raises Unreadable."""
    filled = Filled.of(view).renamed(lambda block_id: block_id.partition(":")[0])
    return filled.number(COPIED) if COPIED in filled else None


def _rated(facts: ImpactForm, turn: int) -> list[blocks.Block]:
    shown: list[blocks.Block] = []
    if facts.copies:
        options = [blocks.option(name, str(group_id)) for group_id, name in facts.copies.items()][:MOST]
        menu = blocks.select(COPY, options, placeholder="Choose a group")
        shown.append(blocks.field(f"{COPIED}:{turn}", "The same as for", menu, dispatch=True))
    offered = [blocks.option(_first_up(label), str(aspect)) for aspect, label in ASPECT_WORDS.items()]
    chosen = [str(one) for one in facts.written.scores]
    menu = blocks.multi_select(ASPECTS, offered, chosen=chosen, placeholder="Choose what is touched")
    hint = "Choose only what changes; then you say how much."
    shown.append(blocks.field(f"{CHOSEN}:{turn}", "What changes?", menu, hint=hint, dispatch=True))
    scores = [blocks.option(_first_up(label), str(score)) for score, label in SCORE_WORDS.items()]
    for aspect, label in ASPECT_WORDS.items():
        if aspect in facts.written.scores:
            menu = blocks.select(VALUE, scores, chosen=str(facts.written.scores[aspect]))
            field_ = blocks.field(f"{RATING}{aspect}:{turn}", f"How much: {label}?", menu, optional=False)
            shown.append(field_)
    return shown


def _text(name: str, label: str, value: str, example: str, turn: int) -> blocks.Block:
    element = blocks.text_input(VALUE, value=value, multiline=True, placeholder=example)
    return blocks.field(f"{name}:{turn}", label, element)


def _first_up(label: str) -> str:
    return label[:1].upper() + label[1:]


def field_errors(view: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
    """Return the sentences by the ids of the fields that they stand beside."""
    turn = impact_ticket(view).turn
    return {f"{name}:{turn}": sentence for name, sentence in errors.items()}
