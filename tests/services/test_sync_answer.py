"""What becomes of answers: the first one, an edit, a late one, an addition; nothing is lost or stored twice."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.sync_form import Beside
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.confidence import SecondLook
from bot.services.sync_answer import Kind
from bot.services.sync_answer_check import Refused
from models import AuditEntry, Person, Prompt, Ritual, Round, Workspace
from tests.factories import sync
from tests.services.conftest import GOOD, Scene


async def test_an_answer_is_stored_and_settled(scene: Scene) -> None:
    """The values are kept by question, the prompt is answered, and its round hears of it in the same transaction."""
    outcome = await scene.answers.submit("T1", "UANA", scene.ana, GOOD | {"plan": ["Card payments"], "confidence": "3"})
    assert outcome.kind is Kind.ANSWERED
    [answer] = await scene.stored()
    assert answer.values == {
        "plan": {"done": ["Card payments"], "open": ["Refunds"]},
        "moved": "Card payments are live.",
        "next": "Refunds\nUser tests",
        "confidence": 3,
    }
    assert (answer.late, answer.as_planned, await scene.state()) == (False, False, "answered")
    assert scene.rounds.settled == [(scene.prompt, "answered")]


@pytest.mark.parametrize(
    ("line", "kept"),
    [("Next: Card payments; Refunds", None), ("Next: Card payments", "Next: Card payments")],
    ids=["as proposed", "changed"],
)
async def test_the_line_proposed_from_the_plan_gives_way_to_news(scene: Scene, line: str, kept: str | None) -> None:
    """Card payments are done: the summary must not call them next because nobody touched that field."""
    typed = GOOD | {"plan": ["Card payments"], "headline": line}
    assert (await scene.answers.submit("T1", "UANA", scene.ana, typed)).kind is Kind.ANSWERED
    assert (await scene.answers.submit("T1", "UANA", scene.ana, typed)).kind is Kind.UNCHANGED
    [answer] = await scene.stored()
    assert answer.values.get("headline") == kept


async def test_the_same_form_sent_twice_is_one_answer(scene: Scene) -> None:
    """A double click on the submit button changes nothing the second time."""
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    again = await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    assert again.kind is Kind.UNCHANGED
    assert len(await scene.stored()) == 1
    assert len(scene.rounds.settled) == 1


async def test_an_author_edits_until_the_round_closes(scene: Scene) -> None:
    """The new words replace the old ones."""
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    outcome = await scene.answers.submit("T1", "UANA", scene.ana, GOOD | {"moved": "All cards are live."})
    assert outcome.kind is Kind.EDITED
    [answer] = await scene.stored()
    assert answer.values["moved"] == "All cards are live."
    assert answer.edited_at == scene.clock.now()


async def test_the_second_answer_of_a_team_is_added_below_the_first(scene: Scene) -> None:
    """Nothing that Ben wrote is lost: it is kept with his name, question by question."""
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    raw = {"moved": "Refund tests run.", "next": "Keys", "waiting_on": ["2"]}
    outcome = await scene.answers.submit("T1", "UBEN", scene.ben, raw)
    assert outcome.kind is Kind.ADDED
    assert "Ana Sousa answered for Payments first" in outcome.sentence
    [answer] = await scene.stored()
    assert answer.values["moved"] == "Card payments are live."
    [(_, text)] = await scene.added()
    assert "What moved?\nRefund tests run." in text
    assert "Waiting on anyone?\nPlatform" in text


async def test_of_two_answers_at_once_one_is_the_answer(scene: Scene) -> None:
    """Sent in the same instant, one is stored as the answer and the other as an addition, whichever came first."""
    outcomes = await asyncio.gather(
        scene.answers.submit("T1", "UANA", scene.ana, GOOD),
        scene.answers.submit("T1", "UBEN", scene.ben, GOOD | {"moved": "Ben's words."}),
    )
    assert sorted(outcome.kind for outcome in outcomes) == [Kind.ADDED, Kind.ANSWERED]
    assert len(await scene.stored()) == len(await scene.added()) == 1


async def test_an_answer_after_the_closing_is_late(scene: Scene) -> None:
    """It is taken and marked."""
    await scene.change(Round, state="closed", closed_at=sync.CLOSES)
    await scene.change(Prompt, state="missed")
    outcome = await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    assert outcome.kind is Kind.LATE
    [answer] = await scene.stored()
    assert answer.late
    assert await scene.state() == "answered"


async def test_a_form_left_open_over_the_closing_is_late_before_the_timer_fires(scene: Scene) -> None:
    """What counts is the instant at which the round closes, not when that was noticed."""
    scene.clock.move_to(sync.CLOSES)
    assert (await scene.answers.submit("T1", "UANA", scene.ana, GOOD)).kind is Kind.LATE


async def test_an_edit_after_the_closing_is_added_below(scene: Scene) -> None:
    """What others have read stays as it was; only what changed is added."""
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    scene.clock.move_to(sync.CLOSES + timedelta(minutes=1))
    outcome = await scene.answers.submit("T1", "UANA", scene.ana, GOOD | {"next": "Refunds first"})
    assert outcome.kind is Kind.ADDED
    assert "closed" in outcome.sentence
    [(_, text)] = await scene.added()
    assert text == "What's next?\nRefunds first"
    [answer] = await scene.stored()
    assert answer.values == GOOD | {"plan": {"done": [], "open": ["Card payments", "Refunds"]}}


async def test_fields_to_mend_store_nothing(scene: Scene) -> None:
    """3,001 characters and a required field left blank: a sentence for each, and no answer."""
    with pytest.raises(Refused) as refused:
        await scene.answers.submit("T1", "UANA", scene.ana, {"moved": "x" * 3001, "next": " "})
    assert refused.value.errors["moved"] == (
        "That is 3,001 characters; the limit is 3,000. Please shorten it by 1 character."
    )
    assert "What's next?" in refused.value.errors["next"]
    assert await scene.stored() == []
    assert scene.rounds.settled == []


async def test_one_tap_says_all_as_planned(scene: Scene) -> None:
    """The plan goes on whole; a second tap changes nothing and says nothing."""
    outcome = await scene.answers.as_planned("T1", "UANA", scene.ana)
    assert outcome.kind is Kind.ANSWERED
    [answer] = await scene.stored()
    assert answer.as_planned
    assert answer.values == {
        "plan": {"done": [], "open": ["Card payments", "Refunds"]},
        "headline": "All as planned",
    }
    again = await scene.answers.as_planned("T1", "UANA", scene.ana)
    assert (again.kind, again.sentence) == (Kind.UNCHANGED, "")


async def test_one_tap_does_not_replace_written_words(scene: Scene) -> None:
    """An old message's button leaves the answer as it is, one's own as well as a team mate's."""
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    own = await scene.answers.as_planned("T1", "UANA", scene.ana)
    mates = await scene.answers.skip("T1", "UBEN", scene.ben)
    assert own.sentence == "Your update is in; nothing was changed."
    assert mates.sentence == "Ana Sousa has answered for Payments already; nothing was changed."
    assert (await scene.stored())[0].values["moved"] == "Card payments are live."


