"""Actions of a retro: the form in which they are chosen, and what the next time begins with."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.action_form import DUE, OWNER, SIGNAL, TEXT
from bot.domain.retro_action import FIRST_ACTIONS, MOST_ACTIONS, Choosing, ChosenAction, SinceRow, name_field
from bot.domain.retro_sort import NAME, NAME_LENGTH
from bot.domain.stored_id import stored_id
from bot.domain.words import brief
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.action import DONE, DROP
from bot.views.action import TEXT as SHOWN
from bot.views.action_form import VALUE, signal_input
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

CHOOSE, FORM, ONE_MORE, IT_IS_DONE, NOT_YET = (
    "retro_action_choose",
    "retro_action_form",
    "retro_action_one_more",
    "retro_action_done",
    "retro_action_not_yet",
)
THEME, NAMES = "theme", f"{NAME}:"
MOST_THEMES = 100
PLACES: tuple[int | None, ...] = (*range(MOST_ACTIONS), None)

EXAMPLES = (
    "Write one page on who decides prices",
    "Ask QA into the planning on Mondays",
    "Move the release from Friday to Thursday",
)
"""What stands in each action's field until somebody types."""

NAMELESS = (
    "A few words, for the board and the action. Without them the action does not say what it is about, since cards are "
    "read in this retro alone."
)
"""Below the field in which a theme gets its name."""

MOST_ASKED = 4
"""Of the reader's own actions, how many have buttons where a retro begins; all are named."""


@dataclass(frozen=True, slots=True)
class ChooseTicket:
    """What the form carries: the round."""

    retro_round: StoredId

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(ChooseTicket)


def choose_form(words: Words, facts: Choosing, *, most: int = FIRST_ACTIONS) -> View:
    """Return the form with room for `most` actions, each beside a theme and its votes, and one experiment."""
    shown: list[blocks.Block] = [
        blocks.section("intro", words("retro/action_form.mrkdwn.j2", facts=facts)),
        blocks.context("who_sees", words("retro/action_who_sees.mrkdwn.j2", facts=facts)),
    ]
    for place in range(most):
        shown += _action(words, facts, ChosenAction(place, "", ""), place)
    if most < MOST_ACTIONS:
        shown.append(blocks.actions("one_more", blocks.button("One more action", ONE_MORE)))
    shown += _experiment(words, facts, ChosenAction(None, "", ""))
    return blocks.modal(
        FORM, "Choose actions", shown, submit="Save and close retro", metadata=ChooseTicket(facts.round_id).dump()
    )


def round_of(view: Mapping[str, Any]) -> int:
    """Return the round that the form is about. Raises Unreadable."""
    return read_ticket(_TICKET, view).retro_round


def named_in(view: Mapping[str, Any]) -> dict[int, str]:
    """Return what themes are to be called, by their ids. Raises Unreadable."""
    filled = Filled.of(view)
    ids = {field: stored_id(field.removeprefix(NAMES)) for field in filled if field.startswith(NAMES)}
    return {theme_id: filled.text(field) for field, theme_id in ids.items() if theme_id is not None}


def chosen_in(view: Mapping[str, Any]) -> tuple[int, list[ChosenAction]]:
    """Return the round and what was chosen. Raises Unreadable."""
    filled = Filled.of(view)
    found = []
    for place in PLACES:
        part = ChosenAction(place, "", "")
        if part.field(TEXT) not in filled:
            continue
        theme = filled.number(part.field(THEME)) if part.field(THEME) in filled else None
        found.append(
            ChosenAction(
                place,
                filled.text(part.field(TEXT)),
                filled.one(part.field(OWNER)),
                filled.day(part.field(DUE)) if place is not None else None,
                filled.text(part.field(SIGNAL)),
                theme,
            )
        )
    return round_of(view), found


