"""Anonymity: marks that nobody can make without the key outside the database, and codes whose hash alone is stored.

A mark lets whoever wrote something be known again by Drumbeat while that is open: to edit it, to be counted once, not
to be reminded. It is made over the person and what it is about, so that the marks of one person in two retros have
nothing in common. What was shown loses its mark; from then on there is the code alone.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from pydantic import SecretStr

from bot.domain.retro_code import GROUP, GROUPS, plain, spelled
from bot.errors import UserError

NO_KEY = (
    "Cards without names need a secret key, which this Drumbeat does not have: without it nobody could edit their own "
    "cards, or be counted once. Whoever runs Drumbeat sets DRUMBEAT_SECRET_KEY; `drumbeat doctor` says how. "
    "Nothing was stored."
)
_PURPOSE = b"drumbeat anonymous marks 1"
"""Parts the key of the marks from any other use of the secret."""


class Seal:
    """Makes marks with the secret key."""

    def __init__(self, secret: SecretStr | None) -> None:
        """Keep a key of its own that follows from `secret`; None: nothing can be sealed."""
        self._key = hmac.digest(secret.get_secret_value().encode(), _PURPOSE, "sha256") if secret else None

    @property
    def ready(self) -> bool:
        """Whether there is a key."""
        return self._key is not None

    def must(self) -> bytes:
        """Return the key. Raises UserError where there is none."""
        if self._key is None:
            raise UserError(NO_KEY)
        return self._key

    def mark(self, person_id: int, *subject: str | int) -> str:
        """Return the mark of a person on a subject. Raises UserError where there is no key."""
        # Each part with its length: no two subjects can run into the same text.
        parts = [str(one).encode() for one in (person_id, *subject)]
        text = b"".join(len(one).to_bytes(4, "big") + one for one in parts)
        return hmac.digest(self.must(), text, "sha256").hex()[:40]

    def marks(self, people: Iterable[int], *subject: str | int) -> dict[str, int]:
        """Return who has which mark on a subject, of some people."""
        return {self.mark(one, *subject): one for one in people}


def new_code() -> str:
    """Return a code of 80 random bits."""
    return spelled(secrets.token_bytes(GROUP * GROUPS))


def receipts(code: str, number: int) -> list[str]:
    """Return what is stored of a code with each of `number` cards: hashes that nobody can tell belong together.

    An empty list for what is no code.
    """
    typed = plain(code)
    return [hashlib.sha256(f"{typed}:{one}".encode()).hexdigest() for one in range(number)] if typed else []
