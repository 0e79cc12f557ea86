"""What was typed into the form of an update, checked as a whole: what is kept, what is wrong, what is yet asked."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.plan import headline_from, item_key
from bot.domain.question import Question, QuestionKind, QuestionRole, validate, with_role
from bot.domain.question_when import asked_for, unseen
from bot.errors import UserError
from bot.services.sync_form import other_teams
from bot.services.sync_opening import plan_items
from bot.services.sync_standing import Standing


class Refused(UserError):
    """Fields of a form that cannot be taken as they are: `errors` has a sentence for each, by question key."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Keep the sentences; the first one is the error's own."""
        field, sentence = next(iter(errors.items()))
        super().__init__(sentence, field=field)
        self.errors = dict(errors)


class MoreAsked(UserError):
    """The form did not have a question that its answers ask, such as one that hangs on a text: it is shown first."""


async def checked(
    session: AsyncSession, standing: Standing, raw: Mapping[str, Any], stuck: Collection[str] | None, now: datetime
) -> dict[str, Any]:
    """Return the values to keep of what was typed, by question key; `stuck` are the keys of items marked so, if asked.

    What stands in a question that the other answers do not ask (any more) is dropped. Raises Refused with a sentence
    for every field that needs mending, MoreAsked where the form came without a question that its answers ask.
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    asked = asked_for(standing.questions, raw)
    hidden = unseen(asked, raw, teams=True)
    if any(question.kind is QuestionKind.TEAMS for question in hidden):
        hidden = unseen(asked, raw, teams=bool(await other_teams(session, standing.prompt)))
    for question in asked:
        if question in hidden:
            continue
        given = raw.get(question.key)
        if question.kind is QuestionKind.CHECKLIST:
            given = _ticked(standing, question, given, stuck)
        try:
            value = validate(question, given)
        except UserError as error:
            errors[question.key] = error.sentence
            continue
        if value is not None:
            values[question.key] = value
    if errors:
        raise Refused(errors)
    # Where somebody else's answer stands, or the round has closed over it, this becomes an addition: no form follows.
    if hidden and standing.takes(now):
        raise MoreAsked("One more question comes with this answer.")
    return _without_stale_line(standing, values)


def _without_stale_line(standing: Standing, values: dict[str, Any]) -> dict[str, Any]:
    """Leave out the summary's line where it is the plan's, as the form proposed it, and news were written.

    "Next: refunds" is wrong once refunds are done; the summary then takes the first line of what moved.
    """
    line, moved = (with_role(standing.questions, role) for role in (QuestionRole.HEADLINE, QuestionRole.MOVED))
    untouched = line is not None and values.get(line.key) == headline_from(plan_items(standing.prompt.plan))
    if line is None or not untouched or moved is None or moved.key not in values:
        return values
    return {key: value for key, value in values.items() if key != line.key}


def _ticked(standing: Standing, question: Question, ticked: Any, stuck: Collection[str] | None) -> dict[str, list[str]]:
    """Turn the ticked items, given by what stood for them in the form, into all that is done and all that is open.

    Of these some are `stuck`; where the form did not ask, those that were.
    """
    before = (standing.answer.values.get(question.key) if standing.answer else None) or {}
    texts = [item.text for item in plan_items(standing.prompt.plan)] + [
        *before.get("done", ()),
        *before.get("open", ()),
    ]
    keys = set(ticked or ())
    done = [text for text in texts if item_key(text) in keys]
    still_open = [text for text in texts if text not in done]
    marked = before.get("stuck", ()) if stuck is None else [text for text in still_open if item_key(text) in stuck]
    return {"done": done, "open": still_open, "stuck": list(marked)}
