"""Sentences beside a field carry no marks, which Slack shows there as they are."""

import pytest

from bot.slack.form_errors import form_errors


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Press *Edit sync* first, or type `/pmo sync`.", "Press Edit sync first, or type /pmo sync."),
        ("“2*3*4” is not a time.", "“2*3*4” is not a time."),
        ("“* one * two” is no name.", "“* one * two” is no name."),
        ("Nothing is marked.", "Nothing is marked."),
    ],
)
def test_what_is_marked_elsewhere_is_plain_beside_a_field(sentence: str, shown: str) -> None:
    """What somebody typed stays as it is where it only looks alike."""
    assert form_errors({"at": sentence}) == {"response_action": "errors", "errors": {"at": shown}}
