"""What somebody typed reads as they saw it."""

import pytest

from bot.domain.spoken import named_in, spoken, without_mention


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("blocked on the staging keys", "blocked on the staging keys"),
        ("R&amp;D &lt;3 keys &amp;lt;", "R&D <3 keys &lt;"),
        ("ask <@U1> or <@U9>", "ask @Ben or @somebody"),
        ("ask <@U9|mia>", "ask @mia"),
        ("see <#C1|sync> and <#C2>", "see #sync and #a-channel"),
        ("<!here> and <!subteam^S1|@designers> and <!channel>", "@here and @designers and @channel"),
        ("<https://a.example/x?a=1&amp;b=2>", "https://a.example/x?a=1&b=2"),
        (
            "<https://a.example|a.example> <https://b.example|the plan>",
            "https://a.example the plan (https://b.example)",
        ),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("1 &lt; 2 and 3 &gt; 2 👩‍👩‍👧 مرحبا", "1 < 2 and 3 > 2 👩‍👩‍👧 مرحبا"),
    ],
)
def test_markup_is_turned_back_into_words(raw: str, said: str) -> None:
    """Names for ids, addresses for links, signs for their escapes."""
    assert spoken(raw, {"U1": "Ben"}) == said


def test_the_people_of_a_message_are_known_by_id() -> None:
    """So that their names can be looked up."""
    assert named_in("<@U1> and <@U2|mia> in <#C1|sync>") == ["U1", "U2"]


@pytest.mark.parametrize(
    ("raw", "rest"),
    [("<@UBOT> platform", "platform"), ("<@UBOT>: hi", "hi"), ("hi <@UBOT>", "hi <@UBOT>"), ("<@UBOT>", "")],
)
def test_the_mention_that_a_message_begins_with_is_left_out(raw: str, rest: str) -> None:
    """It says whom one talks to, not about what."""
    assert without_mention(raw) == rest
