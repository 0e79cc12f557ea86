"""Replies to plain words typed to the bot: an update in the making, what a search found, or a short help."""

from collections.abc import Sequence

import slackblocks as sb

from bot.domain.home import OpenPrompt
from bot.domain.matching import folded
from bot.domain.search import Found, FoundChange
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.change_list import SHOW as SHOW_CHANGE
from bot.views.guest import guest_note
from bot.views.playbook import READ
from bot.views.playbook_rich import marked

PAGES, CHANGES = "pages", "changes"
KINDS = ("people", "teams", PAGES, "syncs", "retros", CHANGES, "decisions", "blockers", "actions", "themes")
USE, CHOOSE, SEARCH = "words_use", "words_choose", "words_search"
MOST_PROMPTS = 100
QUOTED = 600
"""Characters of somebody's own words that a reply repeats; all of them go into the form."""


def offer(words: Words, text: str, draft: str, prompts: Sequence[OpenPrompt]) -> Message:
    """Return "Use this as your update?", with the choice of which one where there are several.

    `prompts`: all that are open; or, where none is and a search found nothing, those that can be changed or come late.
    """
    said = blocks.clip(text, QUOTED)
    asked = words("words/offer.mrkdwn.j2", said=said, prompts=prompts)
    elements = [_use(prompts, draft, style="primary")]
    if all(_is_open(one) for one in prompts):
        elements.append(blocks.button("Search instead", SEARCH, draft))
    row = blocks.actions("words_actions", *elements)
    return blocks.message(words("words/offer_text.mrkdwn.j2", prompts=prompts), [blocks.section("words", asked), row])


def used(words: Words, sentence: str = "", *, late: bool = False) -> Message:
    """Return what the reply says when the words are an update, or `sentence` where something else came of them."""
    where = "The summary has it." if late else "You can change it in the sync's own message, or on the *Home* tab."
    return only(words, sentence or f"Your update is in. {where}")


def only(words: Words, sentence: str) -> Message:
    """Return a message that only says a sentence."""
    text = words("words/only.mrkdwn.j2", sentence=sentence)
    return blocks.message(text, [blocks.section("only", text)])


def results(words: Words, found: Found, command: str, *, others: Sequence[OpenPrompt] = (), draft: str = "") -> Message:
    """Return what was found; where nothing was, what can be asked instead; `command` is the slash command.

    `others`: the updates that the words, kept as `draft`, could also go into, late ones and the reader's own.
    """
    if not found.anything:
        text = words("words/nothing.mrkdwn.j2", found=found, said=blocks.clip(found.words, 100))
        why = guest_note(words, guest=found.guest)
        return blocks.message(text, [blocks.section("nothing", text), *why, _help(words, command)])
    parts = [part for kind in _by_nearness(found) for part in _found(words, found, kind)]
    if found.more:
        parts.append(blocks.context("more", words("words/found_more.mrkdwn.j2", found=found)))
    parts += guest_note(words, guest=found.guest)
    if others:
        parts.append(blocks.section("others", words("words/found_else.mrkdwn.j2", prompts=others)))
        parts.append(blocks.actions("words_actions", _use(others, draft)))
    return blocks.message(words("words/found_text.mrkdwn.j2", found=found), parts)


def short_help(words: Words, command: str) -> Message:
    """Return what Drumbeat understands, in a few lines."""
    return blocks.message(words("words/help_text.mrkdwn.j2", command=command), [_help(words, command)])


def _help(words: Words, command: str) -> sb.Block:
    return blocks.section("help", words("words/help.mrkdwn.j2", command=command))


def _use(prompts: Sequence[OpenPrompt], draft: str, style: blocks.Style | None = None) -> blocks.Element:
    """Return the button that turns words into an update, or the menu of updates that they can become."""
    if len(prompts) == 1:
        late, added = prompts[0].closed, prompts[0].state == "answered"
        label = "Use as late update" if late else "Add to update" if added else "Use as update"
        return blocks.button(label, USE, _value(prompts[0], draft), style=style)
    options = [blocks.option(_name(one), _value(one, draft)) for one in prompts[:MOST_PROMPTS]]
    return blocks.select(CHOOSE, options, placeholder="Choose the sync")


def _is_open(one: OpenPrompt) -> bool:
    return not one.closed and one.state != "answered"


def _value(one: OpenPrompt, draft: str) -> str:
    return f"{one.turn_id}:{draft}"


def _name(one: OpenPrompt) -> str:
    return f"{one.sync} for {one.party}" if one.for_team else one.sync


def _found(words: Words, found: Found, kind: str) -> list[sb.Block]:
    text = words(f"words/found_{kind}.mrkdwn.j2", found=found)
    if kind == CHANGES:
        return [blocks.section(kind, text), *(_change(words, one) for one in found.changes)]
    shown = [
        blocks.section(f"{kind}:{number}", part)
        for number, part in enumerate(blocks.split(text, blocks.SECTION_LENGTH))
    ]
    if kind == PAGES:
        for one in found.pages:
            row = words("words/found_page.mrkdwn.j2", page=one.page, today=found.today)
            button = blocks.button("Read page", READ, str(one.page.id))
            shown.append(blocks.section(f"page:{one.page.id}", row, accessory=button))
            if any(bit.text.strip() for bit in one.sentence):
                shown.append(marked(f"said:{one.page.id}", one.sentence))
    return shown


def _change(words: Words, one: FoundChange) -> sb.Block:
    row = words("words/found_change.mrkdwn.j2", one=one)
    return blocks.section(f"change:{one.id}", row, accessory=blocks.button("Show change", SHOW_CHANGE, str(one.id)))


def _by_nearness(found: Found) -> list[str]:
    """Return the kinds of which something was found; those first whose best one is called as was typed."""

    def is_else(kind: str) -> bool:
        return not folded(getattr(found, kind)[0].name).startswith(folded(found.words.strip()))

    return sorted(
        (kind for kind in KINDS if getattr(found, kind)),
        key=is_else,
    )
