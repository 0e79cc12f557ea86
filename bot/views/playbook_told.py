"""Messages to those who keep pages: still true, nobody reads it, out of date, and yours from now on."""

from collections.abc import Callable

from bot.domain.playbook import Page
from bot.domain.playbook_told import Complaints, Given, Mended, Told
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.playbook import EDIT, HAND, READ, VOUCH, archive_button

SAID, MOST_SAID = 600, 12
"""Characters of what a reader says is out of date, and how many of them are spelled out."""

MOST_GIVEN = 12


def review_message(words: Words, facts: Told) -> Message:
    """Return the question whether pages are still true; of those that were looked at since, that."""

    def buttons(page: Page) -> list[blocks.Element]:
        value = str(page.id)
        return [
            blocks.button("Still true", VOUCH, value, style="primary"),
            blocks.button("Edit page", EDIT, value),
            blocks.button("Hand over", HAND, value),
            archive_button(page),
        ]

    return _told(words, "review", facts, buttons)


def unused_message(words: Words, facts: Told) -> Message:
    """Return the proposal to archive pages that nobody reads and nobody vouches for."""

    def buttons(page: Page) -> list[blocks.Element]:
        value = str(page.id)
        return [
            blocks.button("Still true", VOUCH, value),
            archive_button(page),
        ]

    return _told(words, "unused", facts, buttons)


def outdated_message(words: Words, facts: Complaints) -> Message:
    """Return what readers say is out of date on one day; what was looked at since is counted."""
    shown: list[blocks.Block] = [blocks.section("head", words("playbook/outdated.mrkdwn.j2", facts=facts))]
    notes = facts.notes[:MOST_SAID]
    for page_id in dict.fromkeys(one.page.id for one in notes):
        for number, one in enumerate(notes):
            if one.page.id == page_id:
                text = words("playbook/outdated_row.mrkdwn.j2", one=one, said=blocks.clip(one.text, SAID))
                shown += blocks.paragraphs(f"note:{number}", text)
        value = str(page_id)
        pressed = [blocks.button("Edit page", EDIT, value), blocks.button("Still true", VOUCH, value)]
        shown.append(blocks.actions(f"note_do:{value}", *pressed))
    if len(facts.notes) > MOST_SAID:
        shown.append(blocks.context("more", words("home/more.mrkdwn.j2", more=len(facts.notes) - MOST_SAID)))
    return blocks.message(words("playbook/outdated_text.mrkdwn.j2", facts=facts), shown)


def mended_message(words: Words, facts: Mended) -> Message:
    """Return what came of what a reader had found out of date."""
    text = words("playbook/mended.mrkdwn.j2", facts=facts, said=blocks.clip(facts.said, SAID))
    shown = blocks.paragraphs("mended", text)
    shown.append(blocks.actions("mended_actions", blocks.button("Read page", READ, str(facts.page_id))))
    return blocks.message(words("playbook/mended_text.mrkdwn.j2", facts=facts), shown)


def given_message(words: Words, facts: Given) -> Message:
    """Return which pages somebody keeps from now on."""
    return _listed(words, "given", facts)


def added_message(words: Words, facts: Given) -> Message:
    """Return which pages somebody has added to begin with, for the PMO."""
    return _listed(words, "added", facts)


def _listed(words: Words, kind: str, facts: Given) -> Message:
    shown: list[blocks.Block] = [blocks.section("head", words(f"playbook/{kind}.mrkdwn.j2", facts=facts))]
    for page in facts.pages[:MOST_GIVEN]:
        text = words("playbook/list_row.mrkdwn.j2", page=page, today=facts.today)
        shown.append(blocks.section(f"page:{page.id}", text, accessory=blocks.button("Read page", READ, str(page.id))))
    if len(facts.pages) > MOST_GIVEN:
        shown.append(blocks.context("more", words("home/more.mrkdwn.j2", more=len(facts.pages) - MOST_GIVEN)))
    return blocks.message(words(f"playbook/{kind}_text.mrkdwn.j2", facts=facts), shown)


def _told(words: Words, kind: str, facts: Told, buttons: Callable[[Page], list[blocks.Element]]) -> Message:
    shown: list[blocks.Block] = [blocks.section("head", words(f"playbook/{kind}.mrkdwn.j2", facts=facts))]
    for page in facts.pages:
        text = words("playbook/list_row.mrkdwn.j2", page=page, today=facts.on)
        reads = blocks.button("Read page", READ, str(page.id))
        shown += [
            blocks.section(f"page:{page.id}", text, accessory=reads),
            blocks.actions(f"page_do:{page.id}", *buttons(page)),
        ]
    if facts.settled:
        shown.append(blocks.context("settled", words("playbook/told_settled.mrkdwn.j2", facts=facts)))
    return blocks.message(words(f"playbook/{kind}_text.mrkdwn.j2", facts=facts), shown)
