"""Fields of the form of a step: those of a session alone, and the menu of announcements or pages."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.change_step import Step, StepKind
from bot.domain.change_step_form import (
    DAY,
    LENGTHS,
    MATERIAL,
    MINUTES,
    PAGE,
    PLACE,
    SEATS,
    SECOND_DAY,
    SECOND_TIME,
    THROUGH,
    TIME,
    StepForm,
)
from bot.views import blocks

VALUE, NOTHING = "value", "0"
"""`NOTHING`: no announcement, or no page, yet."""


def session_fields(one: Step | None, form: StepForm) -> list[blocks.Block]:
    """Return what only a session has: its dates, place, seats and material."""
    first = _local(one.starts_at if one else None, form.zone)
    second = _local(one.second_at if one else None, form.zone)
    lengths = [blocks.option(f"{number} minutes", str(number)) for number in LENGTHS]
    minutes = str(one.minutes if one else 60)
    if minutes not in {str(number) for number in LENGTHS}:
        lengths.append(blocks.option(f"{minutes} minutes", minutes))
    seats = str(one.seats) if one and one.seats else ""
    zone = f"In your own zone, {form.zone}; everybody reads it in theirs."
    return [
        blocks.field(DAY, "On which day?", blocks.day_picker(VALUE, chosen=first[0]), hint="Empty: not known yet."),
        blocks.field(TIME, "At what time?", blocks.text_input(VALUE, value=first[1], placeholder="10:00"), hint=zone),
        blocks.field(MINUTES, "How long?", blocks.select(VALUE, lengths, chosen=minutes), optional=False),
        blocks.field(
            PLACE,
            "Where?",
            blocks.text_input(VALUE, value=one.place if one else "", placeholder="Room Tejo, or a link to the call"),
        ),
        blocks.field(SECOND_DAY, "Second date", blocks.day_picker(VALUE, chosen=second[0])),
        blocks.field(SECOND_TIME, "Its time", blocks.text_input(VALUE, value=second[1], placeholder="16:00")),
        blocks.field(
            SEATS,
            "Seats",
            blocks.text_input(VALUE, value=seats, placeholder="25"),
            hint="For each date. Empty: all who want can come.",
        ),
        blocks.field(
            MATERIAL,
            "Slides, page or recording",
            blocks.text_input(VALUE, value=one.material if one else "", placeholder="A link, for who can't come too"),
        ),
    ]


def choice(form: StepForm) -> blocks.Block:
    """Return the menu of announcements or of pages."""
    inform = form.kind is StepKind.INFORM
    options = [blocks.option("Not chosen yet", NOTHING)]
    options += [blocks.option(title, str(one)) for one, title in (form.choices or {}).items()]
    chosen = str(form.chosen) if form.chosen in (form.choices or {}) else NOTHING
    label = "Through which announcement?" if inform else "Which page?"
    name = THROUGH if inform else PAGE
    return blocks.field(name, label, blocks.select(VALUE, options, chosen=chosen), optional=False)


def _local(at: datetime | None, zone: str) -> tuple[date | None, str]:
    if at is None:
        return None, ""
    local = at.astimezone(ZoneInfo(zone))
    return local.date(), f"{local:%H:%M}"
