"""Payloads that no client of Slack would send: true ones of every kind, wounded at drawn places."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from bot.playground.payloads import interaction
from bot.playground.records import TEAM_ID, Json
from bot.slack.shortcuts import SHORTCUTS
from tests.chaos.payload_forms import filled, stacked
from tests.chaos.payload_tickets import stale_metadata
from tests.factories.listening import Listening, Sending
from tests.factories.other_workspace import THEIRS, Other

REMOVED = object()
HUGE = "Z" * 1_000_000
DEEP = 300
"""Levels of the deepest value; from about a thousand on Python's own reader of JSON refuses it."""

PINGS = ("<!channel>", "<!here>", "<!everyone>", "<!subteam^S1>", "<@U0HOSTILE1>", "<https://evil.example|ok>")
UNBEARABLE = ("\x00", "keys\x00 for \ud800staging", "\udfff")
EVENTS = {
    "app_home_opened": {"tab": "home"},
    "app_mention": {"text": "<@U0LM00B0T1> sync", "channel": "C0LM000001"},
    "channel_archive": {"channel": "C0LM000001"},
    "channel_rename": {"channel": {"id": "C0LM000001", "name": "sync", "created": 1}},
    "channel_unarchive": {"channel": "C0LM000001"},
    "member_joined_channel": {"channel": "C0LM000001", "team": TEAM_ID},
    "member_left_channel": {"channel": "C0LM000001", "team": TEAM_ID},
    "message": {"channel_type": "im", "channel": "D0LM000001", "text": "hello", "ts": "1772442000.000100"},
    "team_join": {},
    "user_change": {},
}
COMMANDS = (
    "",
    "sync",
    "sync run",
    "sync close",
    "sync edit",
    "sync preview",
    "sync map",
    "sync rhythm",
    "sync delete",
    "blockers",
    "blockers Platform",
    "role",
    "role @ana",
    "search",
    "teams",
    "teams payments",
    "decisions",
    "actions",
    "actions mine",
)


@dataclass(frozen=True)
class Plan:
    """A payload to be made: of a kind, for the `name`-th thing of that kind, by somebody, with wounds.

    A wound is a place, counted over all places of the payload, and what is put there.
    """

    kind: str
    name: int
    who: str
    value: Any
    wounds: list[tuple[int, Any]] = field(default_factory=list)
    times: int = 1
    """How often it is sent."""

    def __repr__(self) -> str:
        """Show it without a megabyte of the same letter."""
        return f"Plan({self.kind}, {self.name}, {self.who}, {self.value!r:.60}, {self.wounds!r:.300}, {self.times})"


def hostile(other: Other) -> st.SearchStrategy[Any]:
    """Return values that mean harm or nothing, ids of the other workspace's rows among them."""
    ids = [str(one) for one in (other.ritual, other.round, other.prompt, other.turn, other.decision)]
    theirs = [*ids, *(int(one) for one in ids), THEIRS, f"sync_rollup:{other.round}", f"sync_prompt:{other.turn}",
              f"sync_why:{other.turn}", f'{{"subject": {other.turn}, "origin": "prompt"}}',
              f'{{"ritual_id": {other.ritual}, "revision": 0}}']  # fmt: skip
    leaves = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
        st.sampled_from([*theirs, *PINGS, *UNBEARABLE, HUGE, "", "-1", "9" * 19, "9" * 40, "١٢", "null", "[]", "{"]),
        # Ids of another kind: a sync's where a round's or a turn's is expected.
        st.integers(0, 30), st.integers(0, 30).map(str),
        st.sampled_from(["T" + "0" * 20, "E0LM000001", "U0NOBODY01", "C0NOWHERE1", "http://[", "https://127.0.0.1:1/x"]),
        st.builds(_deep, st.sampled_from([DEEP, 50, 80]), st.booleans()),
    )  # fmt: skip
    return st.recursive(
        leaves,
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
        max_leaves=5,
    )


def plans(other: Other) -> st.SearchStrategy[Plan]:
    """Return plans of payloads of every kind, most of them with one wound, some with none or several."""
    values = hostile(other)
    return st.builds(
        Plan,
        kind=st.sampled_from(["command", "message", "home", "in form", "form", "closed", "event", "shortcut"]),
        name=st.integers(0, 500),
        who=st.sampled_from(["ana", "mara", "wei", "huimin"]),
        value=values,
        wounds=st.lists(st.tuples(st.integers(0, 500), st.one_of(st.just(REMOVED), values)), max_size=3),
        times=st.sampled_from([1, 1, 1, 2]),
    )


