"""Who holds which role, and the form that gives one."""

from collections.abc import Mapping
from typing import Any

from bot.domain.role import Role, RoleFacts, RoleGiven
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled

SHOW, GIVE, FORM = "role_show", "role_give", "role_form"
PERSON, ROLE, VALUE = "person", "role", "value"


def roles(words: Words, facts: RoleFacts, command: str) -> Message:
    """Return who holds which role, with the button that changes it for those who may; `command`: the slash command."""
    note = words("role/note.mrkdwn.j2", note=facts.note) if facts.note else ""
    shown = [blocks.section("note", note)] if note else []
    text = words("role/roles.mrkdwn.j2", facts=facts, command=command)
    shown += [
        blocks.section(f"roles_{number}", part) for number, part in enumerate(blocks.split(text, blocks.SECTION_LENGTH))
    ]
    if facts.can_change:
        shown.append(blocks.actions("role_actions", blocks.button("Change a role", GIVE)))
    return blocks.message(note or "Who holds which role", shown)


def form(words: Words) -> View:
    """Return the form that gives somebody a role."""
    options = [
        blocks.option("Member", Role.MEMBER, "Answers, looks things up."),
        blocks.option("Lead", Role.LEAD, "Also sets up syncs of their own team."),
        blocks.option("PMO", Role.PMO, "Sets up every sync, and gives roles."),
    ]
    shown = [
        blocks.context("intro", words("role/intro.mrkdwn.j2")),
        blocks.field(PERSON, "Who?", blocks.person(VALUE), optional=False),
        blocks.field(ROLE, "Which role?", blocks.radio(VALUE, options), optional=False),
    ]
    return blocks.modal(FORM, "Change a role", shown, submit="Give role")


def changed(words: Words, sentence: str) -> View:
    """Return what has been changed."""
    text = words("role/note.mrkdwn.j2", note=sentence)
    return blocks.modal("role_changed_view", "Role changed", [blocks.section("note", text)], close="Close")


def given(words: Words, facts: RoleGiven, command: str) -> Message:
    """Return what somebody reads whose role was changed: by whom, and what they can do now."""
    text = words("role/given.mrkdwn.j2", facts=facts, command=command)
    return blocks.message(text, [blocks.section("role_given", text)])


def chosen(view: Mapping[str, Any]) -> tuple[str, str]:
    """Return the Slack id and the role that were chosen in the form. Raises Unreadable."""
    filled = Filled.of(view)
    return filled.one(PERSON), filled.one(ROLE)
