"""The figures of one Drumbeat, as Prometheus reads them."""

from bot.prometheus import PrometheusMetrics
from bot.slack.scopes import METHODS
from tests.factories.figures import Shown


def shown(metrics: PrometheusMetrics) -> Shown:
    """Return what is shown just now."""
    return Shown(metrics.exposition("")[0].decode())


def test_two_drumbeats_in_one_process_have_figures_of_their_own() -> None:
    """Nothing is added up behind their backs."""
    one, other = PrometheusMetrics(), PrometheusMetrics()
    one.taken_over(3)
    one.taken_over(1)
    assert (shown(one).of("drumbeat_takeovers_total"), shown(other).of("drumbeat_takeovers_total")) == (4, 0)


def test_every_event_is_shown_from_the_start() -> None:
    """At nought: the first missed round or failed message is then a rise that an alert sees."""
    figures = shown(PrometheusMetrics())
    assert {figures.of("drumbeat_rounds_total", event=event) for event in ("opened", "closed", "missed")} == {0}
    messages = ("sent", "updated", "skipped", "failed", "unknown")
    assert {figures.of("drumbeat_messages_total", event=event) for event in messages} == {0}


def test_what_an_operator_has_to_mend_is_shown_from_the_start() -> None:
    """A token that Slack refuses at once is a rise as well."""
    figures = shown(PrometheusMetrics(METHODS))
    refused = {figures.of("drumbeat_slack_calls_total", method=one, result="token") for one in METHODS}
    assert refused == {0}
    assert figures.of("drumbeat_slack_calls_total", method="chat.postMessage", result="scope") == 0


def test_a_database_that_comes_back_is_shown_again() -> None:
    """While it was away its old figures are not."""
    metrics = PrometheusMetrics()
    metrics.stored({"queued": 7}, late=2, lateness=60.0, failing=1)
    metrics.database_away()
    assert shown(metrics).of("drumbeat_deliveries", state="queued") is None
    metrics.stored({"queued": 1}, late=0, lateness=0.0, failing=0, given_up=2)
    figures = shown(metrics)
    assert figures.of("drumbeat_database_up") == 1
    assert {state: figures.of("drumbeat_deliveries", state=state) for state in ("queued", "unknown")} == {
        "queued": 1,
        "unknown": 0,
    }
    assert (figures.of("drumbeat_timers_late"), figures.of("drumbeat_work_given_up")) == (0, 2)


def test_the_format_is_the_one_that_is_asked_for() -> None:
    """Prometheus's own by default, OpenMetrics where it is wanted."""
    metrics = PrometheusMetrics()
    assert metrics.exposition("")[1].startswith("text/plain")
    body, content_type = metrics.exposition("application/openmetrics-text; version=1.0.0")
    assert content_type.startswith("application/openmetrics-text")
    assert body.endswith(b"# EOF\n")
