"""Pages as values: Markdown taken apart, cut and joined without loss, compared, sought, and read from files."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.playbook import below_title, tags_in
from bot.domain.playbook_diff import MOST_SHOWN, changes
from bot.domain.playbook_due import Kept, next_on
from bot.domain.playbook_file import BrokenFileError, read_page
from bot.domain.playbook_form import MOST_FIELDS, in_fields, tidied, together
from bot.domain.playbook_markdown import Kind, first_section, headings, pages, parts, plain
from bot.domain.playbook_search import Candidate, best, compounds, is_clear, root, says, sentence, sought, vocabulary
from bot.domain.search_term import Term, mended
from bot.errors import UserError

MARKDOWN = st.lists(
    st.sampled_from(
        ["# H", "- a", "1. b", "> q", "```", "x" * 700, "", "  y", "<script>", "| a | b |", "|---|---|", "---"]
    ),
    max_size=60,
).map("\n".join)


@given(MARKDOWN)
def test_a_page_is_cut_without_loss(text: str) -> None:
    """The pieces together have every line; none is longer than it may be."""
    found = pages(text, 2000)
    assert all(len(one) <= 2000 for one in found)
    said = [line for one in found for line in one.splitlines() if line.strip() and line.strip() != "```"]
    assert said == [line for line in text.splitlines() if line.strip() and line.strip() != "```"]


@given(MARKDOWN)
def test_what_a_form_takes_apart_it_joins_as_it_was(text: str) -> None:
    """Every field fits into Slack's; saving an unchanged form changes nothing."""
    body = tidied(text)
    fields, joins = in_fields(body)
    assert all(len(one) <= 3000 for one in fields)
    if fields:
        assert together((*fields, ""), joins) == body
    else:
        assert len(body) > 2400 * (MOST_FIELDS - 1) // 2


@given(MARKDOWN)
def test_any_markdown_is_read(text: str) -> None:
    """Nothing breaks on it, and no link leads anywhere but to the web or a mailbox."""
    for part in parts(text):
        assert all(span.url == "" or span.url.startswith(("http", "mailto:")) for span in part.spans)


def test_lists_keep_their_depth_and_numbers() -> None:
    """An item that goes on after its list is no item of its own."""
    found = parts("- one\n  1. a\n  2. b\n\n  more\n- two\n")
    assert [(one.kind, one.depth, one.number, one.text) for one in found] == [
        (Kind.ITEM, 0, 0, "one"),
        (Kind.ITEM, 1, 1, "a"),
        (Kind.ITEM, 1, 2, "b"),
        (Kind.PARAGRAPH, 0, 0, "more"),
        (Kind.ITEM, 0, 0, "two"),
    ]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[bank](javascript:alert(1))", "[bank](javascript:alert(1))"),
        ("[https://bank.example](https://evil.example)", "https://bank.example (https://evil.example)"),
        ("[next](other.md)", "next (other.md)"),
        ("[board](https://x.example)", "board"),
        ("<b onclick=x>hi</b>", "<b onclick=x>hi</b>"),
    ],
)
def test_a_link_says_where_it_leads_when_its_words_do_not(markdown: str, shown: str) -> None:
    """And HTML is text."""
    assert plain(markdown) == shown


def test_headings_are_those_outside_of_code() -> None:
    """However they are written."""
    assert headings("# One\n\n```\n# no\n```\n\nTwo\n---\n") == ["One", "Two"]


@pytest.mark.parametrize(
    ("markdown", "begins"),
    [
        ("# One\n\nText.\n\n# Two\n\nMore.", "# One\n\nText."),
        ("Text.\n\n## One\n\nMore.", "Text."),
        ("# One\n## Below\n\nText.\n# Two", "# One\n## Below\n\nText."),
        ("```\n# no\n```\nText.\n# Two", "```\n# no\n```\nText."),
        ("# Only", "# Only"),
    ],
)
def test_a_page_begins_with_its_first_section(markdown: str, begins: str) -> None:
    """With its heading, where it has one; what looks like a heading in code is none."""
    assert first_section(markdown) == begins


