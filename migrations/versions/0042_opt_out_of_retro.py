"""People ask to be left out of a retro, too.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("opt_out") as opt_out:
        opt_out.add_column(sa.Column("retro_id", KEY, nullable=True))
        opt_out.alter_column("ritual_id", existing_type=KEY, nullable=True)
        opt_out.create_foreign_key(
            op.f("fk_opt_out_workspace_id_retro_id"),
            "retro",
            ["workspace_id", "retro_id"],
            ["workspace_id", "id"],
            ondelete="CASCADE",
        )
        opt_out.create_unique_constraint(
            op.f("uq_opt_out_workspace_id_retro_id_person_id"), ["workspace_id", "retro_id", "person_id"]
        )
        opt_out.create_check_constraint(op.f("ck_opt_out_one_ritual"), "(ritual_id IS NULL) <> (retro_id IS NULL)")


def downgrade() -> None:
    """Take back: everybody who was left out of a retro is asked again."""
    op.execute("DELETE FROM opt_out WHERE retro_id IS NOT NULL")
    with op.batch_alter_table("opt_out") as opt_out:
        opt_out.drop_constraint(op.f("ck_opt_out_one_ritual"), type_="check")
        opt_out.drop_constraint(op.f("uq_opt_out_workspace_id_retro_id_person_id"), type_="unique")
        opt_out.drop_constraint(op.f("fk_opt_out_workspace_id_retro_id"), type_="foreignkey")
        opt_out.alter_column("ritual_id", existing_type=KEY, nullable=False)
        opt_out.drop_column("retro_id")
