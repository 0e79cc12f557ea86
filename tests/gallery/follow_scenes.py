"""What those see who let a sync follow a channel or a user group."""

from dataclasses import replace

from bot.domain.speaker import Voice
from bot.domain.sync_follow import Source, Trouble, TroubleFacts
from bot.views import sync_follow, sync_list, sync_preview, sync_setup
from tests.gallery.office_scenes import LIST, PREVIEW, ROW, SETUP, TICKET
from tests.gallery.scene import Scene

CHANNEL, GROUP = Source("C0LM000002", ""), Source("S0LM000001", "@leads")
FOLLOWS = replace(
    SETUP.choices,
    voice=Voice.EVERYONE,
    team_ids=(),
    follows_channel=CHANNEL.slack_id,
    follows_group=GROUP.slack_id,
    people=("U0LM000001",),
)
FORM = replace(SETUP, choices=FOLLOWS, groups={GROUP.slack_id: GROUP.label, "S0LM000002": "@design"})
FOLLOWING = replace(ROW, everyone=True, teams=(), follows=(CHANNEL, GROUP), followed=12, people=1)
ROWS = (
    FOLLOWING,
    replace(FOLLOWING, ritual_id=2, teams=("Payments",), follows=(GROUP,), followed=3, trouble="gone"),
    replace(FOLLOWING, ritual_id=3, follows=(CHANNEL,), followed=0, people=0, trouble="empty"),
)
TROUBLE = TroubleFacts(1, "Weekly sync", Trouble.GONE, GROUP, 12, others=True)

SCENES = (
    Scene(sync_setup.form, "what it follows", {"facts": FORM, "ticket": replace(TICKET, more=True)}),
    Scene(
        sync_setup.form,
        "a group that is gone",
        {"facts": replace(FORM, groups={}), "ticket": replace(TICKET, more=True)},
    ),
    Scene(
        sync_preview.preview,
        "of what it follows",
        {"facts": replace(PREVIEW, choices=FOLLOWS, asked=13, follows=(CHANNEL, GROUP), followed=12)},
    ),
    Scene(sync_list.sync_list, "of those that follow", {"facts": replace(LIST, rows=ROWS)}),
    *(
        Scene(
            sync_follow.trouble_message,
            f"to the owner: {trouble}",
            {
                "facts": replace(
                    TROUBLE,
                    trouble=trouble,
                    source=GROUP if trouble in {Trouble.GONE, Trouble.SCOPE} else CHANNEL,
                    people=0 if trouble is Trouble.EMPTY else 12,
                )
            },
        )
        for trouble in Trouble
    ),
)
