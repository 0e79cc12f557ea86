"""The figures of one Drumbeat, collected for Prometheus in a registry of their own.

What happens is counted as it happens, in this process. What stands in the database is a gauge, set when somebody asks;
processes on one database show the same. Names: prometheus.io, "Metric and label naming".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder

from bot.metrics import CallResult, MessageEvent, Request, RoundEvent

CALL_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)
"""Up to the longest that a call may take (bot/slack/http.py)."""

ACKNOWLEDGED_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Up to Slack's limit: after 3 seconds a person reads that it did not work."""

TO_MEND: tuple[CallResult, ...] = ("token", "scope")
"""Results of calls that an operator has to mend, and therefore hears of."""

DELIVERY_STATES = ("queued", "failed", "unknown")


@dataclass(frozen=True, slots=True)
class Described:
    """A row of the table of metrics: the name with its labels, the kind, and what it says."""

    name: str
    kind: str
    meaning: str


class PrometheusMetrics:
    """Counts, and writes what it counted in Prometheus's format."""

    def __init__(self, methods: Iterable[str] = ()) -> None:
        """Start at nought. `methods`: those of Slack's Web API that will be called."""
        self.described: list[Described] = []
        """Every metric of Drumbeat's own, for the README."""
        self._registry = CollectorRegistry()
        self._rounds = self._counter("drumbeat_rounds_total", "Rounds that opened, closed or were missed.", "event")
        self._messages = self._counter(
            "drumbeat_messages_total",
            "Messages that Slack took (sent, or updated in place) or that ended otherwise (skipped, failed, unknown).",
            "event",
        )
        self._deliveries = self._gauge(
            "drumbeat_deliveries",
            "Messages in the database: queued ones wait to be sent; failed and unknown ones (of the last 14 days) wait "
            "for a person.",
            "state",
        )
        self._calls = self._counter(
            "drumbeat_slack_calls_total",
            "Calls to Slack by method and result: ok, limited (429), timeout, unavailable (5xx, no connection), "
            "token or scope (refused for these), refused (for another reason), cancelled.",
            "method",
            "result",
        )
        self._call_seconds = self._histogram(
            "drumbeat_slack_call_seconds", "How long Slack's answers took.", "method", buckets=CALL_SECONDS
        )
        self._paced = self._counter("drumbeat_pace_wait_seconds_total", "Seconds that messages waited for their slot.")
        self._deferred = self._counter(
            "drumbeat_pace_deferrals_total",
            "Times that the next slot was so far away that the rest was left to a timer.",
        )
        self._acknowledged = self._histogram(
            "drumbeat_acknowledgement_seconds",
            "From the receipt of an event, command, click or form to its acknowledgement; Slack allows 3 seconds.",
            "request",
            buckets=ACKNOWLEDGED_SECONDS,
        )
        self._unreadable = self._counter(
            "drumbeat_unreadable_requests_total",
            "Events, commands, clicks and forms that were refused since they could not be read: the log names the "
            "wrong fields, and who sent one was told.",
            "request",
        )
        self._late = self._gauge("drumbeat_timers_late", "Timers overdue by more than 5 seconds.")
        self._lateness = self._gauge(
            "drumbeat_timers_lateness_seconds", "How late the latest of these timers is, else 0."
        )
        self._failing = self._gauge(
            "drumbeat_timers_failing", "Timers that failed three times in a row or more, and are tried again."
        )
        self._given_up = self._gauge(
            "drumbeat_work_given_up",
            "Pieces of work of the last day, such as sending, that failed for good; the next start sends what is left.",
        )
        self._takeovers = self._counter(
            "drumbeat_takeovers_total", "Pieces of work taken over from a process that fell silent."
        )
        self._socket = self._gauge(
            "drumbeat_slack_connected",
            "1 while Slack's socket is connected, else 0; the eleventh process on a database has none.",
        )
        self._database = self._gauge(
            "drumbeat_database_up",
            "1 when the database answered just now and takes writes, as far as this process knows, else 0.",
        )
        ProcessCollector(registry=self._registry)
        self._begin_at_nought(methods)

    def round(self, event: RoundEvent) -> None:
        """Count a round that opened, closed or was missed."""
        self._rounds.labels(event).inc()

    def message(self, event: MessageEvent) -> None:
        """Count a message that Slack has, or that ended otherwise."""
        self._messages.labels(event).inc()

    def slack_call(self, method: str, result: CallResult, seconds: float) -> None:
        """Count a call to Slack, and how many seconds its answer took."""
        self._calls.labels(method, result).inc()
        self._call_seconds.labels(method).observe(seconds)

    def paced(self, seconds: float) -> None:
        """Count seconds that a message waited for its slot."""
        self._paced.inc(seconds)

    def deferred(self) -> None:
        """Count a slot so far away that the rest of the messages was left to a timer."""
        self._deferred.inc()

    def acknowledged(self, request: Request, seconds: float) -> None:
        """Count a request from Slack, and the seconds from its receipt to its acknowledgement."""
        self._acknowledged.labels(request).observe(seconds)

    def unreadable(self, request: Request) -> None:
        """Count a request from Slack that was of no shape that could be read."""
        self._unreadable.labels(request).inc()

    def taken_over(self, pieces: int) -> None:
        """Count pieces of work taken over from a process that fell silent."""
        self._takeovers.inc(pieces)

    def connected(self, *, to_slack: bool) -> None:
        """Note whether Slack's socket is connected."""
        self._socket.set(to_slack)

    def stored(
        self,
        deliveries: Mapping[str, int],
        *,
        late: int,
        lateness: float,
        failing: int,
        given_up: int = 0,
        writable: bool = True,
    ) -> None:
        """Note what the database holds: messages by state; timers late, the greatest lateness in seconds, failing.

        `given_up`: pieces of work that failed for good; `writable`: whether it takes writes.
        """
        self._database.set(writable)
        for state in DELIVERY_STATES:
            self._deliveries.labels(state).set(deliveries.get(state, 0))
        self._late.set(late)
        self._lateness.set(lateness)
        self._failing.set(failing)
        self._given_up.set(given_up)

    def database_away(self) -> None:
        """Note that the database does not answer: what it holds is not known, and old figures would mislead."""
        self._database.set(0)
        self._deliveries.clear()
        for gauge in (self._late, self._lateness, self._failing, self._given_up):
            gauge.set(float("nan"))

    def exposition(self, accept: str) -> tuple[bytes, str]:
        """Return all figures in the format that `accept` (an HTTP header) asks for, and its content type."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type

    def _begin_at_nought(self, methods: Iterable[str]) -> None:
        """Show each known label from the start: a rate needs a value to begin with, else it misses the first event."""
        for event in get_args(RoundEvent):
            self._rounds.labels(event)
        for event in get_args(MessageEvent):
            self._messages.labels(event)
        for request in get_args(Request):
            self._acknowledged.labels(request)
            self._unreadable.labels(request)
        for method in methods:
            for result in TO_MEND:
                self._calls.labels(method, result)

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        self._describe(name, "counter", meaning, labels)
        return Counter(name, meaning, labels, registry=self._registry)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        self._describe(name, "gauge", meaning, labels)
        return Gauge(name, meaning, labels, registry=self._registry)

    def _histogram(self, name: str, meaning: str, *labels: str, buckets: Sequence[float]) -> Histogram:
        self._describe(name, "histogram", meaning, labels)
        return Histogram(name, meaning, labels, buckets=buckets, registry=self._registry)

    def _describe(self, name: str, kind: str, meaning: str, labels: Sequence[str]) -> None:
        self.described.append(Described(f"{name}{{{','.join(labels)}}}" if labels else name, kind, meaning))


def markdown() -> str:
    """Return the table of metrics as the README shows it."""
    rows = [f"| `{row.name}` | {row.kind} | {row.meaning} |" for row in PrometheusMetrics().described]
    return "\n".join(["| Metric | Kind | Meaning |", "|---|---|---|", *rows])
