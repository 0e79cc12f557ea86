"""How every kind of message stands to the interruption budget (domain/budget.py), and why.

Replies in a thread are here only where they wait for their reader's working hours (`IN_HOURS`): the others answer what
their reader said or did, and are not unasked for.
"""

from collections.abc import Mapping

from bot.domain.budget import Standing
from bot.services import (
    action_message,
    announcement_message,
    announcement_reply_message,
    announcement_sign_message,
    away,
    away_back,
    blocker_message,
    change_hand,
    change_heartbeat,
    change_load_ask,
    change_pulse_message,
    change_question_message,
    change_retro_message,
    change_step_message,
    channel_invite,
    decision_message,
    digest_owner,
    digest_plan,
    opt_out_message,
    playbook_message,
    retro_message,
    role,
    sync_follow,
    sync_message,
    sync_owner,
    trouble,
)

STANDINGS: Mapping[str, Standing] = {
    # One takes part in the sync; which of its messages come is the sync's and the person's own setting.
    sync_message.PROMPT: Standing.RITUAL,
    # At most one a round, for whoever wants it, and worth nothing on the next day.
    sync_message.NUDGE: Standing.RITUAL,
    # *Later*: its reader named the time.
    sync_message.AGAIN: Standing.ASKED_FOR,
    # The same of a retro that one takes part in.
    retro_message.PROMPT: Standing.RITUAL,
    retro_message.NUDGE: Standing.RITUAL,
    # Without an answer in time their cards are not shown.
    retro_message.NAMES: Standing.RITUAL,
    # The team waits for whoever runs its retro.
    retro_message.TURN: Standing.WAITS,
    # Its reader ordered it, and named day and time.
    digest_plan.KIND: Standing.ASKED_FOR,
    # A colleague cannot go on without its reader.
    blocker_message.HERE: Standing.WAITS,
    blocker_message.DUE: Standing.WAITS,
    # They have just raised it, and take it back there.
    blocker_message.RAISED: Standing.ASKED_FOR,
    # What came of their own blocker, in the rare case that no message of theirs takes it as a reply.
    blocker_message.NEWS: Standing.WAITS,
    # They waited for the decision, or others wait for theirs, which was due.
    decision_message.SETTLED: Standing.WAITS,
    decision_message.DUE: Standing.WAITS,
    # Others count on an answer, on help, or wait for whoever helps; what its reader raised or gave away has moved.
    action_message.ASKED: Standing.WAITS,
    action_message.HELP: Standing.WAITS,
    action_message.HELPS: Standing.WAITS,
    action_message.NEWS: Standing.MAY_WAIT,
    # The day is days away, or past: the home tab shows it meanwhile.
    action_message.DUE: Standing.MAY_WAIT,
    action_message.LATE: Standing.MAY_WAIT,
    action_message.CARRIED: Standing.MAY_WAIT,
    # Somebody wants to be asked no more, and waits for its reader.
    opt_out_message.ASKED: Standing.WAITS,
    # What came of it, in the rare case that no question of the sync takes it as a reply.
    opt_out_message.TOLD: Standing.WAITS,
    # A colleague waits for their answer, or they waited for one themselves.
    playbook_message.ASKED: Standing.WAITS,
    playbook_message.DUE: Standing.WAITS,
    playbook_message.ANSWERED: Standing.WAITS,
    playbook_message.LATE: Standing.WAITS,
    # The change counts on whoever is asked; what was asked for has moved.
    change_step_message.ASKED: Standing.WAITS,
    change_step_message.NEWS: Standing.MAY_WAIT,
    # The home tab shows it meanwhile.
    change_step_message.DUE: Standing.MAY_WAIT,
    change_step_message.LATE: Standing.MAY_WAIT,
    # A session is days away, and a page or an exercise is as good tomorrow.
    change_step_message.INVITE: Standing.MAY_WAIT,
    change_step_message.TOMORROW: Standing.MAY_WAIT,
    change_step_message.MATERIAL: Standing.MAY_WAIT,
    # They said that they come.
    change_step_message.SOON: Standing.ASKED_FOR,
    # Whoever asked waits for a word, or it is what they waited for themselves.
    change_question_message.ASKED: Standing.WAITS,
    change_question_message.DUE: Standing.WAITS,
    change_question_message.OWNED: Standing.WAITS,
    change_question_message.NEWS: Standing.WAITS,
    # What becomes of what they proposed is as good to hear when they work.
    change_question_message.IDEA: Standing.IN_HOURS,
    change_question_message.WORD: Standing.WAITS,
    # Its owner has it, and the list of the change shows it.
    change_question_message.LATE: Standing.MAY_WAIT,
    # Nobody waits for all of them, and the list has them meanwhile.
    change_question_message.ANSWERS: Standing.MAY_WAIT,
    # A page is as true tomorrow.
    playbook_message.REVIEW: Standing.MAY_WAIT,
    playbook_message.UNUSED: Standing.MAY_WAIT,
    playbook_message.OUTDATED: Standing.MAY_WAIT,
    playbook_message.GIVEN: Standing.MAY_WAIT,
    playbook_message.ADDED: Standing.MAY_WAIT,
    # Good to know: the page says it itself by now.
    playbook_message.MENDED: Standing.MAY_WAIT,
    # A decision holds until it is looked at again: a day more or less changes nothing.
    decision_message.REVIEW: Standing.MAY_WAIT,
    # What changes for its reader, and may wait for the next message, unless everybody has to know it.
    announcement_message.READER: Standing.MAY_WAIT,
    announcement_message.MUST: Standing.IN_HOURS,
    # Its author wanted all to have it at once.
    announcement_message.MUST_NOW: Standing.WAITS,
    # Below it: what it says changed already, and in the morning is early enough to hear of that, or to be reminded.
    announcement_message.AGAIN: Standing.IN_HOURS,
    announcement_message.REMINDER: Standing.IN_HOURS,
    announcement_message.DECLINED: Standing.IN_HOURS,
    # Everybody whom the change affects waits for news of it; that there was none the PMO reads as well tomorrow.
    change_heartbeat.ASKED: Standing.WAITS,
    change_heartbeat.LAPSED: Standing.MAY_WAIT,
    # Whose it is from now on is as true in the morning; a question that waits comes by itself.
    change_hand.GIVEN: Standing.MAY_WAIT,
    change_hand.KNOWN: Standing.MAY_WAIT,
    # A lead cannot tell their people without help. The rest is kept up to date, and as true tomorrow.
    announcement_reply_message.NEED_HELP: Standing.WAITS,
    announcement_reply_message.CORRECTION: Standing.MAY_WAIT,
    announcement_reply_message.HELPERS: Standing.MAY_WAIT,
    # It goes to nobody before they have signed; its author waits for that, and for what came of it.
    announcement_sign_message.ASK: Standing.WAITS,
    announcement_sign_message.NEWS: Standing.WAITS,
    # It is out, and there is nothing left to sign.
    announcement_sign_message.EDIT: Standing.IN_HOURS,
    # They have just sent it, and stop it there.
    announcement_message.PROGRESS: Standing.ASKED_FOR,
    # Nobody waits for it, and a day more or less changes nothing.
    change_pulse_message.ASKED: Standing.MAY_WAIT,
    change_pulse_message.CLOSED: Standing.MAY_WAIT,
    change_retro_message.ASKED: Standing.MAY_WAIT,
    change_retro_message.TOLD: Standing.MAY_WAIT,
    # An announcement waits for their word, or for whoever wanted to send it has it.
    change_load_ask.ASKED: Standing.WAITS,
    change_load_ask.TOLD: Standing.WAITS,
    # Good to know, and shown on the home tab besides.
    away.NOTED: Standing.MAY_WAIT,
    away_back.BACK: Standing.MAY_WAIT,
    role.GIVEN: Standing.MAY_WAIT,
    sync_owner.PASSED_ON: Standing.MAY_WAIT,
    digest_owner.PASSED_ON: Standing.MAY_WAIT,
    sync_message.MISSED: Standing.MAY_WAIT,
    retro_message.TAKEN: Standing.MAY_WAIT,
    retro_message.MISSED: Standing.MAY_WAIT,
    retro_message.PASSED_ON: Standing.MAY_WAIT,
    retro_message.WAITS: Standing.MAY_WAIT,
    # All who took part wait for the summary, and only its owner can send it again.
    trouble.FAILED: Standing.WAITS,
    retro_message.CHANNEL: Standing.WAITS,
    # Answers are saved, and the home tab of whoever acts as PMO shows what is wrong at once.
    channel_invite.KIND: Standing.MAY_WAIT,
    trouble.STUCK: Standing.MAY_WAIT,
    # The sync goes on with those it knew last, and its list says so.
    sync_follow.TROUBLE: Standing.MAY_WAIT,
}
"""By kind of message, of those that can come to a person as a message of their own."""
