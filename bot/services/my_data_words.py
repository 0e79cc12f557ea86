"""What somebody wrote, in their own words, wherever it is stored with their name."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change_question import Kind
from bot.domain.my_data import OwnWords
from models import (
    Action,
    Addition,
    Announcement,
    AnnouncementCorrection,
    AnnouncementSign,
    Blocker,
    ChangeQuestion,
    ChangeQuestionWord,
    ChangeStep,
    Decision,
    Person,
    Playbook,
    PlaybookNote,
    PlaybookQuestion,
    Prompt,
    Ritual,
    Round,
)


async def written(session: AsyncSession, person: Person) -> list[OwnWords]:
    """Return what a person wrote besides answers to syncs."""
    added = (
        sa.select(Ritual.name, Round.local_date, Addition.text)
        .join(Prompt, Prompt.id == Addition.prompt_id)
        .join(Round, Round.id == Prompt.round_id)
        .join(Ritual, Ritual.id == Round.ritual_id)
        .where(Addition.person_id == person.id)
    )
    found = [OwnWords(day, f"Added in {sync}", (text,)) for sync, day, text in await session.execute(added)]
    blockers = sa.select(Blocker.since, Blocker.needs).where(Blocker.raiser_id == person.id, Blocker.needs != "")
    found += [OwnWords(at.date(), "A blocker", (needs,)) for at, needs in await session.execute(blockers)]
    raised = sa.select(Decision.raised_at, Decision.question).where(Decision.raised_by_id == person.id)
    found += [
        OwnWords(at.date(), "A decision that was asked for", (text,)) for at, text in await session.execute(raised)
    ]
    settled = sa.select(Decision.settled_at, Decision.outcome, Decision.reason).where(
        Decision.settled_by_id == person.id, Decision.settled_at.is_not(None)
    )
    for at, outcome, reason in await session.execute(settled):
        lines = tuple(filter(None, (outcome, reason)))
        found += [OwnWords(at.date(), "A decision", lines)] if at else []
    promised = sa.select(Action.created_at, Action.text, Action.signal).where(Action.raised_by_id == person.id)
    for at, *said in await session.execute(promised):
        found.append(OwnWords(at.date(), "An action", tuple(filter(None, said))))
    ended = sa.select(Action.settled_at, Action.effect, Action.reason).where(
        Action.settled_by_id == person.id, sa.or_(Action.effect != "", Action.reason != "")
    )
    for at, *said in await session.execute(ended):
        found += [OwnWords(at.date(), "What came of an action", tuple(filter(None, said)))] if at else []
    needed = sa.select(Action.created_at, Action.needs).where(Action.owner_id == person.id, Action.needs != "")
    found += [OwnWords(at.date(), "Help with an action", (needs,)) for at, needs in await session.execute(needed)]
    questions = sa.select(PlaybookQuestion.asked_at, PlaybookQuestion.text).where(
        PlaybookQuestion.asked_by_id == person.id
    )
    found += [OwnWords(at.date(), "A question", (said,)) for at, said in await session.execute(questions)]
    answers = sa.select(PlaybookQuestion.settled_at, PlaybookQuestion.answer).where(
        PlaybookQuestion.answered_by_id == person.id
    )
    found += [OwnWords(at.date(), "An answer", (said,)) for at, said in await session.execute(answers) if at]
    notes = (
        sa.select(PlaybookNote.at, Playbook.title, PlaybookNote.text)
        .join(Playbook, Playbook.id == PlaybookNote.playbook_id)
        .where(PlaybookNote.person_id == person.id, PlaybookNote.text != "")
    )
    found += [
        OwnWords(at.date(), f"Out of date in {title}", (said,)) for at, title, said in await session.execute(notes)
    ]
    return found + await _about_changes(session, person)


async def _about_changes(session: AsyncSession, person: Person) -> list[OwnWords]:
    """Return what a person asked, suggested, answered and said to others around changes, with their name."""
    asked = sa.select(ChangeQuestion.asked_at, ChangeQuestion.kind, ChangeQuestion.text).where(
        ChangeQuestion.asked_by_id == person.id
    )
    found = [
        OwnWords(at.date(), "An idea" if kind == Kind.IDEA else "A question", (said,))
        for at, kind, said in await session.execute(asked)
    ]
    wishes = (
        sa.select(Announcement.created_at, AnnouncementSign.note)
        .join(Announcement, Announcement.id == AnnouncementSign.announcement_id)
        .where(AnnouncementSign.person_id == person.id, AnnouncementSign.note != "")
    )
    found += [
        OwnWords(at.date(), "What to change before you sign", (said,)) for at, said in await session.execute(wishes)
    ]
    for where, at, said, theirs in (
        ("An announcement", Announcement.created_at, Announcement.text, Announcement.author_id),
        ("An answer", ChangeQuestion.settled_at, ChangeQuestion.answer, ChangeQuestion.answered_by_id),
        ("A message", ChangeQuestionWord.at, ChangeQuestionWord.text, ChangeQuestionWord.written_by_id),
        (
            "Why something affects somebody",
            AnnouncementCorrection.decided_at,
            AnnouncementCorrection.because,
            AnnouncementCorrection.decided_by_id,
        ),
        ("Why a step was dropped", ChangeStep.settled_at, ChangeStep.reason, ChangeStep.settled_by_id),
    ):
        rows = sa.select(at, said).where(theirs == person.id, at.is_not(None), said != "")
        found += [OwnWords(on.date(), where, (words,)) for on, words in await session.execute(rows) if on]
    return found
