"""What forms carry, as it comes back: true, of another form, of a row that is gone, of an old version."""

import json
from typing import Any


def stale_metadata(number: int) -> str:
    """Return what forms of several kinds carry: true, of another form, of a row that is gone, of an old version."""
    ids = number % 7 + 1
    tickets: list[Any] = [
        {"subject": ids, "origin": "prompt", "url": "", "draft": ""},
        {"subject": ids, "origin": "home"},
        {"subject": ids, "origin": "words", "draft": "1772442000.000100"},
        {"ritual_id": 1, "revision": ids, "channel": "C0LM000001", "more": True, "anew": 1, "home": True},
        {"ritual_id": None, "revision": 0, "channel": "C0LM000001"},
        {"ritual_id": 1, "revision": 1, "seen": "0" * 16, "home": False},
        {"ritual_id": 10**6, "revision": 0, "seen": ""},
        {"turn": ids},
        {"retro_id": None, "revision": 0, "channel": "C0LM000001", "more": True, "anew": 1, "home": True},
        {"retro": ids, "round": 0, "seen": "0" * 16, "late": True},
        {"retro": 1, "round": ids, "seen": "0" * 16},
        {"round": ids, "page": 0},
        {"retro_id": 1, "revision": ids, "seen": "0" * 16, "home": False},
        {"round": ids, "theme": ids, "seen": 1, "list": 0, "cards": 25, "others": 0},
        {"round": ids, "seen": "0" * 16, "first": 80},
        {"decision": ids, "revision": 1, "home": False},
        {"retro_round": ids},
        {"action": ids, "revision": 1, "home": True},
        {"team_id": ids, "seen": "0" * 16},
        {"shown": ["C0LM000001"], "read": ["C0LM000001", "C0LM000002"], "drawn": ids, "home": True},
        {"page": ids, "revision": 1, "fields": 1, "joins": "", "source": ""},
        {"page": ids, "piece": 0},
        {"question": ids},
        {"channel": "C0LM000001"},
        {"digest": ids},
        {"blocker": ids, "seen": 0, "home": False},
        {"link": "https://lumen.slack.com/archives/C0LM000001/p1772442000000100", "party": ids, "home": True},
    ]
    ticket = json.dumps(tickets[number % len(tickets)])
    return f"moved\n{ticket}" if number % 3 == 0 else ticket
