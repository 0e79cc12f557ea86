"""What is kept of playbooks, and for how long; and what is left of somebody who was erased."""

from datetime import UTC, datetime

import sqlalchemy as sa

from bot.domain.forget import WORDS
from bot.domain.retention import Keeping
from bot.services.retention_parts import parts
from models import Playbook, PlaybookNote, PlaybookQuestion, PlaybookVersion
from tests.journeys.conftest import World
from tests.journeys.test_playbook import write
from tests.journeys.test_playbook_found import change
from tests.journeys.test_playbook_question import ask
from tests.journeys.test_sync_races import stored

KEPT = Keeping(answers=400, messages=90, drafts=90, audit=730, work=7)
LONG_AGO = datetime(2024, 1, 8, tzinfo=UTC)


async def over(world: World) -> set[str]:
    """Return the names of the parts of which something is over its time."""
    found = set()
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        for part in parts(KEPT, world.clock.now()):
            if await session.scalar(sa.select(part.key).where(*part.over).limit(1)) is not None:
                found.add(part.name)
    return found & {"pages", "versions of pages", "notes on pages", "questions"}


async def test_a_page_that_is_read_stays_however_old_it_is(company: World) -> None:
    """Its earlier versions go, but for the newest of the old ones; archived pages and answered questions go."""
    await write(company, "ana", "How we ship", "On Tuesdays.")
    await ask(company)
    await company.bot.parts.playbook.lookups.helpful(
        company.workspace_id, company.persona("ben").id, (await stored(company, Playbook))[0].id
    )
    await change(company, Playbook, sa.true(), created_at=LONG_AGO, updated_at=LONG_AGO)
    await change(company, PlaybookVersion, sa.true(), at=LONG_AGO)
    assert await over(company) == set()
    await change(company, PlaybookNote, sa.true(), at=LONG_AGO)
    await change(company, Playbook, sa.true(), state="archived", archived_at=LONG_AGO)
    await change(company, PlaybookQuestion, sa.true(), state="dropped", settled_at=LONG_AGO)
    assert await over(company) == {"pages", "notes on pages", "questions"}
    page = (await stored(company, Playbook))[0]
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        newer = PlaybookVersion(
            playbook_id=page.id, number=2, title="How we ship", body="No.", at=LONG_AGO, how="edited"
        )
        session.add(newer)
    assert await over(company) == {"pages", "notes on pages", "questions", "versions of pages"}


async def test_of_who_was_erased_no_word_is_left_and_the_page_is(company: World) -> None:
    """Neither what they asked nor what they found out of date; an answer of somebody else stays."""
    await write(company, "ana", "How we ship", "On Tuesdays.", **{"Whom does it thank?": company.persona("rui").id})
    await ask(company, "rui")
    parts_ = company.bot.parts
    rui, mara = company.persona("rui"), company.persona("mara")
    [question] = await stored(company, PlaybookQuestion)
    await parts_.playbook.questions.answer(company.workspace_id, mara.id, question.id, "Ask Wei.")
    [page] = await stored(company, Playbook)
    await parts_.playbook.lookups.outdated(company.workspace_id, rui.id, page.id, "No more Tuesdays.")
    await company.idle()
    traces = await parts_.my_data._forgetting.stored(company.workspace_id, rui.id)
    await parts_.my_data._forgetting.erase(company.workspace_id, traces)
    await company.idle()
    [question] = await stored(company, PlaybookQuestion)
    assert (question.text, question.answer) == (WORDS, "Ask Wei.")
    assert await stored(company, PlaybookNote) == []
    [page] = await stored(company, Playbook)
    assert (page.body, page.credited_person_id) == ("On Tuesdays.", None)
    assert all("No more Tuesdays." not in one.words for one in company.persona("ana").messages())
