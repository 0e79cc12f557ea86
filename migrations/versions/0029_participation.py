"""How many answered before a round closed is kept by team, since counting prompts again costs too much.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNT_PAST_ROUNDS = """
INSERT INTO participation (workspace_id, round_id, team_id, of_people, asked, heard)
SELECT asked.workspace_id, asked.round_id, asked.team_id, asked.of_people, count(*), sum(asked.heard)
FROM (
    SELECT prompt.workspace_id, prompt.round_id, prompt.person_id IS NOT NULL AS of_people,
        CASE WHEN prompt.state IN ('answered', 'skipped') THEN 1 ELSE 0 END AS heard,
        COALESCE(prompt.team_id, (
            SELECT min(membership.team_id) FROM membership
            WHERE membership.workspace_id = prompt.workspace_id AND membership.person_id = prompt.person_id
            AND membership.is_home
        )) AS team_id
    FROM prompt JOIN round ON round.id = prompt.round_id
    WHERE round.state = 'closed' AND prompt.state <> 'absent'
) AS asked
WHERE asked.team_id IS NOT NULL
GROUP BY asked.workspace_id, asked.round_id, asked.team_id, asked.of_people
"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "participation",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("team_id", KEY, nullable=False),
        sa.Column("of_people", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_participation"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "round_id"],
            ["round.workspace_id", "round.id"],
            name="fk_participation_workspace_id_round_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name="fk_participation_workspace_id_team_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name="fk_participation_workspace_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint(
            "workspace_id",
            "round_id",
            "team_id",
            "of_people",
            name="uq_participation_workspace_id_round_id_team_id_of_people",
        ),
    )
    op.execute(COUNT_PAST_ROUNDS)


def downgrade() -> None:
    """Take back."""
    op.drop_table("participation")
