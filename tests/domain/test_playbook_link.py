"""Which files a file leads to."""

import pytest

from bot.domain.playbook_link import linked_files


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("shipping.md", "ops/shipping.md"),
        ("shipping.md#when", "ops/shipping.md"),
        ("./a/../shipping.MD?x=1", "ops/shipping.MD"),
        ("../how%20we%20hire.markdown", "how we hire.markdown"),
        ("/limits.md", "limits.md"),
        ("<with space.md>", "ops/with space.md"),
    ],
)
def test_a_link_is_a_path_within_the_folder(address: str, file: str) -> None:
    """Wherever the file lies that has it."""
    assert [*linked_files(f"See [it]({address}).", "ops/start.md")] == [file]


@pytest.mark.parametrize(
    "address",
    ["https://example.com/a.md", "mailto:a@b.md", "//example.com/a.md", "#when", "start.md#when", "plan.pdf", ""],
)
def test_what_is_no_other_page_is_none(address: str) -> None:
    """Web addresses, places within the page, other kinds of files."""
    assert linked_files(f"See [it]({address}).", "ops/start.md") == {}


def test_each_file_is_named_once_and_none_in_code() -> None:
    """With the first link to it."""
    text = "[a](a.md#x), [again](a.md), `[b](b.md)`\n\n```\n[c](c.md)\n```\n"
    assert linked_files(text, "start.md") == {"a.md": "a.md#x"}
