"""What must hold when a company has been through a storm, seen from outside: in the local Slack and in the rows."""

from collections import Counter
from collections.abc import Collection

from tests.chaos.answering import Answering
from tests.chaos.company import CHANNEL
from tests.chaos.stage import Stage, key_of

TURNS = """
SELECT CAST(round.local_date AS TEXT) AS day, count(*) AS number, count(asked_at) AS asked
FROM turn JOIN round ON round.id = turn.round_id GROUP BY round.local_date
"""
ROUNDS = "SELECT id, CAST(local_date AS TEXT) AS local_date, state FROM round ORDER BY local_date"
STATES = "SELECT state, count(*) FROM delivery GROUP BY state"
UNASKED = (
    "SELECT turn.id, person.slack_id FROM turn JOIN person ON person.id = turn.person_id WHERE asked_at IS NOT NULL"
)


def rollups(stage: Stage) -> Counter[int]:
    """Return how many roll-ups were posted, by round."""
    keys = [key_of(message) for message in stage.posts(CHANNEL)]
    return Counter({one.id: keys.count(f"sync_rollup:{one.id}") for one in stage.rows(ROUNDS)})


def doubled(stage: Stage) -> int:
    """Return how many messages to people were posted more than once."""
    counts = Counter(key for message in stage.posts() if (key := key_of(message)))
    return sum(number - 1 for number in counts.values())


def figures(stage: Stage, answering: Answering) -> str:
    """Return what is told of any scenario."""
    answers, told = len(answering.acknowledged), len(answering.told)
    prompts = sum(key_of(message).startswith("sync_prompt:") for message in stage.posts())
    return (
        f"prompts {prompts}, doubled {doubled(stage)}, answers {answers}, "
        f"lost {len(answering.lost())}, told to try again {told}"
    )


def everything_holds(
    stage: Stage, answering: Answering, *, days: Collection[str], syncs: int = 1, twice: int = 0
) -> None:
    """Assert that nothing was lost, doubled, skipped or left: on each of `days` each of the `syncs` had its round.

    `twice`: how many messages to people may have been said twice.
    """
    rounds = stage.rows(ROUNDS)
    assert [(one.local_date, one.state) for one in rounds] == [(day, "closed") for day in days for _ in range(syncs)]
    assert set(rollups(stage).values()) == {1}, rollups(stage)
    prompts = Counter(key_of(message) for message in stage.posts())
    asked = {f"sync_prompt:{row.id}" for row in stage.rows(UNASKED)}
    assert {key for key in prompts if key.startswith("sync_prompt:")} == asked
    assert doubled(stage) <= twice
    people = sum(1 for one in stage.slack.state.people.values() if not one.is_bot)
    assert {one.day: (one.number, one.asked) for one in stage.rows(TURNS)} == dict.fromkeys(days, (people, people))
    states = {row[0]: row[1] for row in stage.rows(STATES)}
    assert not set(states) & {"planned", "sending", "failed", "unknown"}, states
    assert answering.lost() == []
    shown = "\n".join(str(message.blocks) for message in stage.posts(CHANNEL))
    missing = [words for words in answering.acknowledged.values() if words not in shown]
    assert missing == [], "acknowledged, stored, and not in the summary"
