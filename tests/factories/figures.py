"""Reads what `/metrics` shows."""

from prometheus_client.parser import text_string_to_metric_families

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


class Shown:
    """The samples of one reading, by name and labels."""

    def __init__(self, text: str) -> None:
        """Read Prometheus's text format."""
        self.text = text
        self.samples: Figures = {
            (sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def of(self, name: str, **labels: str) -> float | None:
        """Return a figure; None where it is not shown."""
        return self.samples.get((name, tuple(sorted(labels.items()))))

    def labels(self) -> set[str]:
        """Return every value of a label."""
        return {value for _, labels in self.samples for _, value in labels}
