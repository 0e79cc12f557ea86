"""A theme that several teams have in common: what they wrote, and what the PMO can make of it."""

from bot.domain.retro_systemic import Systemic
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks

MAKE_ACTION, MAKE_BLOCKER, CHANGE_PAGE, SET_ASIDE = (
    "retro_report_action",
    "retro_report_blocker",
    "retro_systemic_page",
    "retro_systemic_aside",
)
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
