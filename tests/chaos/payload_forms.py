"""Forms as they come back from Slack, filled as their fields are made: what a wound is then struck into."""

from typing import Any

from bot.playground.records import Json
from bot.views import (
    action_form,
    away,
    blocker_form,
    blocker_new,
    blocker_same,
    change_form,
    decision,
    decision_log,
    decision_review,
    digest_plan,
    geekbot_import,
    my_data,
    opt_out,
    pause,
    person_import,
    playbook_form,
    playbook_question,
    retro_action,
    retro_card,
    retro_preview,
    retro_setup,
    retro_theme,
    retro_thread,
    retro_vote,
    retro_withdraw,
    rhythm,
    role,
    sync_form,
    sync_preview,
    sync_questions,
    sync_setup,
    sync_try,
    team,
    team_setup,
)
from tests.chaos.payload_change_step import CHANGE_STEP
from tests.chaos.payload_forms_announcement import OF_ANNOUNCEMENTS
from tests.chaos.payload_forms_change import OF_CHANGES

ANSWERED = {
    "q:plan": ("checkboxes", "selected_options", [{"value": "0"}]),
    "q:moved": ("plain_text_input", "value", "Cards"),
    "q:next": ("plain_text_input", "value", "Refunds"),
    "q:waiting_on": ("multi_static_select", "selected_options", [{"value": "2"}]),
    "q:waiting_for": ("plain_text_input", "value", None),
    "q:confidence": ("static_select", "selected_option", {"value": "4"}),
    "outside": ("plain_text_input", "value", None),
    "outside_owner": ("users_select", "selected_user", None),
    "stuck": ("checkboxes", "selected_options", [{"value": "Refunds"}]),
    "q:nobody_asked": ("plain_text_input", "value", "An extra field"),
}
SET_UP = {
    "name": ("plain_text_input", "value", "Weekly sync"),
    "days": ("multi_static_select", "selected_options", [{"value": "tue"}, {"value": "thu"}]),
    "time": ("plain_text_input", "value", "10:00"),
    "channel": ("conversations_select", "selected_conversation", "C0LM000001"),
    "teams:1": ("multi_static_select", "selected_options", [{"value": "1"}, {"value": "2"}]),
    "repeats": ("static_select", "selected_option", {"value": "1"}),
    "week": ("static_select", "selected_option", {"value": "-1"}),
    "zone": ("static_select", "selected_option", {"value": "Europe/Lisbon"}),
    "voice": ("radio_buttons", "selected_option", {"value": "team"}),
    "people": ("multi_users_select", "selected_users", []),
    "follows_channel": ("multi_conversations_select", "selected_conversations", []),
    "follows_group": ("multi_static_select", "selected_options", []),
    "holidays": ("static_select", "selected_option", {"value": "move"}),
    "rollup_style": ("static_select", "selected_option", {"value": "team"}),
    "rollup_place": ("static_select", "selected_option", {"value": "week"}),
    "home_country": ("plain_text_input", "value", "PT"),
    "answering": ("static_select", "selected_option", {"value": "240"}),
    "reminder": ("checkboxes", "selected_options", [{"value": "reminds"}]),
    "owner": ("users_select", "selected_user", "U0LM000001"),
}
RETRO_SET_UP = {
    "name": ("plain_text_input", "value", "Monthly retro"),
    "teams": ("multi_static_select", "selected_options", [{"value": "1"}, {"value": "2"}]),
    "repeats": ("static_select", "selected_option", {"value": "3"}),
    "week": ("static_select", "selected_option", {"value": "-1"}),
    "day": ("static_select", "selected_option", {"value": "thu"}),
    "time": ("plain_text_input", "value", "14:00"),
    "channel": ("conversations_select", "selected_conversation", "C0LM000001"),
    "format": ("static_select", "selected_option", {"value": "own"}),
    "columns": ("plain_text_input", "value", "Keep\nChange: Fewer meetings"),
    "anonymous": ("checkboxes", "selected_options", [{"value": "anonymous"}]),
    "write_days:1": ("static_select", "selected_option", {"value": "3"}),
    "group_days": ("static_select", "selected_option", {"value": "1"}),
    "vote_days": ("static_select", "selected_option", {"value": "1"}),
    "votes": ("static_select", "selected_option", {"value": "3"}),
    "zone": ("static_select", "selected_option", {"value": "Europe/Lisbon"}),
    "holidays": ("static_select", "selected_option", {"value": "move"}),
    "home_country": ("plain_text_input", "value", "PT"),
    "owner": ("users_select", "selected_user", "U0LM000001"),
}
WORDED = {
    "text": ("plain_text_input", "value", "What did users say?"),
    "kind": ("static_select", "selected_option", {"value": "choice"}),
    "options": ("plain_text_input", "value", "Yes\nNo"),
    "example": ("plain_text_input", "value", None),
    "hint": ("plain_text_input", "value", None),
    "required": ("checkboxes", "selected_options", []),
    "when": ("multi_static_select", "selected_options", [{"value": "moved:"}]),
    "weekdays": ("multi_static_select", "selected_options", [{"value": "tue"}]),
}
FIELDS: dict[str, dict[str, tuple[str, str, Any]]] = {
    sync_form.ANSWER_FORM: ANSWERED,
    sync_form.ADD_FORM: {"text": ("plain_text_input", "value", "More")},
    sync_setup.FORM: SET_UP,
    retro_setup.FORM: RETRO_SET_UP,
    retro_card.FORM: {
        "card:worked:0:own": ("plain_text_input", "value", "Pairing"),
        "card::0:own": ("plain_text_input", "value", None),
    },
    retro_card.ADD_FORM: {
        "retro": ("static_select", "selected_option", {"value": "1"}),
        "text": ("plain_text_input", "value", "The QA queue"),
    },
    retro_withdraw.FORM: {
        "code": ("plain_text_input", "value", "K7QM-3XWD-PA2R-9TZB"),
        "which:0:K7QM": ("checkboxes", "selected_options", [{"value": "0"}]),
    },
    retro_thread.FORM: {"hide:0": ("checkboxes", "selected_options", [])},
    retro_preview.FORM: {},
    retro_theme.FORM: {
        "name:1": ("plain_text_input", "value", "Staging"),
        "merge": ("multi_static_select", "selected_options", [{"value": "2"}]),
        "cards": ("multi_static_select", "selected_options", [{"value": "0" * 32}]),
        "to": ("static_select", "selected_option", {"value": "new"}),
        "new_name": ("plain_text_input", "value", "Environments"),
    },
    retro_vote.FORM: {
        f"vote:{'0' * 16}:0": ("static_select", "selected_option", {"value": "2"}),
        f"vote:{'0' * 16}:1": ("static_select", "selected_option", {"value": "none"}),
    },
    sync_questions.FORM: WORDED,
    role.FORM: {
        "person": ("users_select", "selected_user", "U0LM000002"),
        "role": ("radio_buttons", "selected_option", {"value": "lead"}),
    },
    action_form.NEW_FORM: {
        "text": ("plain_text_input", "value", "Write one page"),
        "owner": ("users_select", "selected_user", "U0LM000002"),
        "due": ("datepicker", "selected_date", "2026-03-12"),
        "signal": ("plain_text_input", "value", None),
    },
    action_form.HAND_FORM: {"owner": ("users_select", "selected_user", "U0LM000002")},
    action_form.DATE_FORM: {"due": ("datepicker", "selected_date", "2026-03-12")},
    action_form.SMALLER_FORM: {
        "text": ("plain_text_input", "value", "Write half a page"),
        "due": ("datepicker", "selected_date", "2026-03-12"),
    },
    action_form.DONE_FORM: {
        "effect": ("plain_text_input", "value", "It helped"),
        "worked": ("radio_buttons", "selected_option", {"value": "yes"}),
    },
    action_form.HELP_FORM: {"needs": ("plain_text_input", "value", "Time")},
    action_form.DROP_FORM: {"reason": ("plain_text_input", "value", None)},
    retro_action.FORM: {
        **{
            f"{name}:{place}": filled
            for place in (0, 1, 2, "x")
            for name, filled in (
                ("text", ("plain_text_input", "value", "Write one page")),
                ("owner", ("users_select", "selected_user", "U0LM000002")),
                ("due", ("datepicker", "selected_date", "2026-03-12")),
                ("signal", ("plain_text_input", "value", None)),
                ("theme", ("static_select", "selected_option", {"value": "1"})),
            )
            if place != "x" or name in {"text", "owner", "signal"}
        },
        "name:1": ("plain_text_input", "value", "Test environments"),
    },
    decision.DECIDE_FORM: {
        "outcome": ("plain_text_input", "value", "Yes"),
        "reason": ("plain_text_input", "value", None),
        "review": ("datepicker", "selected_date", "2026-05-12"),
    },
    decision_log.NEW_FORM: {
        "outcome": ("plain_text_input", "value", "Yes"),
        "reason": ("plain_text_input", "value", None),
        "owner": ("users_select", "selected_user", "U0LM000002"),
        "review": ("datepicker", "selected_date", None),
    },
    decision_review.LATER_FORM: {"due": ("datepicker", "selected_date", "2026-05-12")},
    decision.HAND_FORM: {"owner": ("users_select", "selected_user", "U0LM000002")},
    decision.DATE_FORM: {"due": ("datepicker", "selected_date", "2026-03-12")},
    decision.DROP_FORM: {"reason": ("plain_text_input", "value", "Fine")},
    **OF_CHANGES,
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
    **CHANGE_STEP,
    change_form.STOP_FORM: {"reason": ("plain_text_input", "value", "The pilot failed.")},
    playbook_form.FORM: {
        "title": ("plain_text_input", "value", "How we ship"),
        "body:0": ("plain_text_input", "value", "On Tuesdays."),
        "tags": ("plain_text_input", "value", "releases"),
        "team": ("static_select", "selected_option", {"value": "0"}),
        "owner": ("users_select", "selected_user", "U0LM000002"),
        "interval": ("static_select", "selected_option", {"value": "90"}),
        "thanks": ("users_select", "selected_user", None),
    },
    playbook_form.HAND_FORM: {"owner": ("users_select", "selected_user", "U0LM000002")},
    playbook_form.OUTDATED_FORM: {"what": ("plain_text_input", "value", "The form is gone.")},
    playbook_question.ASK_FORM: {
        "question": ("plain_text_input", "value", "Who has the keys?"),
        "who": ("users_select", "selected_user", "U0LM000002"),
    },
    playbook_question.ANSWER_FORM: {"answer": ("plain_text_input", "value", "Wei")},
    playbook_question.PASS_FORM: {"who": ("users_select", "selected_user", "U0LM000002")},
    digest_plan.FORM: {
        "day": ("static_select", "selected_option", {"value": "4"}),
        "time": ("plain_text_input", "value", "15:00"),
        "channel": ("conversations_select", "selected_conversation", "C0LM000001"),
    },
    blocker_form.TAKE_FORM: {
        "owner": ("users_select", "selected_user", "U0LM000002"),
        "due": ("datepicker", "selected_date", "2026-03-06"),
    },
    blocker_new.FORM: {
        "needs": ("plain_text_input", "value", "Staging keys"),
        "team": ("multi_static_select", "selected_options", [{"value": "2"}]),
        "person": ("multi_users_select", "selected_users", ["U0LM000002"]),
        "outside": ("plain_text_input", "value", "Acme"),
        "outside_owner": ("users_select", "selected_user", "U0LM000002"),
        "party": ("static_select", "selected_option", {"value": "1"}),
    },
    blocker_same.SAME_FORM: {"same": ("static_select", "selected_option", {"value": "2"})},
    blocker_form.PASS_FORM: {
        "team": ("static_select", "selected_option", {"value": "2"}),
        "person": ("users_select", "selected_user", None),
        "why": ("plain_text_input", "value", "They have the keys."),
    },
    away.FORM: {
        "who": ("users_select", "selected_user", "U0LM000002"),
        "first": ("datepicker", "selected_date", "2026-03-09"),
        "last": ("datepicker", "selected_date", None),
    },
    opt_out.ASK_FORM: {"reason": ("plain_text_input", "value", "I am in Growth's sync already.")},
    opt_out.LEAVE_FORM: {"word": ("plain_text_input", "value", None)},
    opt_out.KEEP_FORM: {"word": ("plain_text_input", "value", "You are our only voice.")},
    my_data.FORM: {"typed": ("plain_text_input", "value", "not yet")},
    rhythm.FORM: {
        "country": ("plain_text_input", "value", "PT"),
        "days": ("checkboxes", "selected_options", [{"value": "mon"}]),
        "hours": ("plain_text_input", "value", "9:00-17:00"),
        "zone": ("plain_text_input", "value", None),
        "reminders": ("radio_buttons", "selected_option", {"value": "light"}),
    },
    pause.FORM: {"until": ("datepicker", "selected_date", "2026-03-09")},
    sync_preview.FORM: {},
    person_import.FORM: {"rows:0": ("plain_text_input", "value", "Ana,ana@lumen.example,Payments,product,lead")},
    person_import.PREVIEW: {},
    geekbot_import.FORM: {"json:0": ("plain_text_input", "value", "[]")},
    geekbot_import.PREVIEW: {},
    team_setup.FORM: {
        "channels": ("multi_conversations_select", "selected_conversations", ["C0LM000001", "C0LM000002"]),
        "tick:0:0": ("checkboxes", "selected_options", []),
    },
    team.FORM: {
        "name": ("plain_text_input", "value", "Payments"),
        "kind": ("static_select", "selected_option", {"value": "product"}),
        "value_stream": ("plain_text_input", "value", None),
        "channel": ("conversations_select", "selected_conversation", "C0LM000001"),
        "lead": ("users_select", "selected_user", "U0LM000001"),
        "members": ("multi_users_select", "selected_users", ["U0LM000001"]),
        "others": ("multi_users_select", "selected_users", []),
        "squad": ("multi_users_select", "selected_users", []),
    },
    sync_try.FORM: ANSWERED,
    **OF_ANNOUNCEMENTS,
}


def filled(form: str, typed: str | None) -> Json:
    """Return the state of a form; whatever is typed in it is `typed`."""
    return {
        block_id: {"value": {"type": kind, key: typed if kind == "plain_text_input" else held}}
        for block_id, (kind, key, held) in FIELDS[form].items()
    }


def stacked(values: Json) -> Json:
    """Return a form with this state, as it lies on top of another one."""
    blocks = [{"type": "input", "block_id": block_id} for block_id in values]
    return {"state": {"values": values}, "blocks": blocks, "previous_view_id": "V0", "root_view_id": "V0"}
