"""Reading back what stands in a form."""

import json
from datetime import date
from typing import Any

import pytest

from bot.errors import Unreadable
from bot.views import ritual_setup, sync_form
from bot.views.filled import Filled


def form(**fields: dict[str, Any]) -> Filled:
    """A form that came back with these elements."""
    return Filled.of({"state": {"values": {name: {"value": element} for name, element in fields.items()}}})


FORM = form(
    name={"type": "plain_text_input", "value": "Weekly"},
    empty={"type": "plain_text_input", "value": None},
    day={"type": "static_select", "selected_option": {"value": "tue"}},
    none={"type": "static_select", "selected_option": None},
    teams={"type": "multi_static_select", "selected_options": [{"value": "3"}, {"value": "1"}]},
    who={"type": "multi_users_select", "selected_users": ["U1"]},
    owner={"type": "users_select", "selected_user": "U2"},
    channel={"type": "conversations_select", "selected_conversation": "C1"},
    due={"type": "datepicker", "selected_date": "2026-08-03"},
    no_date={"type": "datepicker", "selected_date": None},
    odd_date={"type": "datepicker", "selected_date": "3 Aug"},
)


def test_each_field_is_read_as_what_it_is() -> None:
    """Typed, chosen, several, people, a channel."""
    assert [FORM.text("name"), FORM.text("empty")] == ["Weekly", ""]
    assert [FORM.one(field) for field in ("day", "none", "owner", "channel")] == ["tue", "", "U2", "C1"]
    assert FORM.numbers("teams") == [3, 1]
    assert FORM.many("who") == ["U1"]
    assert [FORM.day("due"), FORM.day("no_date")] == [date(2026, 8, 3), None]
    assert [FORM.value(field) for field in ("name", "empty", "day", "teams")] == ["Weekly", None, "tue", ["3", "1"]]


@pytest.mark.parametrize(
    ("read", "field"),
    [
        (lambda: FORM.text("missing"), "missing"),
        (lambda: FORM.one("day", {"mon"}), "day"),
        (lambda: FORM.many("teams", {"3"}), "teams"),
        (lambda: FORM.number("day"), "day"),
        (lambda: FORM.numbers("who"), "who"),
        (lambda: FORM.day("odd_date"), "odd_date"),
        (lambda: Filled.of({"state": None}).text("name"), "name"),
        (lambda: Filled.of({"state": {"values": {"name": {}}}}).text("name"), "name"),
    ],
)
def test_what_a_form_does_not_have_or_offer_is_refused(read: Any, field: str) -> None:
    """By the name of the field; the sentence says what to do."""
    with pytest.raises(Unreadable, match="copy what you typed") as refused:
        read()
    assert refused.value.where == f"view.state.values.{field}"


@pytest.mark.parametrize(
    ("ticket_of", "data"),
    [
        (sync_form.ticket_of, "not json"),
        (sync_form.ticket_of, "[" * 5000),
        (sync_form.ticket_of, {}),
        (sync_form.ticket_of, {"subject": "7"}),
        (sync_form.ticket_of, {"subject": 2**63}),
        (sync_form.ticket_of, {"subject": -1}),
        (sync_form.ticket_of, {"subject": 1, "url": "file:///etc/passwd"}),
        (sync_form.ticket_of, {"subject": 1, "draft": "9" * 1000}),
        (ritual_setup.ticket_of, {"ritual_id": 7.5}),
        (ritual_setup.ticket_of, {"more": []}),
        (ritual_setup.ticket_of, {"channel": None}),
        (ritual_setup.preview_ticket_of, {"ritual_id": None, "revision": 0}),
        (ritual_setup.preview_ticket_of, {"ritual_id": True, "revision": 0, "seen": ""}),
    ],
)
def test_a_ticket_of_another_make_is_refused(ticket_of: Any, data: Any) -> None:
    """Another version's, or of wrong types: it says so, and nothing is looked up by it."""
    text = data if isinstance(data, str) else json.dumps(data)
    with pytest.raises(Unreadable, match="earlier version") as refused:
        ticket_of({"private_metadata": text})
    assert refused.value.where == "view.private_metadata"


def test_a_ticket_comes_back_as_it_went() -> None:
    """Each form's own."""
    for ticket, read in (
        (sync_form.Ticket(7, sync_form.WORDS, "https://hooks.slack.com/actions/1", "1.2"), sync_form.ticket_of),
        (ritual_setup.Ticket(7, 2, "C1", more=True, anew=1, home=True), ritual_setup.ticket_of),
        (ritual_setup.PreviewTicket(None, 0, "abc", home=True), ritual_setup.preview_ticket_of),
    ):
        assert read({"private_metadata": ticket.dump()}) == ticket