async def test_skipping_can_be_undone_by_answering(scene: Scene) -> None:
    """Nothing this week, then something after all."""
    assert (await scene.answers.skip("T1", "UANA", scene.ana)).kind is Kind.SKIPPED
    assert (await scene.answers.skip("T1", "UANA", scene.ana)).kind is Kind.UNCHANGED
    assert await scene.state() == "skipped"
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    assert await scene.state() == "answered"
    assert [state for _, state in scene.rounds.settled] == ["skipped", "answered"]


async def test_a_team_mate_adds_something(scene: Scene) -> None:
    """Cleo was not asked, but is of the team; the same words twice are kept once."""
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    for _ in range(2):
        await scene.answers.add("T1", "UCLEO", scene.prompt, "  <!channel> Keys come on Monday. ")
    assert [text for _, text in await scene.added()] == ["<!channel> Keys come on Monday."]


async def test_people_of_other_teams_cannot_add(scene: Scene) -> None:
    """The sentence says who can."""
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    with pytest.raises(NotAllowed, match="Only people of this team"):
        await scene.answers.add("T1", "UDAN", scene.prompt, "Me too")


async def test_there_must_be_something_to_add_to_and_to_add(scene: Scene) -> None:
    """Before the answer, and with an empty or overlong text, nothing is stored."""
    with pytest.raises(UserError, match="no update of Payments yet"):
        await scene.answers.add("T1", "UCLEO", scene.prompt, "Early")
    for text in ("  ", "x" * 3001):
        with pytest.raises(UserError) as refused:
            await scene.answers.add("T1", "UCLEO", scene.prompt, text)
        assert refused.value.field == "text"


