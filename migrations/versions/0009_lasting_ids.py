"""Columns that refer to another row take any id that it can have: on PostgreSQL they were half as wide.

Who spoke last for a team is kept beyond the deletion of rounds. What failed is found by its age: only what is young
enough to be sent again is counted and shown.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REFERENCES = {
    "addition": ("prompt_id", "person_id"),
    "answer": ("prompt_id", "person_id"),
    "away": ("person_id",),
    "draft": ("person_id",),
    "membership": ("team_id", "person_id"),
    "prompt": ("round_id", "person_id", "team_id"),
    "ritual": ("owner_id",),
    "ritual_person": ("ritual_id", "person_id"),
    "ritual_team": ("ritual_id", "team_id"),
    "round": ("ritual_id",),
    "turn": ("round_id", "prompt_id", "person_id"),
}


KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

SPOKEN = """
    INSERT INTO speaker (workspace_id, ritual_id, team_id, person_id, spoke_on)
    SELECT answer.workspace_id, round.ritual_id, prompt.team_id, answer.person_id, max(round.local_date)
    FROM answer
    JOIN prompt ON prompt.workspace_id = answer.workspace_id AND prompt.id = answer.prompt_id
    JOIN round ON round.workspace_id = prompt.workspace_id AND round.id = prompt.round_id
    WHERE prompt.team_id IS NOT NULL
    GROUP BY answer.workspace_id, round.ritual_id, prompt.team_id, answer.person_id
"""

TROUBLED = sa.text("state IN ('failed', 'unknown')")


def _index_trouble_by(*columns: str) -> None:
    op.drop_index("ix_delivery_trouble", table_name="delivery")
    op.create_index("ix_delivery_trouble", "delivery", [*columns], sqlite_where=TROUBLED, postgresql_where=TROUBLED)


def upgrade() -> None:
    """Apply."""
    _index_trouble_by("workspace_id", "created_at", "state")
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in REFERENCES.items():
            # In one statement, since each of them writes the table anew.
            op.execute(f"ALTER TABLE {table} " + ", ".join(f"ALTER {one} TYPE bigint" for one in columns))

    op.create_table(
        "speaker",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("ritual_id", KEY, nullable=False),
        sa.Column("team_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("spoke_on", sa.Date(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_speaker_workspace_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", f"{table}_id"],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_speaker_workspace_id_{table}_id"),
                ondelete="CASCADE",
            )
            for table in ("ritual", "team", "person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
        sa.UniqueConstraint(
            "workspace_id",
            "ritual_id",
            "team_id",
            "person_id",
            name=op.f("uq_speaker_workspace_id_ritual_id_team_id_person_id"),
        ),
    )
    op.execute(SPOKEN)


def downgrade() -> None:
    """Take back; the columns stay wide, since an id may stand in them that a narrower one cannot hold."""
    op.drop_table("speaker")
    _index_trouble_by("workspace_id", "id")
