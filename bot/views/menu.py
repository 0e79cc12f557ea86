"""The menu behind the slash command, its help, and what is said to a word that nobody knows."""

from bot.domain.menu import MenuFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.announcement_list import NEW_PLAIN as ANNOUNCE
from bot.views.change_list import LIST as CHANGES
from bot.views.role import SHOW as SHOW_ROLES
from bot.views.sync_list import LIST
from bot.views.sync_prompt import ANSWER
from bot.views.sync_setup import NEW

HELP, TRY, SEARCH = "menu_help", "menu_try", "menu_search"
MOST_PROMPTS = 8


def menu(words: Words, facts: MenuFacts, command: str) -> Message:
    """Return the menu that fits its reader; `command` is the slash command with its slash."""
    text = words("menu/menu.mrkdwn.j2", facts=facts, command=command)
    shown = [blocks.section("menu", text)]
    for prompt in facts.prompts[:MOST_PROMPTS]:
        line = words("menu/prompt.mrkdwn.j2", facts=facts, prompt=prompt)
        answer = blocks.button("Answer", ANSWER, str(prompt.turn_id), style="primary")
        shown.append(blocks.section(f"prompt:{prompt.turn_id}", line, accessory=answer))
    elements = []
    if facts.can_set_up:
        elements.append(blocks.button("New sync", NEW))
    elements += [blocks.button("Show syncs", LIST), blocks.button("Show changes", CHANGES, "0")]
    if facts.can_set_up:
        elements.append(blocks.button("New announcement", ANNOUNCE))
    if facts.is_pmo:
        elements.append(blocks.button("Manage roles", SHOW_ROLES))
    elements.append(blocks.button("Show help", HELP))
    shown.append(blocks.actions("menu_actions", *elements))
    return blocks.message(words("menu/menu_text.mrkdwn.j2", facts=facts), shown)


def help_message(words: Words, facts: MenuFacts, command: str, about: str = "") -> Message:
    """Return what can be typed, as far as it fits the reader: all of it, or what begins with the word `about`."""
    lines = words("menu/help.mrkdwn.j2", facts=facts, command=command).splitlines()
    named = [line for line in lines if line.startswith(f"`{command} {about}")] or lines
    return blocks.message(f"What {command} can do", blocks.paragraphs("help", "\n".join(named)))


def did_you_mean(words: Words, typed: str, guess: str, command: str) -> Message:
    """Return the question whether `guess` was meant; both it and a search for what was typed are one press away."""
    text = words("menu/did_you_mean.mrkdwn.j2", typed=typed, guess=guess, command=command)
    label = f"Use {guess}"
    first = blocks.button(label if len(label) <= blocks.BUTTON_LENGTH else "Use this", TRY, guess, style="primary")
    return blocks.message(
        text,
        [
            blocks.section("did_you_mean", text),
            blocks.actions("did_you_mean_actions", first, blocks.button("Search instead", SEARCH, typed[:1900])),
        ],
    )
