"""A theme that several teams have in common: what they wrote, and what the PMO can make of it."""

from collections.abc import Sequence
from datetime import date

from bot.domain.playbook_found import Hit
from bot.domain.retro_systemic import Systemic
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.playbook_rich import marked

MAKE_ACTION, MAKE_BLOCKER, CHANGE_PAGE, SET_ASIDE = (
    "retro_report_action",
    "retro_report_blocker",
    "retro_systemic_page",
    "retro_systemic_aside",
)
CHANGE_THIS, NEW_PAGE = "retro_systemic_this", "retro_systemic_new"
CHOOSE_VIEW = "retro_systemic_choose_view"
ON_HOME, CARD = 2, 200
"""Cards that the home tab shows of one, and characters of each; the report shows more."""


def systemic_blocks(words: Words, one: Systemic, *, most: int) -> list[blocks.Block]:
    """Return it with `most` of its cards; buttons as long as nobody has made anything of it."""
    cards = [blocks.clip(card, CARD) for card in one.evidence[:most]]
    theme = str(one.theme_id)
    text = words("retro/systemic.mrkdwn.j2", one=one, evidence=cards)
    shown = blocks.paragraphs(f"systemic:{theme}", text)
    if not one.became:
        asks = blocks.confirm("Set it aside?", words("retro/systemic_ask.mrkdwn.j2"), "Set aside")
        buttons = [
            blocks.button("Make it an action", MAKE_ACTION, theme),
            blocks.button("Make it a blocker", MAKE_BLOCKER, theme),
            blocks.button("Change a playbook", CHANGE_PAGE, theme),
            blocks.button("Set aside", SET_ASIDE, theme, asks=asks),
        ]
        shown.append(blocks.actions(f"systemic_do:{theme}", *buttons))
    return shown


def on_home(words: Words, one: Systemic) -> list[blocks.Block]:
    """Return it for the home tab of the PMO."""
    return systemic_blocks(words, one, most=ON_HOME)


def aside_message(words: Words, name: str) -> Message:
    """Return that one was set aside, and until when."""
    text = words("retro/systemic_aside.mrkdwn.j2", name=name)
    return blocks.message(text, [blocks.section("aside", text)])


def choose_view(words: Words, one: Systemic, hits: Sequence[Hit], today: date) -> View:
    """Return the pages that may be meant by one, each with the sentence that says so; one may be written anew, too."""
    theme = str(one.theme_id)
    shown: list[blocks.Block] = [blocks.section("which", words("retro/systemic_choose.mrkdwn.j2", one=one))]
    for hit in hits:
        value = str(hit.page.id)
        text = words("playbook/found_page.mrkdwn.j2", page=hit.page, today=today)
        button = blocks.button("Change this page", CHANGE_THIS, f"{value}:{theme}")
        shown.append(blocks.section(f"page:{value}", text, accessory=button))
        if any(bit.text.strip() for bit in hit.sentence):
            shown.append(marked(f"said:{value}", hit.sentence))
    shown.append(blocks.actions("none", blocks.button("Write a new page", NEW_PAGE, theme)))
    return blocks.modal(CHOOSE_VIEW, "Which page?", shown, close="Close")
