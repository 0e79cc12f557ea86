"""The plan of a change: its list, and what the page of the change and a home tab say of it."""

from bot.domain.change_step import Step
from bot.domain.change_step_plan import Plan, PlanGroup, PlanSummary
from bot.domain.list_file import Listing
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.change_step import ADD, PAGE, PLAN, TEXT, row
from bot.views.change_step_part import row as part_row
from bot.views.list_file import download

MOST_PARTS = 3
"""Sessions, pages and exercises of the reader that are shown above the list; the home tab shows more."""

MOST_GROUPS = 16
"""Groups without a step on a page that are shown; the others are named."""

ON_PAGE = 2
"""Of these on the page of a change."""


def plan(words: Words, facts: Plan, command: str) -> Message:
    """Return a page of the plan."""
    said = {"facts": facts, "command": command}
    shown = blocks.paragraphs("head", words("change_step/plan_head.mrkdwn.j2", **said))
    for part in facts.parts[:MOST_PARTS]:
        shown += part_row(words, part)
    with_steps = [one for one in facts.groups if one.steps]
    without = [one for one in facts.groups if not one.steps]
    for group in [*with_steps, *without[:MOST_GROUPS]]:
        shown.append(_group(words, facts, group))
        for one in group.steps:
            shown += row(words, one, facts.today, facts.now, own=one.owner_slack == facts.reader_slack)
    if left := without[MOST_GROUPS:]:
        shown.append(blocks.context("left", words("change_step/plan_left.mrkdwn.j2", names=[one.name for one in left])))
    below: list[blocks.Element] = []
    if facts.more:
        following = f"{facts.change_id}:{facts.first + sum(len(one.steps) for one in facts.groups)}"
        below.append(blocks.button("Show more", PAGE, following))
    if facts.total:
        below.append(download(Listing.STEPS, facts.change_id))
    if below:
        shown.append(blocks.actions("below", *below))
    return blocks.message(words("change_step/plan_text.mrkdwn.j2", **said), shown)


def section(words: Words, facts: PlanSummary, today: object) -> list[blocks.Block]:
    """Return what the page of a change says of its plan; to whoever does not run it what is theirs alone."""
    shown: list[blocks.Block] = []
    if facts.own or (facts.runs_it and (facts.goes_on or facts.total)):
        said = {
            "facts": facts,
            "today": today,
            "late": [(one, _brief(one)) for one in facts.late],
            "coming": [(one, _brief(one)) for one in facts.coming],
        }
        button = blocks.button(
            "Show plan" if facts.total or not facts.runs_it else "Make a plan", PLAN, str(facts.change_id)
        )
        text = words("change_step/section.mrkdwn.j2", **said)
        shown.append(blocks.section("plan", text, accessory=button))
    for part in facts.parts[:ON_PAGE]:
        shown += part_row(words, part)
    return shown


def _group(words: Words, facts: Plan, group: PlanGroup) -> blocks.Block:
    text = words("change_step/plan_group.mrkdwn.j2", group=group, facts=facts)
    if not (facts.runs_it and facts.goes_on):
        return blocks.section(f"group:{group.id}", text)
    button = blocks.button("Add a step", ADD, f"{facts.change_id}:{group.id}")
    return blocks.section(f"group:{group.id}", text, accessory=button)


def _brief(one: Step) -> str:
    return blocks.clip(one.text.splitlines()[0] if one.text else "", TEXT // 3)
