"""Names that people give: how long one may be, and which one is free."""

from collections.abc import Collection

LONGEST_NAME = 60


def tidied(name: str) -> str:
    """Return a name as it is stored: without spaces around it, and with one between its words."""
    return " ".join(name.split())


def bad_name(name: str, what: str, example: str) -> str:
    """Return the sentence for a name that nothing can have, or ""; `what` is "sync", say, `example` a name of one."""
    length = len(tidied(name))
    if not length:
        return f"Please give the {what} a name, for example “{example}”."
    if length > LONGEST_NAME:
        return f"A name has at most {LONGEST_NAME} characters, this one has {length}. Please shorten it."
    return ""


def is_taken(name: str, taken: Collection[str]) -> bool:
    """Tell whether a name is among those taken; upper and lower case count as the same."""
    return tidied(name).casefold() in {other.casefold() for other in taken}


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return `wanted`, or "Weekly sync 2" and so on where it is taken."""
    known = {name.casefold() for name in taken}
    names = (wanted, *(f"{wanted} {number}" for number in range(2, len(known) + 3)))
    return next(name for name in names if name.casefold() not in known)
