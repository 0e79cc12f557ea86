"""Stakeholder groups as rows of a spreadsheet."""

import pytest

from bot.domain.change import Aspect
from bot.domain.stakeholder_import import read_rows
from bot.errors import UserError


def test_rows_without_a_header():
    """Columns in their order; what changes in one cell, in figures or in words."""
    [row] = read_rows(
        ["Sales\tarea sales; #deals\ttools 3; job roles: everything; pay (a little)\tOld.\tNew.\tMy bonus?"]
    ).rows
    assert (row.group, row.who) == ("Sales", ("area sales", "#deals"))
    assert row.scores == {Aspect.TOOLS: 3, Aspect.JOB_ROLES: 5, Aspect.COMPENSATION: 1}
    assert (row.yesterday, row.tomorrow, row.worries) == ("Old.", "New.", "My bonus?")


def test_a_column_for_each_aspect():
    """As spreadsheets of change managers have it: in any order, with 0 or nothing for what does not change."""
    text = "Tools,Stakeholder,Performance reviews,Today,mindset\n4,HR,everything,Old.,0\n,Legal,-,,"
    hr, legal = read_rows([text]).rows
    assert hr.scores == {Aspect.TOOLS: 4, Aspect.PERFORMANCE_REVIEWS: 5}
    assert (hr.yesterday, legal.scores) == ("Old.", {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sales\tx\ttols", "is not read"),
        ("Sales\tx\ttools 6", "is not between 0"),
        ("\tx\ttools 3", "give the group a name"),
        ("Sales\tx\nsales\ty", "stands in row 1 already"),
        (f"Sales\t\t\t{'x' * 1001}", "1001 characters"),
    ],
)
def test_what_is_wrong_with_a_row(text: str, said: str):
    """A sentence for each, beside its number; the other rows can be used."""
    problems = read_rows([text, "HR\thr"]).problems
    assert len(problems) == 1
    assert said in problems[0].sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no rows yet"),
        ("group,who", "only a header"),
        ("group,wo rries", "Did you mean worries?"),
        ("\n".join(f"Group {n}" for n in range(61)), "at most 60"),
    ],
)
def test_what_cannot_be_read_at_all(text: str, said: str):
    """Nothing is read, and the sentence says why."""
    with pytest.raises(UserError, match=said.replace("?", r"\?")):
        read_rows([text])
