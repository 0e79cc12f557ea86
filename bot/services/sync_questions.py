"""The questions of a sync that is being set up: each change goes into the draft at once, if the set stays sound."""

from collections.abc import Callable

from bot.domain.question import Question, check_questions
from bot.services.sync_setup import SyncSetup

Change = Callable[[tuple[Question, ...]], tuple[Question, ...]]


async def change_questions(
    setup: SyncSetup,
    workspace_id: str,
    slack_id: str,
    change: Change,
    *,
    ritual_id: int | None,
    revision: int,
    channel_id: str,
) -> tuple[Question, ...]:
    """Keep the draft with its questions changed, and return them.

    Raises UserError (field "questions") for a set that cannot be asked, NotFound for a question that is gone; then the
    draft stays as it was.
    """
    facts = await setup.form(workspace_id, slack_id, ritual_id=ritual_id, channel_id=channel_id)
    questions = change(facts.choices.questions)
    check_questions(questions)
    choices = facts.choices.with_questions(questions)
    await setup.keep(workspace_id, slack_id, choices, ritual_id=ritual_id, revision=revision)
    return questions