@pytest.mark.parametrize(
    ("counts", "vain", "title", "said"),
    [
        ({"halve": 1, "qa": 2, "meetings": 40}, 0, "Lunch", False),
        ({"meetings": 1}, 2, "Lunch", False),
        ({"meetings": 1}, 1, "Lunch", True),
        ({"kubernetes": 90, "meetings": 1}, 0, "Lunch", True),
        ({"halve": 1, "lunch": 9, "qa": 1}, 0, "Lunch", True),
        ({"meet": 3, "zzz": 1, "yyy": 1}, 0, "Lunch", False),
        ({"unseen": 1, "neither": 1}, 3, "Lunch", True),
    ],
)
def test_an_answer_says_enough_of_what_was_sought(counts: dict[str, int], vain: int, title: str, said: bool) -> None:
    """One common word of three is none; a rare one, or the title itself, is. What only the database sees counts."""
    assert says(counts, vain, title, "", "There is time between meetings.") is said


def test_a_comparison_says_which_lines_came_and_went() -> None:
    """Title and tags too; of a book that was written anew it counts most lines."""
    found = changes(("A", "one\ntwo\nthree", ["x"]), ("B", "one\n2\nthree\nfour", []))
    assert found.lines == (
        (False, "Title: A"),
        (True, "Title: B"),
        (False, "Tags: x"),
        (False, "two"),
        (True, "2"),
        (True, "four"),
    )
    long = changes(("A", "\n".join(map(str, range(5000))), []), ("A", "", []))
    assert (len(long.lines), long.more) == (MOST_SHOWN, 5000 - MOST_SHOWN)
    assert not changes(("A", "one", []), ("A", "one\n\n", []))


def test_words_are_sought_without_what_says_little() -> None:
    """A question, a dotted name, accents."""
    assert sought("How do we halve the QA time?") == [Term("halve"), Term("qa"), Term("time")]
    assert sought("ast.literal_eval") == [Term("ast"), Term("literal"), Term("eval")]
    assert sought("what is it") == [Term("what"), Term("is"), Term("it")]
    assert compounds("tempfile.TemporaryDirectory make_dirs") == ["Temporary", "Directory", "make", "dirs"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("priortise", "prioritise"), ("warnigns", "warnings"), ("cat", ""), ("xyzw", "")]
)
def test_a_slip_is_mended_where_it_is_one(typed: str, meant: str) -> None:
    """Short words and far ones are left alone."""
    assert mended(typed, vocabulary(["How we prioritise", "Warnings", "Cart"])) == meant


def test_a_heading_that_was_sought_is_shown_with_what_stands_below_it() -> None:
    """It says too little by itself; the page's own title, which stands above, is no sentence of it."""

    def shown(plain: str, *words: str) -> str:
        return "".join(bit.text for bit in sentence(plain, words, "How we ship"))

    assert shown("Limits\nUp to 200 € we decide.", "refund", "limit") == "Limits · Up to 200 € we decide."
    assert shown("How we ship\nOn Tuesdays, never later.", "ship") == "On Tuesdays, never later."
    assert shown("Who ships\nEverybody ships what they have made.", "ship", "made").startswith("Everybody ships")
    assert shown("Nothing here says more.\nLimits", "limit") == "Limits"


def test_a_page_does_not_begin_with_its_title_twice() -> None:
    """A file's first heading often is its title; any other one stays, and so does all that a page says."""
    assert below_title("# How we *ship*\n\nOn Tuesdays.", "How we ship") == "On Tuesdays."
    for body in ("# When\n\nOn Tuesdays.", "How we ship\n\nOn Tuesdays.", "# How we ship\n"):
        assert below_title(body, "How we ship") == body


def test_the_sentence_with_most_of_the_words_is_shown() -> None:
    """Marked whatever their endings; far down in a long one the part around the first."""
    said = sentence("First.\nWe halved the time for QA.\nTime flies.", ["halve", "qa", "time"])
    assert [bit.text for bit in said if bit.hit] == ["halved", "time", "QA"]
    long = "".join(bit.text for bit in sentence("word " * 200 + "needle " + "word " * 200, ["needle"]))
    assert "needle" in long
    assert long.startswith("…")
    assert long.endswith("…")
    assert len(long) <= 242
    assert [bit.text for bit in sentence("Title\nThis says a little more.", ["nothing"])] == [
        "This says a little more."
    ]


def test_a_sentence_says_more_than_a_heading_with_the_same_words() -> None:
    """A heading is shown where it alone has most of the words, with what stands below it."""
    page = "# Refund limits\nAbove them the refund limits are Ana's.\nThe team decides up to 200."
    assert "".join(one.text for one in sentence(page, ["limits"])) == "Above them the refund limits are Ana's."
    assert (
        "".join(one.text for one in sentence("Refund limits\nThe team decides on limits.", ["refund", "limits"]))
        == "Refund limits · The team decides on limits."
    )


