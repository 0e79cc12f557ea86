"""A prompt and a turn are checked against fewer tables when they are written, by the ten thousand of a morning.

That their workspace exists follows from that of their round or prompt; one key says that a turn is of its prompt and
of its prompt's round, where two said less. Nothing refers to a turn.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("prompt", schema=None) as batch_op:
        batch_op.drop_constraint("fk_prompt_workspace_id", type_="foreignkey")
        batch_op.create_unique_constraint("uq_prompt_workspace_id_round_id_id", ["workspace_id", "round_id", "id"])
    with op.batch_alter_table("turn", schema=None) as batch_op:
        batch_op.drop_constraint("fk_turn_workspace_id", type_="foreignkey")
        batch_op.drop_constraint("fk_turn_workspace_id_round_id", type_="foreignkey")
        batch_op.drop_constraint("fk_turn_workspace_id_prompt_id", type_="foreignkey")
        batch_op.drop_constraint("uq_turn_workspace_id_id", type_="unique")
        batch_op.create_foreign_key(
            "fk_turn_workspace_id_round_id_prompt_id",
            "prompt",
            ["workspace_id", "round_id", "prompt_id"],
            ["workspace_id", "round_id", "id"],
            ondelete="CASCADE",
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("turn", schema=None) as batch_op:
        batch_op.drop_constraint("fk_turn_workspace_id_round_id_prompt_id", type_="foreignkey")
        batch_op.create_unique_constraint("uq_turn_workspace_id_id", ["workspace_id", "id"])
        batch_op.create_foreign_key(
            "fk_turn_workspace_id_prompt_id",
            "prompt",
            ["workspace_id", "prompt_id"],
            ["workspace_id", "id"],
            ondelete="CASCADE",
        )
        batch_op.create_foreign_key(
            "fk_turn_workspace_id_round_id",
            "round",
            ["workspace_id", "round_id"],
            ["workspace_id", "id"],
            ondelete="CASCADE",
        )
        batch_op.create_foreign_key("fk_turn_workspace_id", "workspace", ["workspace_id"], ["id"], ondelete="CASCADE")
    with op.batch_alter_table("prompt", schema=None) as batch_op:
        batch_op.drop_constraint("uq_prompt_workspace_id_round_id_id", type_="unique")
        batch_op.create_foreign_key("fk_prompt_workspace_id", "workspace", ["workspace_id"], ["id"], ondelete="CASCADE")
