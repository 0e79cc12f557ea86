"""Rows pasted from a spreadsheet: separators, headers, quotes, and what is wrong row by row."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.person_import import PersonRow, read_rows, with_unknown
from bot.errors import UserError

ANA = PersonRow(1, "Ana Sousa", "ana@lumen.example", "Payments", "product", "lead")


def sentences(*texts: str) -> list[tuple[int, str]]:
    """What is wrong with these pastes, by row."""
    return [(one.row, one.sentence) for one in read_rows(texts).problems]


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_rows_are_read_whatever_separates_them(separator: str) -> None:
    """Without a header the columns stand in the usual order; what is missing at the end is empty."""
    row = separator.join(["Ana Sousa", "Ana@lumen.example", "Payments", "product", "Lead"])
    pasted = read_rows([f"{row}\r\n{separator.join(['Ben', 'ben@lumen.example'])}\n"])
    assert pasted.rows == (ANA, PersonRow(2, "Ben", "ben@lumen.example"))
    assert pasted.problems == ()


def test_a_header_gives_the_order_and_pastes_add_up() -> None:
    """Other names for a column count, too; a header that is pasted once more is no row."""
    pasted = read_rows(
        ["Team;Role;E-Mail\nPayments;lead;ana@lumen.example", "", "Team;Role;E-Mail\n;;ben@lumen.example"]
    )
    assert pasted.rows == (
        PersonRow(2, "", "ana@lumen.example", "Payments", "", "lead"),
        PersonRow(4, "", "ben@lumen.example"),
    )


def test_quotes_are_read_as_spreadsheets_write_them() -> None:
    """A separator, a line end or a quotation mark inside a cell is part of it."""
    pasted = read_rows(['"Sousa, ""Ana""",ana@lumen.example,"Pay\nments"'])
    assert pasted.rows == (PersonRow(1, 'Sousa, "Ana"', "ana@lumen.example", "Pay ments"),)


def test_what_is_wrong_is_said_with_the_rows_own_words() -> None:
    """Each row by its number in the spreadsheet; the others stay good."""
    text = (
        "name,e-mail,team,area,role\nAna,ana@lumen.example,,,\nBen,,,,\nWei,wei.lumen,,,leed\n\n"
        "Ana,ana@lumen.example,,,\nMia,mia@lumen.example,,,boss,x"
    )
    assert sentences(text) == [
        (3, "there is no e-mail, by which people are found in Slack."),
        (4, "“wei.lumen” is not an e-mail address."),
        (4, "“leed” is not a role. Did you mean lead?"),
        (6, "ana@lumen.example stands in row 2 already. Keep one of the two."),
        (7, "there are 6 cells, but 5 columns: name, e-mail, team, area and role."),
        (7, "“boss” is not a role. Roles are member, lead and pmo."),
    ]
    assert [row.number for row in read_rows([text]).good] == [2]


def test_who_is_not_in_slack_is_guessed() -> None:
    """A slip in the address is named with the address that was probably meant."""
    pasted = with_unknown(read_rows(["Ana,ana@lumen.exmaple\nBo,bo@elsewhere.example"]), ["ana@lumen.example"])
    assert [one.sentence for one in pasted.problems] == [
        "nobody in this Slack has the e-mail ana@lumen.exmaple. Did you mean ana@lumen.example?",
        "nobody in this Slack has the e-mail bo@elsewhere.example. Invite them to Slack first, or correct it.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There are no rows yet."),
        ("name,e-mail", "There is only a header."),
        ("name,team\n", "there is no column e-mail"),
        ("e-mail,Rol\n", "“Rol” is not a column. Did you mean role?"),
        ('"Ana,ana@lumen.example', "Row 1: a quotation mark is opened"),
    ],
)
def test_text_that_is_no_rows_is_refused(text: str, sentence: str) -> None:
    """With what to do about it."""
    with pytest.raises(UserError) as caught:
        read_rows([text])
    assert sentence in caught.value.sentence


@given(
    st.lists(st.tuples(*[st.text(st.characters(exclude_categories=["C"]), max_size=8)] * 3), min_size=1, max_size=6),
    st.sampled_from([("excel-tab", "\t"), ("excel", ",")]),
)
def test_what_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str, str]], kind: tuple[str, str]) -> None:
    """Whatever stands in the cells: no row is lost, merged or made up."""
    out = io.StringIO()
    writer = csv.writer(out, dialect=kind[0], delimiter=kind[1])
    writer.writerow(["e-mail", "name", "team", "area"])
    for number, cells in enumerate(rows):
        writer.writerow([f"p{number}@lumen.example", *cells])
    pasted = read_rows([out.getvalue()])
    assert [row.email for row in pasted.rows] == [f"p{number}@lumen.example" for number in range(len(rows))]
    assert [row.team for row in pasted.rows] == [" ".join(cells[1].split()) for cells in rows]
