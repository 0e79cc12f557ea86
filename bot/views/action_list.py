"""The list of open actions, and those of a home tab."""

from itertools import groupby

from bot.domain.action_list import DONE as LISTED_DONE
from bot.domain.action_list import MINE, TEAM, ActionList, ActionRow
from bot.domain.list_file import Listing
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.action import DATE, HAND, MORE, TEXT, drop_options, kept, owner_buttons
from bot.views.action_form import NEW
from bot.views.list_file import download

PAGE = "action_page"
SOUGHT, PAGE_VALUE = 100, 1000
"""Characters of what was looked for that are repeated, and that the button of the next page carries."""


def action_list(words: Words, facts: ActionList, command: str) -> Message:
    """Return a page of the list, with what can be done to each action; `command` is the slash command."""
    sought = blocks.clip(facts.words, SOUGHT)
    said = {"facts": facts, "sought": sought, "command": command}
    title = words("action/list_text.mrkdwn.j2", **said)
    if facts.rows:
        shown = [blocks.section("title", title)]
    else:
        shown = [blocks.section("none", words("action/list_none.mrkdwn.j2", **said))]
    if facts.words.casefold() == LISTED_DONE:
        for row in facts.rows:
            shown += done_blocks(words, row, facts.today)
        return blocks.message(title, [*shown, blocks.actions("below", *_below(facts))])
    for team, rows in groupby(facts.rows, key=lambda row: row.action.team):
        if facts.words.casefold() in {"", MINE, TEAM}:
            number = facts.rows.index(next(row for row in facts.rows if row.action.team == team))
            shown.append(blocks.section(f"team:{number}", words("action/list_team.mrkdwn.j2", team=team)))
        for row in rows:
            shown += row_blocks(words, row, facts.today)
    return blocks.message(title, [*shown, blocks.actions("below", *_below(facts))])


def done_blocks(words: Words, row: ActionRow, today: object) -> list[blocks.Block]:
    """Return an action that is done: what came of it, and the way to keep it for others."""
    one = row.action
    text, effect = blocks.clip(one.text, TEXT), blocks.clip(one.effect, TEXT)
    said = words("action/row_done.mrkdwn.j2", one=one, text=text, effect=effect, today=today)
    return [*blocks.paragraphs(f"action:{one.id}", said), *kept(one)]


def _below(facts: ActionList) -> list[blocks.Element]:
    below = [blocks.button("New action", NEW)]
    if facts.more:
        following = f"{facts.first + len(facts.rows)} {facts.words}"[:PAGE_VALUE].strip()
        below.append(blocks.button("Show more", PAGE, following))
    if facts.rows:
        below.append(download(Listing.ACTIONS, words=facts.words))
    return below


def row_blocks(
    words: Words, row: ActionRow, today: object, *, name: str = "action", team: bool = False
) -> list[blocks.Block]:
    """Return an action in a list, with the buttons of its owner or the menu of whoever looks after it.

    `team`: whether its team is named beside it.
    """
    one = row.action
    text, signal = blocks.clip(one.text, TEXT), blocks.clip(one.signal, TEXT)
    said = words("action/row.mrkdwn.j2", one=one, own=row.own, text=text, signal=signal, today=today, team=team)
    action = str(one.id)
    if row.own:
        return [
            blocks.section(f"{name}:{action}", said),
            blocks.actions(f"{name}_do:{action}", *owner_buttons(one)),
        ]
    if not row.acts:
        return [blocks.section(f"{name}:{action}", said)]
    options = [
        blocks.option("New date", f"{DATE}:{action}"),
        blocks.option("Hand over…", f"{HAND}:{action}"),
        *drop_options(one),
    ]
    return [blocks.section(f"{name}:{action}", said, accessory=blocks.overflow(MORE, options))]
