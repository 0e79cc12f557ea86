"""What the chaos tests share: how large the storm is, and where its figures go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from tests.chaos.outage import Postgres
from tests.databases import PostgresServer
from tests.figures import TABLE


@dataclass(frozen=True)
class Chaos:
    """How large the storm is, and where its figures go."""

    seed: int
    short: bool
    request: pytest.FixtureRequest

    @property
    def people(self) -> int:
        """The company's size."""
        return 60 if self.short else 200

    @property
    def few(self) -> int:
        """The company's size where a fault takes real seconds a message."""
        return 16 if self.short else 60

    @property
    def kills(self) -> int:
        """How often the bot is killed at least."""
        return 8 if self.short else 100

    @property
    def payloads(self) -> int:
        """Hostile payloads for one database."""
        return 300 if self.short else 5000

    @property
    def unrest(self) -> float:
        """Real seconds for which processes come and go at random."""
        return 30.0 if self.short else 300.0

    def report(self, title: str, lines: Sequence[str]) -> None:
        """Print a table at the end of the run, whichever process made it."""
        callspec = getattr(self.request.node, "callspec", None)
        kind = callspec.params.get("database_url") if callspec else None
        head = f"{title}, {kind}" if kind else title
        self.request.node.user_properties.append((TABLE, "\n".join([head, *lines])))


@pytest.fixture
def chaos(request: pytest.FixtureRequest) -> Chaos:
    """The storm of this run."""
    return Chaos(request.config.option.seed, request.config.option.short, request)


@pytest.fixture
def own_postgres(postgres: PostgresServer) -> Iterator[Postgres]:
    """A PostgreSQL that may be torn down or frozen; the suite's own one has set up where its lock file lies."""
    server = PostgresServer.start()
    yield Postgres(server)
    server.stop()
