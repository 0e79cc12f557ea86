"""Questions that no page answers: what is shown of them, and when whoever asked hears that there is no answer yet."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.playbook import TITLE, Draft
from bot.domain.recurrence import instant
from bot.domain.typed_markdown import as_markdown
from bot.domain.working_time import LOOK_AHEAD, WorkingTime


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is shown.

    `channel` is "" where it was asked of `owner` alone. `answer` is "" while there is none, else by `answered_by`.
    `dropped`: whoever asked does not need it any more. `page`: the title of what was made of it, or "" (id 0).
    """

    id: int
    text: str
    asker: str
    owner: str
    channel: str
    due_on: date
    answer: str = ""
    answered_by: str = ""
    answerer_slack: str = ""
    dropped: bool = False
    page: str = ""
    page_id: int = 0
    revision: int = 1

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return not self.answer and not self.dropped


@dataclass(frozen=True, slots=True)
class HomeQuestions:
    """The open questions of a home tab: those that its reader is asked, and those that they asked of others."""

    of_me: tuple[Question, ...] = ()
    mine: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class AskForm:
    """What the form of a question begins with; `channel` is that of the question, "" where it goes to one person."""

    text: str
    owner_slack: str = ""
    channel: str = ""
    channel_id: str = ""
    reader_slack: str = ""


def late_at(working: WorkingTime, due_on: date) -> datetime | None:
    """Return when whoever asked hears that there is no answer: as their first working day after `due_on` begins."""
    for ahead in range(1, LOOK_AHEAD.days):
        day = due_on + timedelta(days=ahead)
        if working.works_on(day):
            return instant(day, working.starts, working.zone)
    return None


def page_from(one: Question) -> Draft:
    """Return the draft of a page that answers a question for good."""
    title = " ".join(one.text.split())
    return Draft(
        title=title if len(title) <= TITLE else f"{title[: TITLE - 1].rstrip()}…",
        body=as_markdown(one.answer),
        thanks_slack=one.answerer_slack,
        owner_slack=one.answerer_slack,
        source=f"question:{one.id}",
    )
