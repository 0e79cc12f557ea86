"""What a form starts with: the plan, one's own words, or words typed to the bot."""

from datetime import timedelta

import pytest

from bot.domain.plan import item_key
from bot.domain.sync_form import AddFacts, FormFacts
from bot.errors import NotAllowed, NotFound
from bot.services.sync_answer import Kind
from models import Prompt
from tests.factories import people, sync
from tests.services.conftest import GOOD, Scene


async def test_the_form_starts_with_the_plan(scene: Scene) -> None:
    """The items of last time with how often they were carried over, and a first proposal for the one line."""
    facts = await scene.answers.form("T1", "UANA", scene.ana)
    assert isinstance(facts, FormFacts)
    assert [(item.text, item.weeks) for item in facts.plan] == [("Card payments", 0), ("Refunds", 2)]
    assert facts.values == {"headline": "Next: Card payments; Refunds"}
    assert (facts.party, facts.channel, facts.zone, facts.weekly) == ("Payments", "#sync", "Europe/Lisbon", True)
    assert list(facts.teams.values()) == ["Platform"]


async def test_the_form_of_an_edit_has_ones_own_words(scene: Scene) -> None:
    """What was ticked stays ticked."""
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD | {"plan": ["Refunds"]})
    facts = await scene.answers.form("T1", "UANA", scene.ana)
    assert isinstance(facts, FormFacts)
    assert facts.edits
    assert facts.values["moved"] == "Card payments are live."
    assert facts.values["plan"] == {"done": ["Refunds"], "open": ["Card payments"]}


async def test_an_old_button_leads_to_an_addition(scene: Scene) -> None:
    """Where a team mate has answered, or the round has closed over one's own answer, the form adds to what is there."""
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    bens = await scene.answers.form("T1", "UBEN", scene.ben, text="Keys are missing")
    assert isinstance(bens, AddFacts)
    assert (bens.author, bens.own, bens.text, bens.closed_at) == ("Ana Sousa", False, "Keys are missing", None)
    scene.clock.move_to(sync.CLOSES)
    anas = await scene.answers.form("T1", "UANA", scene.ana)
    assert isinstance(anas, AddFacts)
    assert (anas.own, anas.closed_at) == (True, sync.CLOSES)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Card payments are live", "moved"),
        ("blocked on the staging keys", "waiting_for"),
        ("We are waiting for Platform's review", "waiting_for"),
        ("Shall we launch before the audit?", "decision"),
        ("Next: refunds", "next"),
    ],
)
async def test_a_sentence_typed_goes_into_one_field(scene: Scene, text: str, key: str) -> None:
    """Simple rules choose the field; none of the words is lost."""
    facts = await scene.answers.form("T1", "UANA", scene.ana, text=text)
    assert isinstance(facts, FormFacts)
    assert facts.values[key] == text


async def test_a_team_named_in_the_words_is_chosen(scene: Scene) -> None:
    """Blocked on Platform: the team is set in the field of whom one waits on."""
    facts = await scene.answers.form("T1", "UANA", scene.ana, text="blocked on platform for the keys")
    assert isinstance(facts, FormFacts)
    assert [facts.teams[team] for team in facts.values["waiting_on"]] == ["Platform"]


async def test_only_a_team_that_is_waited_on_is_chosen(scene: Scene) -> None:
    """Not one that something good is told of."""
    text = "Platform's new keys work. Blocked on the contract."
    facts = await scene.answers.form("T1", "UANA", scene.ana, text=text)
    assert isinstance(facts, FormFacts)
    assert facts.values["moved"] == "Platform's new keys work."
    assert (facts.values["waiting_for"], facts.values["waiting_on"]) == ("Blocked on the contract.", [])


async def test_words_for_an_answer_that_is_there_are_added_to_it(scene: Scene) -> None:
    """Each below what its field has; what stands there already is not doubled, and nothing of it goes."""
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD)
    for text in ("No complaints. Blocked on keys.", "Card payments are live.", "Card payments"):
        facts = await scene.answers.form("T1", "UANA", scene.ana, text=text)
        assert isinstance(facts, FormFacts)
        assert facts.values["moved"].startswith("Card payments are live.")
        await scene.answers.submit("T1", "UANA", scene.ana, GOOD | facts.values | {"plan": []})
    [answer] = await scene.stored()
    assert answer.values["moved"] == "Card payments are live.\nNo complaints.\nCard payments"
    assert answer.values["waiting_for"] == "Blocked on keys."


