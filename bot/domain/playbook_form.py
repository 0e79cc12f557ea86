"""The form in which a page is written: its Markdown in fields as long as Slack allows, and back in one piece."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.playbook import USUAL
from bot.domain.playbook_diff import Changes
from bot.errors import UserError

FIELD, FILLED = 3000, 2400
"""Characters that a field of Slack's takes, and that are put into one, so that there is room to write."""

MOST_FIELDS = 12
"""Fields of a form: what is longer is changed where it came from, and imported again."""

SEPARATORS = {"b": "\n\n", "n": "\n", "s": " ", "0": ""}
"""What stood between two fields, by the sign that the form carries for it."""

AFTER_THE_LAST = "b"
"""What is put before the field that is offered for going on."""


@dataclass(frozen=True, slots=True)
class PageForm:
    """What the form of a page shows.

    `page_id` is None for a new one. `fields` hold the Markdown, `joins` says what stands between them; there are none
    where it is too long for a form. `private`: what it is made of was said where not everybody reads. `others`: what
    somebody else changed meanwhile, who is `by`.
    """

    page_id: int | None = None
    revision: int = 0
    title: str = ""
    fields: tuple[str, ...] = ("",)
    joins: str = ""
    tags: str = ""
    owner_slack: str = ""
    thanks_slack: str = ""
    team_id: int | None = None
    teams: tuple[tuple[int, str], ...] = ()
    interval: int = USUAL
    source: str = ""
    private: bool = False
    by: str = ""
    others: Changes = Changes()  # noqa: RUF009 (it is frozen)

    @property
    def undecided(self) -> bool:
        """Whether its writer has to say whose it is, since nothing may be taken for granted."""
        return self.private and self.team_id is None

    @property
    def team(self) -> str:
        """Name the team whose page it is, "" for the whole company."""
        return dict(self.teams).get(self.team_id, "") if self.team_id else ""

    @property
    def too_long(self) -> bool:
        """Whether the page does not fit into a form."""
        return not self.fields


def in_fields(markdown: str) -> tuple[tuple[str, ...], str]:
    """Return Markdown as the fields of a form and what stands between them; no field where it is too long for one."""
    fields, joins, rest = [], "", markdown
    while len(rest) > FIELD:
        at, sign = _cut(rest)
        fields.append(rest[:at])
        joins += sign
        rest = rest[at + len(SEPARATORS[sign]) :]
    if len(fields) >= MOST_FIELDS:
        return (), ""
    return (*fields, rest), joins


def together(fields: Sequence[str], joins: str) -> str:
    """Return what stands in the fields of a form in one piece; a field that was emptied leaves nothing behind."""
    whole = ""
    for number, field in enumerate(fields):
        said = tidied(field)
        if said:
            sign = joins[number - 1] if 0 < number <= len(joins) else AFTER_THE_LAST
            whole += (SEPARATORS[sign] if whole else "") + said
    return whole


def tidied(typed: str) -> str:
    """Return what was typed with plain line ends, without invisible signs, and without empty lines around it."""
    plain = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip("\n")


def body_in(fields: Sequence[str], joins: str, field: str) -> str:
    """Return the Markdown of a page from its form. Raises UserError for an empty one."""
    body = together(fields, joins)
    if not body.strip():
        raise UserError("Please write what the page says; a few lines are enough to begin with.", field=field)
    return body


def _cut(text: str) -> tuple[int, str]:
    """Return where to cut, and the sign for what stands there: at an empty line, a line's end, a space, or anywhere."""
    for sign in ("b", "n", "s"):
        at = text.rfind(SEPARATORS[sign], FILLED // 2, FILLED)
        # Around more than one empty line, and before spaces that begin a line, nothing must be lost by tidying.
        if at > 0 and not text[at + len(SEPARATORS[sign]) :].startswith("\n") and text[at - 1] != "\n":
            return at, sign
    return FILLED, "0"
