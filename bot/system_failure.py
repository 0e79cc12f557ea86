"""What the database, the disk and the system refuse, in a sentence for whoever typed a command."""

import sys

SAFE = "What was committed before is safe."


def sentence(error: Exception) -> str | None:
    """Return what is said of `error`; None where it is none of the system's, but a fault of ours."""
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"The system says: {error.strerror or error}{where}. Mend that and try again. {SAFE}"
    # Only what has been imported can have been raised; importing SQLAlchemy would take each command half a second.
    known = sys.modules.get("sqlalchemy.exc")
    if known is None or not isinstance(error, known.SQLAlchemyError):
        return None
    # Not the whole text: it holds the statement, and may hold what people wrote.
    said = str(getattr(error, "orig", None) or type(error).__name__).strip()
    return f"The database failed: {said.splitlines()[0]}. Look at it and at its disk, then try again. {SAFE}"
