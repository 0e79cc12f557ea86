"""Slack's status as a word of absence: what people set beside their name when they are on leave or ill."""

import re
from datetime import date, datetime, timedelta
from hashlib import sha256

from bot.domain.matching import folded
from bot.domain.working_time import WorkingTime

EMOJI = frozenset(
    {
        "palm_tree",
        "beach_with_umbrella",
        "umbrella_on_ground",
        "desert_island",
        "face_with_thermometer",
        "face_with_head_bandage",
        "sneezing_face",
        "nauseated_face",
        "baby_bottle",
        "baby",
        "pregnant_woman",
        "breast-feeding",
    }
)
"""Of Slack's own proposals :palm_tree: (Vacationing) and :face_with_thermometer: (Out sick); the rest is custom. They
count alone, or beside words that say nothing else."""

_WORDS = (
    r"vacation(?:ing|s)?|holidays?|(?:on|annual|parental|maternity|paternity|medical|sick|family|unpaid|study|"
    r"compassionate|bereavement|carer'?s|adoption) leave|leave of absence|on leave|parental|sick(?:ness)?|ill|unwell|"
    r"out of (?:the )?office|ooo|pto|day off|days off|time off|off work|sabbatical|"
    # The next languages of a company: German, French, Spanish, Portuguese, Italian, Dutch.
    r"urlaub|krank|elternzeit|mutterschutz|abwesend|ferien|vacances|conges?|malade|arret maladie|vacaciones|de baja|"
    r"enferm[oa]|ferias|doente|de licenca|licenca|ferie|malattia|vakantie|ziek|met verlof"
)
_SAYS = re.compile(rf"(?<![\w-])(?:{_WORDS})(?![\w-])")
_NOT = re.compile(
    r"\b(?:back from|after|before|planning|booking|returned|no longer|not|pre|until my|soon|next week|next month|"
    r"tomorrow|party|calendar|season|advisory|sick of|cover(?:ing)? for)\b"
)
"""Words that speak of an absence without being one."""

_ENDS = re.compile(
    r"\b(?:back|(?:will )?return(?:ing|s)?|until|till|through)(?: on| in| at)? (?:soon|next week|next month|tomorrow)\b"
)
"""When an absence ends, in the words that otherwise say when one begins: "on vacation, back next week"."""


def says_away(text: str, emoji: str) -> bool:
    """Tell whether a status says that its owner is away now; `emoji` is Slack's name of it, with its colons."""
    words = _ENDS.sub("", folded(text).replace("’", "'"))
    if _NOT.search(words):
        return False
    return bool(_SAYS.search(words)) or (not words.strip() and emoji.strip(":").split("::")[0] in EMOJI)


def mark(text: str, emoji: str, until: int) -> str:
    """Return what tells a status from the next one, without keeping what it says; `until` as Slack has it."""
    return sha256(f"{text}\n{emoji}\n{until}".encode()).hexdigest()[:32]


def away_until(working: WorkingTime, now: datetime, expires: datetime | None) -> tuple[date, date | None] | None:
    """Return the first and last local date of an absence that a status tells of, the last None where it does not end.

    A status that ends before work begins ends the day before. None where it is over before any day is.
    """
    today = working.local_date(now)
    if expires is None:
        return today, None
    ends = expires.astimezone(working.zone)
    last = ends.date() if ends.time() > working.starts else ends.date() - timedelta(days=1)
    return (today, last) if last >= today else None
