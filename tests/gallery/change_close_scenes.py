"""The form in which a change is closed, and its page before and after."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.change import ChangeState
from bot.domain.change_close import ChangeEnd, CloseForm
from bot.domain.change_page import ChangeHead
from bot.domain.playbook_codify import PageLink
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import change_close, change_page
from tests.gallery.change_scenes import HEAD
from tests.gallery.scene import Scene

AT = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
READY = CloseForm(7, "Product teams")
MISSING = replace(READY, missing=("Not all are ready: Sales (“I know how”).", "2 questions wait for an answer."))


def page_with_its_end(words: Words, head: ChangeHead, end: ChangeEnd) -> Message:
    """Return the page of a change with what is left to do."""
    return change_page.page(words, head, change_close.end_blocks(words, end))


GOES = ChangeEnd(7, HEAD.state, runs_it=True, may_look_back=True)
CLOSED = replace(
    HEAD,
    state=ChangeState.EMBEDDED,
    ended_because="Two teams own a journey.",
    ended_on=date(2026, 3, 2),
    ended_by="Mara Lindqvist",
)
STOPPED = replace(CLOSED, state=ChangeState.STOPPED, ended_because="The pilot failed.")
LINK = PageLink(4, "How we changed: Product teams")

SCENES = (
    Scene(change_close.close_form, "all is there", {"facts": READY}),
    Scene(change_close.close_form, "something is missing", {"facts": MISSING}),
    Scene(change_close.close_form, "people look back", {"facts": replace(READY, looks_back_until=AT)}),
    Scene(change_close.close_form, "people have looked back", {"facts": replace(READY, looked_back=True)}),
    Scene(change_close.ended, "closed", {"change_id": 7, "name": HEAD.name, "state": ChangeState.EMBEDDED}),
    Scene(change_close.ended, "stopped", {"change_id": 7, "name": HEAD.name, "state": ChangeState.STOPPED}),
    Scene(page_with_its_end, "in progress", {"head": HEAD, "end": GOES}),
    *(
        Scene(page_with_its_end, name, {"head": head, "end": replace(end, state=head.state)})
        for name, head, end in (
            ("closed", CLOSED, GOES),
            ("closed, with a page", CLOSED, replace(GOES, page=LINK, looked_back=True)),
            ("closed, for a member", replace(CLOSED, runs_it=False), ChangeEnd(7, HEAD.state, False, LINK)),
            ("stopped", STOPPED, GOES),
            ("stopped, for a member", replace(STOPPED, runs_it=False), ChangeEnd(7, HEAD.state, False)),
        )
    ),
)
