"""Every button there is, by what it is about, and those in forms. A new button belongs to one of the nouns."""

from bot.views import (
    action,
    action_form,
    action_list,
    away,
    blocker,
    blocker_list,
    blocker_new,
    confidence,
    decision,
    decision_log,
    decision_review,
    digest,
    digest_plan,
    home,
    list_file,
    menu,
    my_data,
    opt_out,
    participation,
    pause,
    person_import,
    retro_action,
    retro_board,
    retro_card,
    retro_list,
    retro_names,
    retro_prompt,
    retro_report,
    retro_setup,
    retro_systemic,
    retro_theme,
    retro_thread,
    retro_vote,
    retro_why,
    retro_withdraw,
    rhythm,
    role,
    sync_list,
    sync_map,
    sync_outside,
    sync_preview,
    sync_prompt,
    sync_questions,
    sync_rollup,
    sync_setup,
    sync_trend,
    team,
    team_setup,
    words,
)
from bot.views.sync_field import CHOOSE
from tests.factories.action import OF_AN_ACTION
from tests.factories.change_buttons import CHANGE
from tests.factories.playbook_buttons import PLAYBOOK

ANSWERING = (
    words.SEARCH,
    words.CHOOSE,
    words.USE,
    sync_prompt.WHY,
    sync_prompt.MORE,
    sync_prompt.ADD,
    sync_prompt.EDIT,
    sync_prompt.SKIP,
    sync_prompt.ANSWER,
    sync_prompt.AS_PLANNED,
)
"""*Skip* comes before what is an answer: one may answer after it."""
IN_AN_ANSWER = (CHOOSE, sync_outside.NAME, confidence.CHANGE, confidence.MARK)
SETTING_UP = (
    sync_setup.MORE,
    sync_setup.ANEW,
    sync_setup.QUESTIONS,
    sync_setup.FIELD,
    sync_questions.CHANGE,
    sync_questions.ADD,
    sync_questions.DEFAULT,
    sync_preview.TRY,
)
LEVERS = (sync_list.PAUSE, sync_list.RESUME, sync_list.RUN, sync_list.CLOSE, sync_list.DELETE)
MAPS = (sync_map.SHOW, sync_map.CHOOSE, sync_map.NEXT)
TRENDS = (sync_trend.SHOW, sync_trend.CHOOSE)
OF_A_LISTED_SYNC = (sync_list.SEE, sync_list.FILES, *MAPS, *TRENDS, sync_setup.EDIT, *LEVERS)
TEAM_FORM = (team_setup.FIELD, team_setup.AGAIN)
DOWNLOADS = tuple(list_file.DOWNLOAD.values())
TEAMS = (participation.ALL, participation.NEXT, participation.BACK)
HANDED_ON = (blocker.TAKE, blocker.MOVE, blocker.PASS, blocker.REOPEN, blocker.DONE)

RETRO_FORM = (retro_setup.MORE, retro_setup.FIELD, retro_setup.ANEW)
OF_A_RETRO = (
    retro_list.PAUSE,
    retro_list.RESUME,
    retro_list.RUN,
    retro_list.RUN_LIVE,
    retro_setup.EDIT,
    retro_list.DELETE,
)
ON_A_BOARD = (
    retro_card.ADD,
    retro_names.ASK,
    retro_board.FACILITATE,
    retro_board.REVEAL,
    retro_board.START_VOTE,
    retro_board.END_VOTE,
    retro_board.WAIT,
    retro_board.DISCARD,
    retro_action.CHOOSE,
    retro_action.ONE_MORE,
    retro_board.CLOSE,
)

NAMED = (retro_names.SHOW, retro_names.LEAVE)
CARDS = (retro_card.BOX, retro_withdraw.WITHDRAW, retro_thread.MORE)

RAISED_BACK = blocker_new.TAKE_BACK
IN_THEMES = (retro_theme.OPEN, retro_theme.NEXT, retro_theme.BACK)
IN_A_THEME = (retro_theme.CARDS_NEXT, retro_theme.CARDS_BACK, retro_theme.OTHERS_NEXT, retro_theme.OTHERS_BACK)
IN_A_VOTE = (retro_vote.NEXT, retro_vote.BACK)

OPT_OUT = (opt_out.ASK, opt_out.SHOW, opt_out.KEEP, opt_out.LEAVE, opt_out.AGAIN, opt_out.BACK)

NOUNS = {
    "answer": (*IN_AN_ANSWER, *ANSWERING),
    "setup": (sync_setup.NEW, *SETTING_UP),
    "sync": (sync_list.LIST, sync_list.PAGE, *OF_A_LISTED_SYNC),
    "retro": (
        retro_list.LIST,
        retro_list.PAGE,
        retro_setup.NEW,
        *RETRO_FORM,
        retro_prompt.SKIP,
        retro_why.MORE,
        retro_report.SHOW,
        retro_systemic.MAKE_ACTION,
        retro_systemic.MAKE_BLOCKER,
        retro_systemic.CHANGE_PAGE,
        retro_systemic.CHANGE_THIS,
        retro_systemic.NEW_PAGE,
        retro_systemic.SET_ASIDE,
        *CARDS,
        *NAMED,
        *ON_A_BOARD,
        *OF_A_RETRO,
    ),
    "theme": (retro_theme.SORT, *IN_THEMES, *IN_A_THEME),
    "vote": (retro_vote.VOTE, *IN_A_VOTE),
    "list": DOWNLOADS,
    "menu": (menu.HELP, menu.TRY, menu.SEARCH, home.RETRY, *TEAMS),
    "person": (role.SHOW, role.GIVE, person_import.OPEN, away.SHOW, away.ADD, away.REMOVE, rhythm.SHOW, rhythm.CONFIRM),
    "pause": (pause.SHOW, pause.RESUME),
    "team": (team.LIST, team.EDIT, team_setup.OPEN, *TEAM_FORM, team.ARCHIVE, team.ARCHIVED, team.RESTORE),
    "opt_out": OPT_OUT,
    "playbook": PLAYBOOK,
    "change": CHANGE,
    "data": (my_data.SHOW, my_data.SEE, my_data.NEWER, my_data.FILE, my_data.ERASE),
    "blocker": (blocker_list.MORE, *HANDED_ON, blocker_list.NEXT, blocker_new.NEW, blocker_new.OUTSIDE, RAISED_BACK),
    "action": (action_list.PAGE, action_form.NEW, action.MORE, *OF_AN_ACTION),
    "decision": (
        decision.DECIDE,
        decision.MORE,
        sync_rollup.READ,
        decision_log.PAGE,
        decision_log.NEW,
        decision_log.CHANGE,
        decision_review.HOLDS,
        decision_review.LATER,
        digest.MORE,
        digest_plan.OPEN,
        digest_plan.ANOTHER,
        digest_plan.STOP,
    ),
}
"""What Drumbeat listens to, in the order in which it is pressed. A new button belongs to one of them."""

OF_A_SYNC = {
    "answer": (*IN_AN_ANSWER, *ANSWERING),
    "setup": SETTING_UP,
    "sync": OF_A_LISTED_SYNC,
}
"""Those that say something else once their sync is deleted."""
IN_FORMS = (*IN_AN_ANSWER, *SETTING_UP)
