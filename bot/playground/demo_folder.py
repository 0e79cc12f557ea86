"""Where the demo keeps what it needs to go on at the next start: one folder, used by one process at a time."""

import json
import secrets
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.engine.flock import AlreadyRunning, Lock, hold
from bot.errors import UserError
from bot.playground.storage import saved_now


@dataclass(frozen=True, slots=True)
class Notes:
    """What the demo remembers beside workspace and database.

    `company_applied`: the company file was brought in; `secret_key`: this demo's DRUMBEAT_SECRET_KEY; `address`: where
    it was last served.
    """

    secret_key: str
    company_applied: bool = False
    address: str = ""


class DemoFolder:
    """The demo's files: `slack.json` (the workspace), `drumbeat.db` (the bot's database), `demo.json`, the log."""

    def __init__(self, path: Path) -> None:
        """Name the files; nothing is read or written yet."""
        self.path = path
        self.slack = path / "slack.json"
        self.database = path / "drumbeat.db"
        self.log = path / "drumbeat.log"
        self._notes = path / "demo.json"

    def hold(self) -> Lock:
        """Keep other processes out. Raises AlreadyRunning that says where the other demo is."""
        try:
            return hold(self.database)
        except AlreadyRunning:
            raise AlreadyRunning(
                f"The demo is running already: {self.notes().address or 'look for its window'}. "
                "Open that address, or stop the other one with Ctrl-C. Nothing was changed."
            ) from None

    def clear(self) -> None:
        """Begin anew. The log goes on, and the lock file stays, since somebody holds it."""
        for pattern in ("slack.json*", "drumbeat.db", "drumbeat.db-*", "drumbeat.db.before-*", "demo.json*"):
            for file in self.path.glob(pattern):
                file.unlink(missing_ok=True)

    def prepare(self) -> None:
        """Clear what only half of is there, since workspace and database stand for each other."""
        if not self.slack.exists() or not self.notes().company_applied:
            self.clear()

    def resumed_offset(self, clock: Clock, *, first: datetime | None = None) -> timedelta:
        """Return how far ahead of `clock` (behind it, below zero) the demo stopped: its time stands still meanwhile.

        One that has not run yet begins at `first`, else at `clock`'s present. Raises UserError for a workspace that
        another version wrote or that cannot be read.
        """
        try:
            stopped_at: datetime | None = saved_now(self.slack) or first
        except (ValueError, KeyError, TypeError):
            raise self.unreadable() from None
        return stopped_at - clock.now() if stopped_at else timedelta()

    def unreadable(self) -> UserError:
        """Return the error for files that this version cannot use."""
        return UserError(f"{self.path} holds a demo that this version cannot read. Begin anew with: make demo FRESH=1")

    def notes(self) -> Notes:
        """Return the notes; fresh ones, with a new key, where there are none that can be read."""
        known = {field.name for field in fields(Notes)}
        try:
            found = json.loads(self._notes.read_text(encoding="utf-8"))
            return Notes(**{name: value for name, value in found.items() if name in known})
        except (FileNotFoundError, ValueError, TypeError, AttributeError):
            return Notes(secret_key=secrets.token_urlsafe(32))

    def write(self, notes: Notes) -> None:
        """Keep the notes, for this user's eyes only, in one step."""
        draft = self._notes.with_name(self._notes.name + ".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(asdict(notes), indent=1) + "\n", encoding="utf-8")
        draft.replace(self._notes)
