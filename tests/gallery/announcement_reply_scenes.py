"""What comes of the replies to announcements."""

from dataclasses import replace

from bot.domain.announcement import Reply
from bot.domain.announcement_list import HomeAnnouncements, Unanswered
from bot.domain.announcement_reply import (
    Correction,
    CorrectionsFacts,
    CorrectionState,
    HelpersFacts,
    NeedsHelp,
    OpenCorrection,
    WhoForm,
)
from bot.domain.home import HomeFacts
from bot.views import announcement_correction, announcement_message, announcement_reply, home
from tests.gallery.announcement_message_scenes import KICKOFF
from tests.gallery.scene import LISBON, NOW, Scene

INES = Correction(7, "Ines Duarte", ("Sales", "Berlin office"), ("Ben Carter", "Growth"))
WEI = Correction(8, "Wei Ling Tan", ("Sales",))
TAKEN_OUT = replace(INES, state=CorrectionState.ACCEPTED, by="Mara Lindqvist")
TOLD_WHY = replace(
    WEI,
    state=CorrectionState.DECLINED,
    by="Mara Lindqvist",
    because="Your team takes over two of Sales's customers in May, so that you get their calls.",
)
ASKED = CorrectionsFacts(KICKOFF.title, KICKOFF.change, (INES, WEI))
NOT_ME = replace(KICKOFF, reply=Reply.NOT_AFFECTED)
HELP = NeedsHelp(KICKOFF.title, "Ana Sousa", "U0LM000001", 6)
WHO = WhoForm(12, KICKOFF.title, {1: "Growth", 2: "Payments"}, person_slack="U0LM000002", team_id=2)
TO_CORRECT = tuple(
    OpenCorrection(KICKOFF.title, replace(INES, id=9 + number, named=named))
    for number, named in enumerate(((), ("Growth",), (), ()))
)
UNANSWERED = Unanswered(71, KICKOFF.title, "Helena Brandt")
HOME = HomeFacts(
    "Ana",
    LISBON,
    NOW,
    announcements=HomeAnnouncements(to_read=(UNANSWERED,), to_tell=(replace(UNANSWERED, reader_id=72, team=True),)),
)

SCENES = (
    *(
        Scene(announcement_message.announcement_message, name, {"facts": facts})
        for name, facts in (
            ("does not affect me, but others", replace(NOT_ME, correction=INES)),
            ("taken out", replace(NOT_ME, correction=TAKEN_OUT)),
            ("got it, and helps", replace(KICKOFF, reply=Reply.GOT, helps=True)),
        )
    ),
    *(
        Scene(announcement_correction.corrections_message, name, {"facts": facts})
        for name, facts in (
            ("to decide", ASKED),
            ("some decided, more wait", replace(ASKED, corrections=(INES, TOLD_WHY), more=3)),
            ("all decided", replace(ASKED, corrections=(TAKEN_OUT, TOLD_WHY))),
        )
    ),
    Scene(announcement_correction.taken_back_message, "taken back", {}, empty=True),
    Scene(announcement_correction.decline_form, "why", {"one": WEI}),
    Scene(
        announcement_correction.helpers_message,
        "two help",
        {"facts": HelpersFacts(KICKOFF.title, (INES.person, WEI.person))},
    ),
    Scene(announcement_correction.helpers_message, "one helps", {"facts": HelpersFacts(KICKOFF.title, (INES.person,))}),
    Scene(announcement_correction.helpers_message, "nobody", {"facts": HelpersFacts(KICKOFF.title, ())}),
    Scene(announcement_correction.need_help_message, "needs help", {"facts": HELP}),
    Scene(announcement_correction.need_help_message, "needs help again", {"facts": replace(HELP, again=True)}),
    Scene(announcement_correction.need_help_message, "has told them", {"facts": replace(HELP, told=True)}),
    Scene(announcement_correction.need_help_message, "not any more", {"facts": replace(HELP, withdrawn=True)}),
    Scene(announcement_reply.who_form, "whom, then", {"facts": WHO}),
    Scene(announcement_reply.who_form, "no teams", {"facts": replace(WHO, teams={}, person_slack="", team_id=0)}),
    Scene(announcement_reply.declined_message, "it does", {"facts": replace(KICKOFF, correction=TOLD_WHY)}),
    Scene(
        announcement_reply.declined_message,
        "it does, and they got it",
        {"facts": replace(KICKOFF, reply=Reply.GOT, correction=TOLD_WHY)},
    ),
    Scene(home.home, "unanswered", {"facts": HOME}),
    Scene(
        home.home, "whom it affects", {"facts": replace(HOME, announcements=HomeAnnouncements(to_correct=TO_CORRECT))}
    ),
    Scene(announcement_reply.reminder_message, "no reply yet", {"facts": KICKOFF}),
    Scene(announcement_reply.reminder_message, "replied since", {"facts": replace(KICKOFF, reply=Reply.GOT)}),
)
