"""The forms of a change's plan as they come back from Slack."""

from bot.views import change_step_form, change_step_part

CHANGE_STEP = {
    change_step_form.ADD_FORM: {"kind": ("radio_buttons", "selected_option", {"value": "session"})},
    change_step_form.FORM: {
        "text": ("plain_text_input", "value", "Your new role"),
        "owner": ("users_select", "selected_user", "U0LM000002"),
        "day": ("datepicker", "selected_date", "2026-03-16"),
        "time": ("plain_text_input", "value", "10:00"),
        "minutes": ("static_select", "selected_option", {"value": "60"}),
        "place": ("plain_text_input", "value", "Room Tejo"),
        "second_day": ("datepicker", "selected_date", None),
        "second_time": ("plain_text_input", "value", None),
        "seats": ("plain_text_input", "value", "25"),
        "material": ("plain_text_input", "value", None),
        "due": ("datepicker", "selected_date", "2026-03-16"),
        "through": ("static_select", "selected_option", {"value": "0"}),
        "page": ("static_select", "selected_option", {"value": "0"}),
    },
    change_step_form.HAND_FORM: {"owner": ("users_select", "selected_user", "U0LM000002")},
    change_step_form.MOVE_FORM: {"due": ("datepicker", "selected_date", "2026-03-16")},
    change_step_form.DROP_FORM: {"reason": ("plain_text_input", "value", "HR has them.")},
    change_step_part.ATTEND_FORM: {"there:1:2": ("checkboxes", "selected_options", [{"value": "1"}])},
}