async def test_words_longer_than_a_field_say_so(scene: Scene) -> None:
    """The beginning is put in, and the form tells how long the message is."""
    facts = await scene.answers.form("T1", "UANA", scene.ana, text="y" * 3500)
    assert isinstance(facts, FormFacts)
    assert (len(facts.values["moved"]), facts.cut) == (3000, 3500)
    text = "y" * 3500 + ". Next is the audit."
    facts = await scene.answers.form("T1", "UANA", scene.ana, text=text)
    assert isinstance(facts, FormFacts)
    assert (facts.values["next"], facts.cut) == ("Next is the audit.", len(text))


async def test_items_of_any_length_come_back_whole(scene: Scene) -> None:
    """An item longer than a choice's value is known by its digest and stored in full."""
    long = "Migrate " + "every single customer " * 20
    await scene.change(Prompt, plan=[{"text": long, "weeks": 0}])
    await scene.answers.submit("T1", "UANA", scene.ana, GOOD | {"plan": [item_key(long)]})
    [answer] = await scene.stored()
    assert answer.values["plan"] == {"done": [long], "open": []}


async def test_everybody_can_learn_why_they_are_asked(scene: Scene) -> None:
    """Who set it up, for which team, how often, who reads it."""
    facts = await scene.answers.why("T1", "UANA", scene.ana)
    assert (facts.owner, facts.team, facts.channel, facts.own) == ("Mara Lindqvist", "Payments", "#sync", False)
    assert facts.rhythm == "Every Tuesday at 10:00, in each person's own time"


@pytest.fixture
async def everyone(scene: Scene) -> tuple[int, int]:
    """In a daily sync with everyone as its voice Cleo is asked for herself: her prompt and her turn."""
    async with scene.database.transaction("T1") as session:
        cleo = await people.person(session, "Cleo Dias")
        daily = await sync.ritual(session, people=[cleo], name="Daily", voice="everyone")
        asked = await sync.prompt(session, await sync.round_of(session, daily), cleo, ["Refunds"])
        return asked.id, (await sync.turn(session, asked, cleo)).id


async def test_with_everyone_as_the_voice_each_answers_for_themselves(scene: Scene, everyone: tuple[int, int]) -> None:
    """The form has no team; team mates cannot add to somebody else's answer, its author can after the closing."""
    prompt, turn = everyone
    facts = await scene.answers.form("T1", "UCLEO", turn)
    assert isinstance(facts, FormFacts)
    assert (facts.party, facts.for_team) == ("Cleo Dias", False)
    assert (await scene.answers.why("T1", "UCLEO", turn)).team == ""
    await scene.answers.submit("T1", "UCLEO", turn, GOOD)
    with pytest.raises(NotAllowed):
        await scene.answers.add("T1", "UANA", prompt, "Me too")
    scene.clock.move_to(sync.CLOSES)
    assert (await scene.answers.add("T1", "UCLEO", prompt, "One more thing")).kind is Kind.ADDED


async def test_typed_words_wait_until_they_are_used(scene: Scene) -> None:
    """Kept by message and person, forgotten when they became an update; what was never used goes after a week."""
    typed = scene.answers.typed
    await typed.keep("T1", "UANA", "1.1", "blocked <on> keys")
    await typed.keep("T1", "UANA", "2.2", "second")
    assert await typed.read("T1", "UANA", "1.1") == "blocked <on> keys"
    with pytest.raises(NotFound):
        await typed.read("T1", "UBEN", "1.1")
    await typed.forget("T1", "UANA", "1.1")
    with pytest.raises(NotFound, match="used already"):
        await typed.read("T1", "UANA", "1.1")
    scene.clock.move_to(scene.clock.now() + timedelta(days=8))
    await typed.keep("T1", "UANA", "3.3", "third")
    with pytest.raises(NotFound):
        await typed.read("T1", "UANA", "2.2")


async def test_mentions_in_typed_words_are_names(scene: Scene) -> None:
    """A form shows names where Slack sends ids."""
    assert await scene.answers.typed.understood("T1", "ask <@UBEN> &amp; wait") == "ask @Ben Carter & wait"
    assert await scene.answers.typed.understood("T1", "&lt;3") == "<3"
