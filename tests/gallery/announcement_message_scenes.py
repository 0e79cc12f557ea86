"""Announcements as their readers get them."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.announcement import Kind, Reply, ToldTeam
from bot.domain.announcement_message import AnnouncementFacts, GroupPart, LeadFacts
from bot.views import announcement_message
from tests.gallery.scene import LISBON, NOW, Scene

TEXT = """From Monday 4 May each product team has its own sales and marketing colleague. Whoever decides what we build \
hears first-hand what customers say.

*What stays:* your pay, your place and your manager until the end of June.

*What you do now:* nothing. Ines writes to everybody in Sales by Friday 13 March with a proposal for their team."""
SALES = GroupPart(
    "Sales",
    """• Your forecast is made with your product team, on Tuesdays.
• You still meet as Sales, every other Thursday.""",
)
KICKOFF = AnnouncementFacts(
    7,
    Kind.KICKOFF,
    "Sales and marketing join the product teams",
    TEXT,
    "Mara Lindqvist",
    NOW.date(),
    zone=LISBON,
    change="The shift to product teams",
    parts=(SALES,),
    not_known="Whether review criteria change with it.",
    next_word_on=date(2026, 5, 12),
    reader_id=12,
)
LEAD = LeadFacts(
    6,
    NOW + timedelta(hours=22),
    "• Nobody's pay changes.\n• The teams were asked which colleague they miss most.",
    "*Who reviews me?* Your manager, as before, at least until June.",
)
TOLD = replace(LEAD, told_team=ToldTeam.TOLD)
LONG = replace(KICKOFF, text="\n\n".join([TEXT] * 22))
OTHERS = replace(KICKOFF, parts=(SALES, GroupPart("Berlin office", "Two desks more on the third floor.")))
PLAIN = AnnouncementFacts(8, Kind.PLAIN, "Office closed on Friday", "Water is off.", "Ana Sousa", NOW.date())

SCENES = (
    *(
        Scene(announcement_message.announcement_message, name, {"facts": facts})
        for name, facts in (
            ("kick-off", KICKOFF),
            ("for somebody in two groups", OTHERS),
            ("for a lead", replace(KICKOFF, lead=LEAD)),
            ("a lead has told the team", replace(KICKOFF, reply=Reply.GOT, lead=TOLD)),
            ("edited", replace(KICKOFF, edited_on=NOW.date())),
            ("got it", replace(KICKOFF, reply=Reply.GOT)),
            ("does not affect me", replace(KICKOFF, reply=Reply.NOT_AFFECTED)),
            ("asked", replace(KICKOFF, reply=Reply.ASKED)),
            ("of 10,000 characters", LONG),
            ("in a channel", replace(KICKOFF, parts=(), reader_id=None, in_channel=True)),
            ("looked at before it goes", replace(OTHERS, reader_id=None)),
            ("without a change, nothing asked", replace(PLAIN, reader_id=13, asks=False)),
            ("of a change that has ended", replace(KICKOFF, over=True)),
        )
    ),
    Scene(announcement_message.page_message, "goes on", {"facts": LONG, "number": 0}),
    Scene(announcement_message.page_message, "taken out", {"facts": KICKOFF, "number": 3}, empty=True),
    Scene(announcement_message.again_message, "to be read again", {"facts": KICKOFF}),
    Scene(announcement_message.again_message, "read again", {"facts": replace(KICKOFF, reply=Reply.GOT)}),
    Scene(announcement_message.again_message, "nothing asked", {"facts": replace(KICKOFF, asks=False)}),
)
