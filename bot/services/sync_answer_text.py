"""An answer as plain text: what is kept of one that becomes an addition."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.question import Question
from bot.domain.sync_words import said_lines
from bot.services.sync_rollup import names_in


async def as_text(session: AsyncSession, questions: Sequence[Question], values: Mapping[str, Any]) -> str:
    """Return what was answered as plain text, question by question: what is kept when it becomes an addition."""
    names = await names_in(session, questions, [values])
    return "\n\n".join("\n".join([asked, *lines]) for asked, lines in said_lines(questions, values, names))
