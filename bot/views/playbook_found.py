"""What words found among the pages, to whoever asked alone; and whom else to ask."""

from bot.domain.playbook_found import Hit, Lookup
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.guest import guest_note
from bot.views.playbook import EDIT, HELPFUL, READ, SHARE, outdated_button
from bot.views.playbook_rich import marked

ASK_ONE, ASK_HERE, NEW = "playbook_ask_one", "playbook_ask_here", "playbook_new"
SOUGHT = 150
"""Characters of what was looked for that are repeated."""

CARRIED = 500
"""Characters of it that a button carries: what Drumbeat reads of a command."""

_NAME = blocks.BUTTON_LENGTH - len("Ask ")


def found(words: Words, facts: Lookup) -> Message:
    """Return the best pages, each with the sentence that says so; where there is none, who may know."""
    sought = blocks.clip(facts.words, SOUGHT)
    text = words("playbook/found_text.mrkdwn.j2", facts=facts, sought=sought)
    if not facts.hits:
        none = words("playbook/found_none.mrkdwn.j2", facts=facts, sought=sought)
        asking = blocks.actions("ask", *_asking(facts))
        return blocks.message(text, [blocks.section("none", none), *guest_note(words, guest=facts.guest), asking])
    shown: list[blocks.Block] = []
    for hit in facts.hits:
        shown += _hit(words, facts, hit)
    shown += guest_note(words, guest=facts.guest)
    return blocks.message(
        text, [*shown, blocks.actions("ask", blocks.button("Ask a question", ASK_ONE, _value(facts)))]
    )


def _hit(words: Words, facts: Lookup, hit: Hit) -> list[blocks.Block]:
    page, value = hit.page, str(hit.page.id)
    pressed = [blocks.button("Read page", READ, value)]
    if facts.channel:
        pressed.append(blocks.button("Share here", SHARE, value))
    other = blocks.button("Edit page", EDIT, value) if page.own else outdated_button(page)
    pressed += [blocks.button("Helpful", HELPFUL, value), other]
    said = [marked(f"said:{value}", hit.sentence)] if any(bit.text.strip() for bit in hit.sentence) else []
    return [
        blocks.section(f"page:{value}", words("playbook/found_page.mrkdwn.j2", page=page, today=facts.today)),
        *said,
        blocks.actions(f"page_do:{value}", *pressed),
    ]


def _asking(facts: Lookup) -> list[blocks.Element]:
    """Return the ways to an answer where no page has one; the first of them is the nearest."""
    name = facts.nearest.split()[0] if facts.nearest.split() else ""
    label = f"Ask {name}" if name and len(name) <= _NAME else "Ask somebody"
    pressed = [blocks.button(label, ASK_ONE, _value(facts), style="primary")]
    if facts.channel:
        channel = f"Ask in #{facts.channel}"
        short = channel if len(channel) <= blocks.BUTTON_LENGTH else "Ask in this channel"
        pressed.append(blocks.button(short, ASK_HERE, facts.words[:CARRIED]))
    return [*pressed, blocks.button("Write a page", NEW)]


def _value(facts: Lookup) -> str:
    return f"{facts.nearest_slack} {facts.words[:CARRIED]}"
