"""The words that follow `change` after the command, which no change can have as its name."""

from enum import StrEnum

from bot.domain.name import tidied


class Alone(StrEnum):
    """What is typed in place of a name."""

    NEW = "new"
    LIST = "list"
    CALENDAR = "calendar"
    STANDING = "stakeholders"
    LIMIT = "limit"


class After(StrEnum):
    """What is typed after a name."""

    ANNOUNCE = "announce"
    CLOSE = "close"
    FAQ = "faq"
    IDEAS = "ideas"
    PLAN = "plan"
    PULSE = "pulse"
    RETRO = "retro"


RESERVED = frozenset({*Alone, *After, "help"})


def reserved_name(name: str) -> str:
    """Return the sentence for a name that would be read as a word of the command, or ""."""
    word = tidied(name)
    if word.casefold() not in RESERVED:
        return ""
    return (
        f"“{word}” is a word of the command itself, so nobody could look it up. Please say a bit more of what changes."
    )
