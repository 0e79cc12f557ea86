"""The board of a retro in its channel, and what its facilitator is told."""

from bot.domain.retro import RetroState
from bot.domain.retro_board import BoardFacts, TurnFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.retro_action import CHOOSE, said
from bot.views.retro_card import ADD
from bot.views.retro_names import ASK
from bot.views.retro_theme import SORT
from bot.views.retro_vote import VOTE

REVEAL, START_VOTE, END_VOTE, FACILITATE, WAIT, DISCARD, CLOSE = (
    "retro_reveal",
    "retro_vote_start",
    "retro_vote_end",
    "retro_facilitate",
    "retro_wait",
    "retro_discard",
    "retro_close",
)

ACTION = 200
"""Characters of an action that the board shows; the list of actions has all."""
THEMES = 20
"""Themes that the board names; all of them stand in the thread once the vote begins."""


def board_message(words: Words, facts: BoardFacts) -> Message:
    """Return the board as everybody in the channel sees it now."""
    shown = blocks.paragraphs("board", words("retro/board.mrkdwn.j2", facts=facts))
    if facts.themes and not facts.deleted:
        themes = words("retro/board_themes.mrkdwn.j2", facts=facts, most=THEMES)
        shown += blocks.paragraphs("board_themes", themes)
    if facts.made:
        made = [(one, blocks.clip(one.text, ACTION)) for one in facts.made]
        shown += blocks.paragraphs("made", words("retro/action_made.mrkdwn.j2", made=made))
    elif facts.since:
        shown += blocks.paragraphs(
            "since", words("retro/action_begin.mrkdwn.j2", rows=said(facts.since), today=facts.day)
        )
    elements = [] if facts.deleted else _elements(words, facts)
    if elements:
        shown.append(blocks.actions("board_actions", *elements))
    return blocks.message(words("retro/board_text.mrkdwn.j2", facts=facts), shown)


def turn_message(words: Words, facts: TurnFacts) -> Message:
    """Return what the facilitator reads when it is their turn, or that it is not any more."""
    shown = [blocks.section("turn", words("retro/turn.mrkdwn.j2", facts=facts))]
    elements = [] if facts.over else _turn_elements(facts)
    if elements:
        shown.append(blocks.actions("turn_actions", *elements))
    return blocks.message(words("retro/turn_text.mrkdwn.j2", facts=facts), shown)


def _elements(words: Words, facts: BoardFacts) -> list[blocks.Element]:
    """Return the buttons of the phase: everybody's first, then those of whoever runs the retro."""
    one = str(facts.round_id)
    take_over = blocks.button("Facilitate", FACILITATE, one)
    if facts.state is RetroState.COLLECTING:
        asks = blocks.confirm("Show the cards?", words("retro/ask_reveal.mrkdwn.j2", facts=facts), "Reveal now")
        return [
            blocks.button("Add a card", ADD, one, style="primary"),
            blocks.button("Reveal now", REVEAL, one, asks=asks),
            take_over,
        ]
    if facts.state is RetroState.GROUPING:
        return [blocks.button("Sort cards", SORT, one), blocks.button("Start the vote", START_VOTE, one), take_over]
    if facts.state is RetroState.VOTING:
        asks = blocks.confirm("End the vote?", words("retro/ask_end.mrkdwn.j2", facts=facts), "End the vote")
        vote = blocks.button("Vote", VOTE, one, style="primary")
        sort = blocks.button("Sort cards", SORT, one)
        return [vote, blocks.button("End the vote", END_VOTE, one, asks=asks), sort, take_over]
    if facts.state is RetroState.ACTING:
        choose = blocks.button("Choose actions", CHOOSE, one, style="primary")
        return [choose, blocks.button("Close the retro", CLOSE, one), take_over]
    return [take_over] if facts.state is RetroState.FEW else []


def _turn_elements(facts: TurnFacts) -> list[blocks.Element]:
    one = str(facts.board.round_id)
    if facts.state is RetroState.FEW:
        text = "What was written is deleted, and nobody will have seen it. This retro is over then."
        asks = blocks.confirm("Discard the cards?", text, "Discard", danger=True)
        return [
            blocks.button("Wait a day", WAIT, one, style="primary"),
            blocks.button("Ask for names", ASK, one),
            blocks.button("Discard", DISCARD, one, style="danger", asks=asks),
        ]
    if facts.state is RetroState.GROUPING:
        sort = blocks.button("Sort cards", SORT, one, style="primary")
        return [sort, blocks.button("Start the vote", START_VOTE, one)]
    choose = blocks.button("Choose actions", CHOOSE, one, style="primary")
    return [choose, blocks.button("Close the retro", CLOSE, one)]