@pytest.mark.parametrize(
    "words", ["retro retros", "stage staging staged", "prioritise prioritising", "ski skies", "qa", "as", "сила"]
)
def test_words_are_counted_by_their_roots_whatever_their_endings(words: str) -> None:
    """As the databases cut them: what they find, the ranking sees, too."""
    first, *others = words.split()
    assert {root(word) for word in others} <= {root(first)}
    pages = [Candidate(1, "Others", "", "Some other thing", True), Candidate(2, "One", "", words, True)]
    assert best(first, {first: 1}, pages, 1) == [2]
    assert [bit.text for bit in sentence(f"Say {words} here now.", [first]) if bit.hit] == [first, *others]


def test_of_pages_that_say_the_same_one_is_shown() -> None:
    """The one with a mark, and the exact title before all."""
    same = [
        Candidate(1, "Ship", "", "We ship on Tuesdays.", False),
        Candidate(2, "Ship it", "", "We ship on Tuesdays.", True),
    ]
    assert best("tuesdays", {"tuesdays": 2}, same) == [2]
    titled = [Candidate(1, "How we ship", "", "Small.", False), Candidate(2, "Ship", "ship", "ship ship", True)]
    assert best("how we ship", {"ship": 2}, titled)[0] == 1


def test_of_equally_near_pages_the_older_comes_first_whatever_order_the_database_gave() -> None:
    """Otherwise two askers could get other pages by the same words."""
    alike = [Candidate(number, "Ship", "", f"We ship {name}.", True) for number, name in ((3, "x"), (1, "y"), (2, "z"))]
    assert best("ship", {"ship": 3}, alike) == best("ship", {"ship": 3}, alike[::-1]) == [1, 2, 3]


def test_pages_are_due_a_week_before_their_end_and_when_nobody_reads_them() -> None:
    """Asked once for each end; a mark that holds keeps a page out of the archive."""
    today = date(2026, 3, 2)
    marked = Kept(1, date(2026, 5, 31), None, None, today, None)
    assert (marked.review_on, marked.unused_on) == (date(2026, 5, 24), date(2026, 6, 1))
    asked = Kept(1, date(2026, 5, 31), date(2026, 5, 31), None, today, None)
    assert asked.review_on is None
    unread = Kept(2, None, None, None, today, date(2026, 3, 20))
    assert unread.unused_on == date(2026, 6, 18)
    assert next_on([marked, unread], today) == date(2026, 5, 24)
    assert next_on([], today) is None


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"---\ntitle: a", 1),
        (b"---\ntitle: a\ntitle: b\n---\nx", 3),
        (b"---\nreview: 0\n---\nx", 2),
        (b"---\n\nverified: soon\n---\nx", 3),
        (b"---\ntags: [a, b, c, d, e, f, g, h, i]\n---\nx", 2),
        (b"---\n- a\n---\nx", 2),
        (b"---\ntitle: a\n---\n\n", 5),
        (b"one\ntwo\0", 2),
    ],
)
def test_a_broken_file_is_named_with_its_line(content: bytes, line: int) -> None:
    """So that its writer finds it."""
    with pytest.raises(BrokenFileError) as caught:
        read_page(content, "name")
    assert caught.value.line == line


def test_a_file_is_called_by_what_names_it_first() -> None:
    """Front matter, else its first heading, else its own name."""
    assert read_page(b"---\ntitle: A\n---\n# B\n\nx", "c").title == "A"
    assert read_page(b"# B\n\nx", "c").title == "B"
    assert read_page(b"x", "leave-policy_2027").title == "Leave policy 2027"
    assert read_page(b"x", "--").title == "--"


def test_tags_are_tidied_and_counted() -> None:
    """Each once, in lower case."""
    assert tags_in("QA, #qa,  Release  notes ;") == ("qa", "release notes")
    with pytest.raises(UserError, match="at most 8 tags"):
        tags_in(",".join("abcdefghi"))
    with pytest.raises(UserError, match="at most 30 characters"):
        tags_in("x" * 31)


def test_of_several_pages_one_is_clear_if_it_alone_is_called_by_the_words() -> None:
    """The only one that was found is, too; the second one never."""
    words = "The QA queue is long"
    assert is_clear(words, ["How we plan"])
    assert is_clear(words, ["Why QA queues are so long", "The QA queue"])
    assert not is_clear(words, ["The QA queue", "Why the QA queue is long"])
    assert not is_clear(words, ["A long QA queue", "Why the QA queue is long"])
    assert not is_clear(words, ["How we plan", "How we test"])
    assert not is_clear(words, [])