def _deep(levels: int, as_list: bool) -> Any:
    """Return lists within lists, or objects within objects."""
    value: Any = "deep"
    for _ in range(levels):
        value = [value] if as_list else {"deep": value}
    return value


def payload(plan: Plan, sending: Sending, listening: Listening, number: int) -> Json:
    """Make the payload of a plan; `number` names its event."""
    body = _true_one(plan, sending, listening, number)
    for place, value in plan.wounds:
        places = list(_places(body))
        if not places:
            break
        holder, key = places[place % len(places)]
        if value is REMOVED:
            del holder[key]
        else:
            holder[key] = value
    return body


def _true_one(plan: Plan, sending: Sending, listening: Listening, number: int) -> Json:
    actions, views = sorted(listening.actions), sorted(listening.views)
    action, view = actions[plan.name % len(actions)], views[plan.name % len(views)]
    metadata = plan.value if isinstance(plan.value, str) and plan.name % 2 else stale_metadata(plan.name)
    values = filled(view, plan.value) if plan.value is None or isinstance(plan.value, str) else filled(view, "Fine")
    if plan.kind == "event":
        return _event(plan, sending, number)
    if plan.kind == "command":
        return _command(plan, sending)
    if plan.kind == "shortcut":
        return _shortcut(plan, sending)
    makers: dict[str, Callable[[], Json]] = {
        "message": lambda: sending.on_message(action, plan.value),
        "home": lambda: sending.on_view(action, plan.value, type="home"),
        "in form": lambda: sending.on_view(
            action, plan.value, private_metadata=metadata, callback_id=view, **stacked(values)
        ),
        "form": lambda: sending.form(view, metadata, **stacked(values)),
        "closed": lambda: sending.form(view, metadata, kind="view_closed", **stacked(values)),
    }
    return makers[plan.kind]()


def _event(plan: Plan, sending: Sending, number: int) -> Json:
    person = sending.world.persona(sending.who)
    kind, fields = sorted(EVENTS.items())[plan.name % len(EVENTS)]
    event: Json = {"type": kind, "user": person.id, "event_ts": "1.0", **fields}
    if kind in {"team_join", "user_change"}:
        event["user"] = sending.world.slack.user_json(person.person)
    return {"type": "event_callback", "team_id": TEAM_ID, "event_id": f"EvChaos{number}", "event": deepcopy(event)}


def _command(plan: Plan, sending: Sending) -> Json:
    slack, person = sending.world.slack, sending.world.persona(sending.who)
    line = f"{COMMANDS[plan.name % len(COMMANDS)]} {plan.value if isinstance(plan.value, str) else ''}"
    return {
        "command": "/pmo",
        "text": line.strip(),
        "team_id": TEAM_ID,
        "user_id": person.id,
        "channel_id": "C0LM000001",
        "trigger_id": slack.lent.trigger(person.id),
        "response_url": slack.respond_base + slack.lent.response(person.id, slack.state.direct(person.id).id),
    }


def _shortcut(plan: Plan, sending: Sending) -> Json:
    slack, person = sending.world.slack, sending.world.persona(sending.who)
    chosen = SHORTCUTS[plan.name % len(SHORTCUTS)]
    fields: Json = {"callback_id": chosen.callback_id, "trigger_id": slack.lent.trigger(person.id)}
    if chosen.type == "global":
        return interaction(slack, "shortcut", person.person, **fields)
    text = plan.value if isinstance(plan.value, str) else "Cards are live"
    fields |= {
        "message": {"ts": "1772442000.000100", "user": person.id, "text": text},
        "channel": {"id": "C0LM000001"},
        "response_url": slack.respond_base + slack.lent.response(person.id, "C0LM000001"),
    }
    return interaction(slack, "message_action", person.person, **fields)


def _places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of a payload: what holds it, and its key there."""
    keys = list(part) if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for key in keys:
        yield part, key
        if key != "deep":  # what was put there is not wounded again
            yield from _places(part[key])
