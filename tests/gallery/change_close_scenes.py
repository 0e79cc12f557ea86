"""The form in which a change is closed, and its page before and after."""

from dataclasses import replace

from bot.domain.change import ChangeState
from bot.domain.change_close import CloseForm
from bot.domain.change_page import ChangeHead
from bot.domain.playbook_codify import PageLink
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import change_close, change_page
from tests.gallery.change_scenes import HEAD
from tests.gallery.scene import Scene

READY = CloseForm(7, "Product teams")
MISSING = replace(READY, missing=("Not all are ready: Sales (“I know how”).", "2 questions wait for an answer."))


def page_of_one_that_can_be_closed(words: Words, head: ChangeHead) -> Message:
    """Return the page of a change with the way to close it."""
    return change_page.page(words, head, [change_close.close_button(head.id)])


def page_of_one_that_is_closed(words: Words, head: ChangeHead, page: PageLink | None = None) -> Message:
    """Return the page of a change that is closed, or has become a page."""
    return change_page.page(words, head, [change_close.learnt(head.id, page)])


SCENES = (
    Scene(change_close.close_form, "all is there", {"facts": READY}),
    Scene(change_close.close_form, "something is missing", {"facts": MISSING}),
    Scene(change_close.ended, "closed", {"change_id": 7, "name": HEAD.name, "state": ChangeState.EMBEDDED}),
    Scene(change_close.ended, "stopped", {"change_id": 7, "name": HEAD.name, "state": ChangeState.STOPPED}),
    Scene(page_of_one_that_can_be_closed, "in progress", {"head": HEAD}),
    Scene(
        page_of_one_that_is_closed,
        "closed",
        {"head": replace(HEAD, state=ChangeState.EMBEDDED, ended_because="Two teams own a journey.")},
    ),
)
