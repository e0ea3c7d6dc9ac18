"""The sync engine: who has seen which alarms."""

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}


def upgrade() -> None:
    op.create_table(
        "alarm_reads",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_alarm_reads")),
        **MYSQL,
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("alarm_reads", if_exists=True)
