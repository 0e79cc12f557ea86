"""The questions of a sync are changed while it is set up, and tried before anybody is asked."""

import sqlalchemy as sa

from models import Answer, Prompt, Ritual


async def questions_of(world):
    """The questions of the newest sync, as (text, kind, required)."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        ritual = await session.scalar(sa.select(Ritual).order_by(Ritual.id.desc()).limit(1))
    return [(one["text"], one["kind"], one["required"]) for one in ritual.questions]


def levers(view, text):
    """The menu that stands beside a question."""
    return next(
        block["accessory"]["options"]
        for block in view.blocks
        if block["type"] == "section" and text in block["text"]["text"]
    )


async def choose(person, text, lever):
    """Choose what to do with a question: press its menu as Slack's client does."""
    view = person.modal
    value = next(one["value"] for one in levers(view, text) if one["text"]["text"] == lever)
    block = next(one for one in view.blocks if one["type"] == "section" and text in one["text"]["text"])
    await person.client.click(view, None, (block["block_id"], block["accessory"]["action_id"]), value)
    await person.workspace.settled()


async def test_questions_are_dropped_reordered_reworded_and_added(company):
    """Each change stands at once; the sync is saved with them, and with what was typed before."""
    mara = company.persona("mara")
    await mara.command("/pmo sync new")
    mara.fill({"Name": "Demo day"})
    await mara.click("Change questions")
    for text in ("Which of these are done?", "Waiting on anyone?", "What do you need", "decision", "One line"):
        await choose(mara, text, "Drop")
    await choose(mara, "How confident", "Move up")
    await choose(mara, "What's next?", "Make optional")
    await choose(mara, "What moved?", "Reword")
    assert await mara.submit({"Question": "What did users say?"}) == {}
    await mara.click("Add question")
    assert (
        await mara.submit({"Question": "Ready?", "Answered with": "One of several choices", "Choices": "Yes\nNo"}) == {}
    )
    await mara.close()
    await mara.submit()
    assert "*Demo day*" in mara.read_words(mara.modal)
    await mara.submit()
    assert await questions_of(company) == [
        ("What did users say?", "long_text", True),
        ("How confident are you in this plan?", "scale", False),
        ("What's next?", "long_text", False),
        ("Ready?", "choice", False),
    ]


async def test_a_question_that_cannot_be_asked_is_refused_beside_it(company):
    """Choices for a text, a choice without choices, a third required one, the last one dropped: a sentence each."""
    mara = company.persona("mara")
    await mara.command("/pmo sync new")
    await mara.click("Change questions")
    await mara.click("Add question")
    errors = await mara.submit({"Question": "Ready?", "Choices": "Yes\nNo"})
    assert errors == {
        "options": "Only choices use this. Please choose them under “Answered with”, or empty this field."
    }
    await mara.close()
    await mara.click("Add question")
    errors = await mara.submit({"Question": "Ready?", "Answered with": "One of several choices"})
    assert errors["text"] == "The question “Ready?” has 0 options; give 2 to 10."
    errors = await mara.submit({"Choices": "Yes\nNo", "Required": ["It must be answered"]})
    assert errors["text"].startswith("3 questions are required; 2 is the most")
    await mara.close()
    for text in ("Which of", "What moved?", "Waiting on", "What do you", "decision", "How confident", "One line"):
        await choose(mara, text, "Drop")
    await choose(mara, "What's next?", "Drop")
    assert "A sync needs at least one question." in mara.read_words(mara.modal)
    await mara.close()
    await mara.click("Use usual questions")
    assert "8. One line for the summary" in mara.read_words(mara.modal)


async def test_a_try_shows_the_form_and_stores_nothing(company):
    """On top of the preview: the very form, marked as a try; *Save sync* is still there below."""
    mara = company.persona("mara")
    await mara.command("/pmo sync new")
    await mara.submit()
    await mara.click("Try it on me")
    words = mara.read_words(mara.modal)
    assert "*This is a try:*" in words
    assert "What moved?" in words
    assert "Refunds in the app" in str(mara.modal.blocks)
    assert await mara.submit({"What moved?": "Everything", "What's next?": "Nothing"}) == {}
    assert "nothing was stored or sent" in mara.read_words(mara.modal)
    await mara.close()
    assert "*Weekly sync 2*" in mara.read_words(mara.modal)
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        for table in (Answer, Prompt):
            assert await session.scalar(sa.select(sa.func.count()).select_from(table)) == 0


async def test_a_sync_that_runs_can_be_tried_too(company):
    """From *See next rounds*, by anybody."""
    rui = company.persona("rui")
    await rui.command("/pmo sync preview weekly")
    await rui.click("Try it on me")
    assert "*This is a try:*" in rui.read_words(rui.modal)
