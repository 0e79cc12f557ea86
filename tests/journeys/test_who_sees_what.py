"""Who sees what: what people say in a sync, whom they wait on, and when they are away, looked for wherever people read.

Shown elsewhere: answers as a file, in `test_sync_file.py`; an answer on the home tab of one's own team, in
`test_home.py`; private channels, in `test_sync_sight.py`; blockers at home, in `test_blocker_list.py`; “away until”
for team mates alone, in `test_away.py`; teams without an update, in `test_sync_round.py`.
"""

import base64
import re
from datetime import timedelta

import pytest

from bot.playground.view_state import placed
from bot.views import sync_list
from models import Ritual
from tests.factories.listening import Sending
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored

DAILY = """
syncs:
  - name: Payments daily
    days: [mon, tue, wed, thu, fri]
    time: "09:00"
    channel: "#payments"
    voice: everyone
    teams: [Payments]
    owner: mara@lumen.example
    questions:
      - {key: moved, kind: long_text, text: "What moved?", required: true}
      - {key: waiting_on, kind: teams, text: "Waiting on anyone?"}
      - {key: waiting_for, kind: short_text, text: "What do you need?"}
      - {key: confidence, kind: scale, text: "How confident are you?"}
"""
LINES = ("", "sync", "blockers", "decisions", "away", "teams", "staging keys", "confident", "Payments daily")
EVERYBODY = ("ana", "tiago", "ines", "rui", "mara", "wei", "chloe")
pytestmark = pytest.mark.begins("Tue 10:00")


async def read(world: World, who: str, channel: str = "payments") -> str:
    """All that somebody can read: messages and threads, here and in a channel, the home tab, answers, and files."""
    person = world.persona(who)
    for sync in await stored(world, Ritual):
        await world.deliver(Sending(world, who).on_message(sync_list.FILES, f"{sync_list.ANSWERS}:{sync.id}"))
    await world.idle()
    await person.open_home()
    for line in LINES:
        await person.command(f"/pmo {line}".rstrip())
        if person.modal is not None:
            await person.close()
    found = [person.read_words(person.home) if person.home else ""]
    for place in ("dm", channel, "sync"):
        for one in person.messages(place):
            found += [one.text, *(reply.words for reply in person.thread(place, one.ts))]
            found += [base64.b64decode(file["content"]).decode() for file in one.files]
    return "\n".join(found)


def scores_in(words: str) -> list[str]:
    """What is said of scores anywhere, each once; "1 of 5 teams" is none."""
    return sorted(set(re.findall(r"\w+ [\d.]+ of 5(?! team)(?:, the mean of \d+)?", words)))


async def say(world: World, who: str, **more: object) -> None:
    """Somebody answers the daily."""
    person = world.persona(who)
    asked = [one for one in person.messages() if "Payments daily" in one.text][-1]
    await person.click("Answer", on=asked)
    answers = {"What moved?": f"Work of {who}", **{name.replace("_", " "): value for name, value in more.items()}}
    assert await person.submit(answers) == {}
    await world.idle()


async def test_of_three_scores_everybody_sees_the_mean_and_nobody_a_score(company: World) -> None:
    """Neither the channel, nor the lead, nor the PMO in the file of answers; its author finds it in their form."""
    await company.apply(DAILY)
    await company.at("Wed 09:00")
    rui = company.persona("rui")
    for who, score in {"ana": "5", "tiago": "4"}.items():
        await say(company, who, **{"How confident are you?": score})
    await company.at("Wed 16:00")
    for who in EVERYBODY:
        words = await read(company, who)
        assert "mean of" not in words, f"{who} sees a mean of two"
        assert scores_in(words) == [], who
    await company.at("Thu 09:00")
    for who, score in {"ana": "5", "tiago": "4", "rui": "1"}.items():
        await say(company, who, **{"How confident are you?": score})
    await company.at("Thu 10:00")
    await rui.click("Edit", on=[one for one in rui.messages() if "Payments daily" in one.text][-1])
    assert rui.modal is not None
    assert "Your own score is for you; others see the mean of three or more." in rui.read_words(rui.modal)
    own = [one.element for one in placed(rui.modal.blocks) if "initial_option" in one.element]
    assert [one["initial_option"]["value"] for one in own] == ["1"]
    await rui.close()
    await company.at("Thu 16:00")
    for who in ("ana", "tiago", "ines", "rui", "mara"):
        words = await read(company, who)
        assert "confidence 3.3 of 5, the mean of 3" in words, who
        assert scores_in(words) == ["confidence 3.3 of 5, the mean of 3"], who
        assert ",How confident are you?," not in words, who


async def home_of(world: World, who: str) -> str:
    person = world.persona(who)
    home = await person.open_home()
    assert home is not None
    return person.read_words(home)


async def test_who_was_silent_and_who_is_away_is_counted_and_not_named(company: World) -> None:
    """Who has not answered is for the PMO and the team's lead while there is time; once it is over it is for nobody."""
    await company.persona("ines").command("/pmo away Wed")
    await company.apply(DAILY)
    await company.at("Wed 09:00")
    await say(company, "ana")
    for who, sees in {"mara": True, "ana": True, "tiago": False, "wei": False}.items():
        assert ("closes Wed" in (home := await home_of(company, who)) and "Rui Matos and Tiago" in home) is sees, who
    await company.at("Wed 16:00")
    for who in ("ana", "mara", "tiago"):
        person = company.persona(who)
        summary = person.messages("payments")[-1]
        said = "\n".join([summary.words, *(one.words for one in person.thread("payments", summary.ts))])
        assert "1 answered · 1 away" in said
        assert "with no update yet" in said
        assert not any(name in said for name in ("Tiago", "Rui", "Inês")), who
        assert "no update yet" not in (await home_of(company, who)).lower()


async def test_a_blocker_is_for_the_ritual_and_for_whom_it_waits_on(company: World) -> None:
    """Its author sees it at once, the others once it is told; who has nothing to do with it never does."""
    await company.apply(DAILY)
    await company.at("Wed 09:00")
    await say(company, "tiago", **{"Waiting on anyone?": ["Platform"], "What do you need?": "Staging keys"})

    async def listed(who: str) -> bool:
        answers = [await company.persona(who).command(f"/pmo {line}") for line in ("blockers", "staging keys")]
        return any("Staging keys" in one.words for answer in answers for one in answer)

    assert [who for who in EVERYBODY if await listed(who)] == ["tiago"]
    await company.advance(timedelta(minutes=5))
    assert [who for who in EVERYBODY if await listed(who)] == ["ana", "tiago", "ines", "rui", "mara", "wei"]
