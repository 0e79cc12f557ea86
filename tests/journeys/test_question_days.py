"""A question that is asked on some weekdays only: in the file, in the editor, and in the rounds of a week."""

import pytest

from bot.errors import UserError
from bot.services.company_file import read_company
from tests.journeys.conftest import COMPANY, World
from tests.journeys.test_question_when import labels
from tests.journeys.test_sync_questions import choose

pytestmark = pytest.mark.begins("Mon 08:00")
TUESDAY = "    days: [tue]\n"
CHANNEL = '    channel: "#sync"\n'
QUESTIONS = """
    questions:
      - {key: plan, kind: checklist, text: Which are done?}
      - {key: next, kind: long_text, text: What's next?}
      - {key: proud, kind: short_text, text: What are you proud of?, weekdays: [thu]}
""".lstrip("\n")


def with_questions(days: str, questions: str) -> str:
    """The company file with another rhythm and other questions of its sync."""
    text = COMPANY.read_text()
    assert text.count(TUESDAY) == text.count(CHANNEL) == 1
    return text.replace(TUESDAY, f"    days: [{days}]\n").replace(CHANNEL, CHANNEL + questions)


async def test_a_round_asks_the_questions_of_its_weekday_and_the_plan_goes_on(company: World) -> None:
    """On Tuesday without the question of Thursdays; what was next on Tuesday is the check list of Thursday."""
    await company.apply(with_questions("tue, thu", QUESTIONS))
    await company.at("Tue 10:00")
    asked = company.persona("ana")
    await asked.click("Answer")
    assert labels(company, "ana") == ["What's next?"]
    assert await asked.submit({"What's next?": "Refunds"}) == {}
    await company.at("Thu 10:00")
    speaker = next(
        one for one in map(company.persona, ("tiago", "rui", "ana")) if "Refunds" in one.messages()[-1].words
    )
    await speaker.click("Answer", on=speaker.messages()[-1])
    assert speaker.modal is not None
    words = speaker.read_words(speaker.modal)
    assert "What are you proud of?" in words
    assert "Refunds" in str(speaker.modal.blocks)
    assert await speaker.submit({"Which are done?": ["Refunds"], "What are you proud of?": "No complaint"}) == {}
    assert "*Which are done?*\n> Refunds" in speaker.messages()[-1].words


async def test_weekdays_are_chosen_in_the_editor_and_a_bare_day_is_refused(company: World) -> None:
    """A weekly sync on Tuesday of which every question runs on Thursday asks nothing: a sentence says so."""
    mara = company.persona("mara")
    await mara.command("/pmo sync new")
    await mara.click("Change questions")
    for text in ("Which of", "What's next?", "Waiting on", "What do you", "decision", "How confident", "One line"):
        await choose(mara, text, "Drop")
    await choose(mara, "What moved?", "Reword")
    assert await mara.submit({"Ask only on…": ["Thursday"]}) == {}
    assert "asked on Thursday" in mara.read_words(mara.modal)
    await mara.close()
    errors = await mara.submit({"Days": ["Tuesday"]})
    assert [one for one in errors.values() if "Nothing would be asked on Tuesday" in one]


def test_a_file_whose_date_would_ask_nothing_is_refused_with_its_line() -> None:
    """Tuesday and Thursday, and only a question of Thursdays."""
    only = "    questions:\n      - {key: proud, kind: short_text, text: Proud of?, weekdays: thu}\n"
    with pytest.raises(UserError, match=r"line \d+: Nothing would be asked on Tuesday"):
        read_company(with_questions("tue, thu", only))