def since_blocks(words: Words, rows: Sequence[SinceRow], today: object) -> list[blocks.Block]:
    """Return what became of the actions of last time; the reader's own have one-tap answers, once for each."""
    if not rows:
        return []
    asked = [row for row in rows if row.own and row.action.live and not row.long_open][:MOST_ASKED]
    others = [row for row in rows if row not in asked]
    text = words("retro/action_since.mrkdwn.j2", asked=asked, others=said(others), today=today)
    shown = blocks.paragraphs("since", text)
    for row, part in zip(asked, said(asked), strict=True):
        action = str(row.action.id)
        text = words("retro/action_own.mrkdwn.j2", said=part, today=today)
        done = (
            blocks.button("Done…", DONE, action) if row.action.experiment else blocks.button("Done", IT_IS_DONE, action)
        )
        buttons = [done, blocks.button("Not yet", NOT_YET, action), blocks.button("Drop…", DROP, action)]
        shown += [blocks.section(f"since:{action}", text), blocks.actions(f"since_do:{action}", *buttons)]
    return shown


def said(rows: Sequence[SinceRow]) -> list[dict[str, Any]]:
    """Return what became of actions, as words take it."""
    return [
        {
            "one": row.action,
            "carried": row.carried,
            "apart": row.long_open and row.asked,
            "text": blocks.clip(row.action.text, SHOWN // 2),
            "signal": blocks.clip(row.action.signal, SHOWN // 2),
            "effect": blocks.clip(row.action.effect or row.action.reason, SHOWN // 2),
        }
        for row in rows
    ]


def _action(words: Words, facts: Choosing, part: ChosenAction, place: int) -> list[blocks.Block]:
    shown = [
        blocks.divider(f"part:{place}"),
        blocks.section(f"title:{place}", words("retro/action_part.mrkdwn.j2", number=place + 1)),
    ]
    options = [blocks.option(_theme(one.name, one.votes), str(one.id)) for one in facts.themes[:MOST_THEMES]]
    top = facts.themes[place] if place < len(facts.themes) and facts.themes[place].votes else None
    if options:
        chosen = str(top.id) if top else ""
        shown.append(blocks.field(part.field(THEME), "About", blocks.select(VALUE, options, chosen=chosen)))
    if top and top.quote:
        name = blocks.text_input(VALUE, most=NAME_LENGTH, placeholder="Test environments")
        shown.append(blocks.field(name_field(top.id), f"What is “{brief(top.name)}” about?", name, hint=NAMELESS))
    typing = blocks.text_input(VALUE, placeholder=EXAMPLES[place])
    owner = blocks.person(VALUE, chosen=facts.chooser_slack)
    return [
        *shown,
        blocks.field(part.field(TEXT), "What is to be done?", typing),
        blocks.field(part.field(OWNER), "Who does it?", owner, hint="Somebody else is asked whether they take it."),
        blocks.field(part.field(DUE), "By when?", blocks.day_picker(VALUE, chosen=facts.due_on)),
        blocks.field(part.field(SIGNAL), "What will tell that it worked?", signal_input()),
    ]


def _experiment(words: Words, facts: Choosing, part: ChosenAction) -> list[blocks.Block]:
    typing = blocks.text_input(VALUE, placeholder="No meetings on Wednesday mornings")
    owner = blocks.person(VALUE, chosen=facts.chooser_slack)
    return [
        blocks.divider("part:x"),
        blocks.section("title:x", words("retro/action_part.mrkdwn.j2", number=0)),
        blocks.field(part.field(TEXT), "What do we all try?", typing),
        blocks.field(part.field(OWNER), "Who looks after it?", owner),
        blocks.field(part.field(SIGNAL), "What will tell that it worked?", signal_input()),
    ]


def _theme(name: str, votes: int) -> str:
    count = f"{votes} vote{'' if votes == 1 else 's'}"
    return f"{blocks.clip(name, blocks.OPTION_LENGTH - len(count) - 3)} · {count}"
