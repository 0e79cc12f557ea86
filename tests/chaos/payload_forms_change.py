"""What stands in the forms of changes, and of what is asked about them, when they are sent."""

from bot.views import (
    announcement_correction,
    announcement_reply,
    change_close,
    change_form,
    change_heartbeat,
    change_impact,
    change_load,
    change_pulse,
    change_question,
    change_question_answer,
    stakeholder_form,
    stakeholder_import,
)

OF_CHANGES = {
    change_heartbeat.PAUSE_FORM: {"until": ("datepicker", "selected_date", "2026-03-16")},
    change_load.ALLOW_FORM: {"reason": ("plain_text_input", "value", "Contracts are signed.")},
    change_close.FORM: {
        "outcome": ("plain_text_input", "value", "Two teams own a journey."),
        "reason": ("plain_text_input", "value", "The rest follows."),
    },
    change_pulse.FORM: {
        "groups": ("multi_static_select", "selected_options", [{"value": "1"}]),
        "share": ("static_select", "selected_option", {"value": "2"}),
    },
    change_pulse.SAY_FORM: {"words": ("plain_text_input", "value", "No time to practise.")},
    change_load.WAIT_FORM: {"reason": ("plain_text_input", "value", None)},
    announcement_reply.WHO_FORM: {
        "person": ("users_select", "selected_user", "U0LM000002"),
        "team": ("static_select", "selected_option", {"value": "2"}),
    },
    announcement_correction.DECLINE_FORM: {"because": ("plain_text_input", "value", "You get two calls more.")},
    change_form.FORM: {
        "name": ("plain_text_input", "value", "Product teams"),
        "why": ("plain_text_input", "value", "Customers wait."),
        "sponsor": ("users_select", "selected_user", "U0LM000002"),
        "owner": ("users_select", "selected_user", "U0LM000002"),
        "starts": ("datepicker", "selected_date", "2026-03-16"),
        "ends": ("datepicker", "selected_date", None),
        "state": ("static_select", "selected_option", {"value": "announced"}),
        "heartbeat": ("static_select", "selected_option", {"value": "2"}),
        "begin": ("static_select", "selected_option", {"value": "nothing"}),
    },
    stakeholder_form.FORM: {
        "name": ("plain_text_input", "value", "Sales"),
        "teams": ("multi_static_select", "selected_options", [{"value": "1"}, {"value": "2"}]),
        "areas": ("multi_static_select", "selected_options", [{"value": "sales"}]),
        "channels": ("multi_conversations_select", "selected_conversations", ["C0LM000001"]),
        "user_groups": ("multi_static_select", "selected_options", [{"value": "S0LM000001"}]),
        "people": ("multi_users_select", "selected_users", ["U0LM000002"]),
        "everyone": ("checkboxes", "selected_options", []),
    },
    stakeholder_form.REMOVE_FORM: {},
    stakeholder_import.FORM: {"rows:0": ("plain_text_input", "value", "Sales\tsales\ttools 3")},
    stakeholder_import.PREVIEW: {},
    change_impact.FORM: {
        "copied:0": ("static_select", "selected_option", {"value": "1"}),
        "aspects:0": ("multi_static_select", "selected_options", [{"value": "tools"}, {"value": "mindset"}]),
        "rating_tools:0": ("static_select", "selected_option", {"value": "5"}),
        "yesterday:0": ("plain_text_input", "value", "You sell features."),
        "tomorrow:0": ("plain_text_input", "value", "You sell what works."),
        "worries:0": ("plain_text_input", "value", "My bonus?"),
        "contact:0": ("users_select", "selected_user", "U0LM000002"),
    },
    change_form.STOP_FORM: {"reason": ("plain_text_input", "value", "The pilot failed.")},
    change_question.ASK_FORM: {
        "about": ("static_select", "selected_option", {"value": "0"}),
        "text": ("plain_text_input", "value", "Who writes my review?"),
        "who": ("radio_buttons", "selected_option", {"value": "named"}),
    },
    change_question.CODE_FORM: {
        "code": ("plain_text_input", "value", "K7QM-3XWD-PA2R-9TZB"),
        "words:0": ("plain_text_input", "value", None),
    },
    change_question_answer.ANSWER_FORM: {
        "state": ("radio_buttons", "selected_option", {"value": "will_do"}),
        "answer": ("plain_text_input", "value", "Your new lead."),
        "next": ("datepicker", "selected_date", "2026-03-12"),
        "same": ("static_select", "selected_option", None),
        "public": ("checkboxes", "selected_options", [{"value": "shown"}]),
        "wording": ("plain_text_input", "value", None),
    },
    change_question_answer.HAND_FORM: {"who": ("users_select", "selected_user", "U0LM000002")},
    change_question_answer.WRITE_FORM: {"words": ("plain_text_input", "value", "Do you mean mine?")},
}
"""By callback: the fields by their ids, each with its element, the name of its value, and one."""
