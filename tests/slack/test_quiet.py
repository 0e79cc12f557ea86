"""Do-not-disturb as Slack tells of it."""

from datetime import UTC, datetime, timedelta

from bot.slack.quiet import quiet_of

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
AT = int(NOW.timestamp())


def stretch(begins: object, ends: object, *, enabled: object = True) -> dict[str, object]:
    """What Slack tells of one person."""
    return {"dnd_enabled": enabled, "next_dnd_start_ts": begins, "next_dnd_end_ts": ends}


def test_only_the_present_stretch_counts() -> None:
    """Not tonight's, not one that is over, not one that is switched off, and nothing that makes no sense."""
    told = {
        "UNOW": stretch(AT - 60, AT + 3600),
        "UTONIGHT": stretch(AT + 3600, AT + 7200),
        "UOVER": stretch(AT - 7200, AT),
        "UOFF": stretch(AT - 60, AT + 3600, enabled=False),
        "UNEVER": stretch(1, 1),
        "UODD": stretch("now", None),
        "UFAR": stretch(AT - 60, 10**15),
        "UNONE": None,
    }
    assert quiet_of(told, NOW) == {"UNOW": NOW + timedelta(hours=1)}
