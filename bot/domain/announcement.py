"""Announcements: what one can be, how far it is, and what its readers say to it."""

from enum import StrEnum

LONGEST_TEXT = 10_000
"""Characters of the core message; what does not fit into one message of Slack goes on in its thread."""

LONGEST_PART = 2_000
"""Characters of what it means for one group."""

MOST_REMINDERS = 2
"""The first by itself or by the PMO, the second at the PMO's wish, and never a third."""


class Kind(StrEnum):
    """What an announcement says; each has a template that it begins with."""

    KICKOFF = "kickoff"
    UPDATE = "update"
    NO_NEWS = "no_news"
    DECISION = "decision"
    THANKS = "thanks"
    PLAIN = "plain"


class State(StrEnum):
    """How far an announcement is."""

    DRAFT = "draft"
    SIGNING = "signing"
    SIGNED = "signed"
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"
    DROPPED = "dropped"

    @property
    def editable_freely(self) -> bool:
        """Whether nobody has read it yet, so that an edit concerns nobody but those who sign it."""
        return self in {State.DRAFT, State.SIGNING, State.SIGNED}

    @property
    def out(self) -> bool:
        """Whether somebody may have read it."""
        return self in {State.SENDING, State.SENT, State.STOPPED}


class Timing(StrEnum):
    """When it comes: at once, or in each reader's own morning."""

    NOW = "now"
    MORNING = "morning"


class ReaderState(StrEnum):
    """How far it has come to one reader."""

    WAITING = "waiting"
    TOLD = "told"
    UNREACHED = "unreached"


class Reply(StrEnum):
    """What a reader says to it with one tap; empty: nothing yet."""

    NONE = ""
    GOT = "got"
    ASKED = "asked"
    NOT_AFFECTED = "not_affected"


class ToldTeam(StrEnum):
    """What a lead says about telling their team; empty: nothing yet."""

    NONE = ""
    TOLD = "told"
    HELP = "help"