async def test_a_deleted_sync_takes_nothing(scene: Scene) -> None:
    """The sentence names who deleted it, and says that nothing was stored."""
    await scene.change(Ritual, state="deleted")
    async with scene.database.transaction("T1") as session:
        ritual = await session.scalar(sa.select(Ritual.id))
        session.add(
            AuditEntry(at=scene.clock.now(), actor="UMARA", action="sync_deleted", subject=f"sync:{ritual}", details={})
        )
    for call in (
        scene.answers.as_planned("T1", "UANA", scene.ana),
        scene.answers.skip("T1", "UANA", scene.ana),
        scene.answers.form("T1", "UANA", scene.ana),
        scene.answers.submit("T1", "UANA", scene.ana, GOOD),
    ):
        with pytest.raises(UserError, match=r"“Weekly sync” was deleted by Mara Lindqvist\."):
            await call
    assert await scene.stored() == []


async def test_only_who_was_asked_answers(scene: Scene) -> None:
    """Another person, another workspace and a prompt that never was are refused alike in effect."""
    with pytest.raises(NotAllowed, match="Ana Sousa was asked this"):
        await scene.answers.submit("T1", "UBEN", scene.ana, GOOD)
    async with scene.database.system_session() as session:
        session.add(Workspace(id="T2", created_at=sync.TUESDAY))
    with pytest.raises(NotFound):
        await scene.answers.submit("T2", "UANA", scene.ana, GOOD)
    with pytest.raises(NotFound):
        await scene.answers.skip("T1", "UANA", 999)
    assert await scene.stored() == []


async def test_a_deactivated_person_stores_nothing(scene: Scene) -> None:
    """A click that was under way when the account was closed has no effect."""
    await scene.change(Person, deactivated=True)
    with pytest.raises(NotAllowed, match="deactivated"):
        await scene.answers.as_planned("T1", "UANA", scene.ana)
    assert await scene.stored() == []


@pytest.mark.parametrize(("score", "looked"), [("1", False), ("3", False), ("4", True), ("5", True)])
async def test_a_high_score_is_looked_at_twice_before_anything_is_stored(
    scene: Scene, score: str, looked: bool
) -> None:
    """Refunds are in their third week. Whoever has seen that is taken at their word, and asked once a round."""
    sure = GOOD | {"confidence": score}
    if looked:
        with pytest.raises(SecondLook):
            await scene.answers.submit("T1", "UANA", scene.ana, sure)
        assert (await scene.stored(), await scene.state()) == ([], "pending")
    await scene.answers.submit("T1", "UANA", scene.ana, sure, Beside(kept=looked))
    [answer] = await scene.stored()
    assert (answer.values["confidence"], len(answer.asked_about)) == (int(score), int(looked))
    again = await scene.answers.submit("T1", "UANA", scene.ana, sure | {"moved": "All live."}, Beside(kept=not looked))
    assert again.kind is Kind.EDITED


async def test_who_adds_to_anothers_answer_is_not_asked_about_their_score(scene: Scene) -> None:
    """Ben's becomes an addition: there is no score of his to look at."""
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    assert (await scene.answers.submit("T1", "UBEN", scene.ben, GOOD | {"confidence": "5"})).kind is Kind.ADDED
