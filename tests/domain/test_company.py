"""A company as a file describes it."""

from bot.domain.company import CompanyTeam


def test_everybody_of_a_team_is_named_once_in_the_order_of_the_file() -> None:
    """Home members first, then a lead and a squad from elsewhere, then who is embedded."""
    team = CompanyTeam(
        "Payments", 1, lead="mara@x.example", squad=("ana@x.example", "ben@x.example"),
        members=("ana@x.example", "cleo@x.example"), embedded=("wei@x.example", "ben@x.example"),
    )  # fmt: skip
    names = [email.split("@")[0] for email in team.everybody]
    assert names == ["ana", "cleo", "mara", "ben", "wei"]


def test_a_team_without_a_lead_has_no_nameless_member() -> None:
    """An empty e-mail is nobody."""
    assert CompanyTeam("Empty", 1).everybody == ()
