"""Calls written down by hand, first answers by day, and records of numbers that are known."""

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import BigId, UtcDateTime, key

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}
LOG_INDEXES = (["called_at", "id"], ["phone_key", "called_at"], ["by_id", "called_at"])


def _first_answers() -> None:
    op.create_table(
        "call_first_answers",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("numbers", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("reached_first", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_call_first_answers")),
        **MYSQL,
        if_not_exists=True,
    )


def _links() -> None:
    op.create_table(
        "call_links",
        sa.Column("phone_key", key(40), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=False),
        sa.Column("record_id", key(64), nullable=False),
        sa.PrimaryKeyConstraint("phone_key", "called_at", "record_id", name=op.f("pk_call_links")),
        **MYSQL,
        if_not_exists=True,
    )


def _logs() -> None:
    op.create_table(
        "call_logs",
        sa.Column("id", BigId, nullable=False),
        sa.Column("phone", key(40), nullable=False),
        sa.Column("phone_key", key(40), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("direction", key(8), nullable=False),
        sa.Column("outcome", key(20), nullable=False),
        sa.Column("called_at", UtcDateTime(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("next_step", sa.String(length=200), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_logs")),
        **MYSQL,
        if_not_exists=True,
    )


def upgrade() -> None:
    _first_answers()
    _links()
    _logs()
    for columns in LOG_INDEXES:
        name = op.f("ix_call_logs_" + "_".join(columns))
        op.create_index(name, "call_logs", columns, unique=False, if_not_exists=True)


def downgrade() -> None:
    op.drop_table("call_links", if_exists=True)
    op.drop_table("call_logs", if_exists=True)
    op.drop_table("call_first_answers", if_exists=True)
