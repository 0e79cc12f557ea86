"""What stands in the forms of announcements when they are sent."""

from bot.views import (
    announcement_check,
    announcement_desk,
    announcement_form,
    announcement_plain,
    announcement_sign,
    announcement_way_form,
)

WAY = {
    "timing": ("radio_buttons", "selected_option", {"value": "morning"}),
    "day": ("datepicker", "selected_date", "2026-03-12"),
    "at": ("plain_text_input", "value", "9:30"),
    "boxes": ("checkboxes", "selected_options", [{"value": "asks"}]),
}
ANNOUNCED = {
    "title": ("plain_text_input", "value", "Office closed"),
    "text:0": ("plain_text_input", "value", "On Friday."),
    "text:1": ("plain_text_input", "value", None),
}
OF_ANNOUNCEMENTS = {
    announcement_form.KIND_FORM: {"kind": ("radio_buttons", "selected_option", {"value": "kickoff"})},
    announcement_form.CORE_FORM: {
        **ANNOUNCED,
        "not_known": ("plain_text_input", "value", "The day"),
        "next_word": ("datepicker", "selected_date", "2026-05-12"),
    },
    announcement_form.PART_FORM: {"part": ("plain_text_input", "value", "You move, too.")},
    announcement_form.LEADS_FORM: {
        "points": ("plain_text_input", "value", "Nobody's pay changes."),
        "questions": ("plain_text_input", "value", None),
        "lead_hours": ("static_select", "selected_option", {"value": "4"}),
    },
    announcement_way_form.WAY_FORM: WAY,
    announcement_way_form.WHO_FORM: {
        "groups": ("multi_static_select", "selected_options", [{"value": "1"}]),
        "channels": ("multi_conversations_select", "selected_conversations", ["C0LM000001"]),
    },
    announcement_way_form.SIGNERS_FORM: {"who": ("multi_users_select", "selected_users", ["U0LM000002"])},
    announcement_plain.FORM: {
        **ANNOUNCED,
        **WAY,
        "teams": ("multi_static_select", "selected_options", [{"value": "1"}]),
        "people": ("multi_users_select", "selected_users", ["U0LM000002"]),
        "everyone": ("checkboxes", "selected_options", []),
        "channels": ("multi_conversations_select", "selected_conversations", ["C0LM000001"]),
    },
    announcement_desk.DESK: {},
    announcement_check.CHECK: {},
    announcement_check.SIGN: {},
    announcement_sign.DECLINE_FORM: {"reason": ("plain_text_input", "value", "Name whom to ask.")},
}
