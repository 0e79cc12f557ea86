"""What is over its time of questions and ideas about changes; what nobody has answered yet stays."""

from datetime import datetime

from bot.services.retention_part import Part
from models import ChangeQuestion


def of_change_questions(before: datetime) -> list[Part]:
    """Return what was settled before an instant, with the talk below it."""
    settled = (ChangeQuestion.settled_at < before,)
    return [Part("questions about changes", ChangeQuestion, settled, still=settled)]
