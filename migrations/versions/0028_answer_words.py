"""Answers say how many words they have, so that nobody need read them to see that they get shorter.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

AT_ONCE = 1000
UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(f"[{UNSPACED}]|[^\\s{UNSPACED}]+")

answer = sa.table(
    "answer",
    sa.column("id", sa.BigInteger),
    sa.column("prompt_id", sa.BigInteger),
    sa.column("as_planned", sa.Boolean),
    sa.column("values", sa.JSON),
    sa.column("words", sa.Integer),
)
prompt = sa.table("prompt", sa.column("id", sa.BigInteger), sa.column("round_id", sa.BigInteger))
rounds = sa.table("round", sa.column("id", sa.BigInteger), sa.column("questions", sa.JSON))


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("answer") as table:
        table.add_column(sa.Column("words", sa.Integer(), nullable=True))
    connection = op.get_bind()
    last = 0
    while rows := connection.execute(_after(last)).all():
        last = rows[-1].id
        counted = [{"of": one.id, "count": _words(one.questions, one.answered)} for one in rows]
        connection.execute(
            sa.update(answer).where(answer.c.id == sa.bindparam("of")).values(words=sa.bindparam("count")), counted
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("answer") as table:
        table.drop_column("words")


def _after(last: int) -> sa.Select[tuple[int, Any, Any]]:
    return (
        sa.select(answer.c.id, answer.c["values"].label("answered"), rounds.c.questions)
        .join(prompt, prompt.c.id == answer.c.prompt_id)
        .join(rounds, rounds.c.id == prompt.c.round_id)
        .where(answer.c.id > last, answer.c.as_planned.is_(sa.false()))
        .order_by(answer.c.id)
        .limit(AT_ONCE)
    )


def _words(questions: Any, answered: Mapping[str, Any]) -> int:
    typed = [one["key"] for one in questions if one.get("kind") in {"long_text", "short_text"}]
    return sum(len(WORD.findall(str(answered.get(key) or ""))) for key in typed)
