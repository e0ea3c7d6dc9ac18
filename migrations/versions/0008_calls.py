"""The tables of calls."""

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import BigId, Json, UtcDateTime, key

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}
TABLES = (
    "call_reports",
    "call_grade_sets",
    "call_days",
    "call_records",
    "call_rollups",
    "call_stat_rows",
    "grade_stats_cache",
    "task_stats_cache",
)


def _caches() -> None:
    op.create_table(
        "task_stats_cache",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("total_tasks", sa.Integer(), nullable=False),
        sa.Column("callout_number", sa.Integer(), nullable=False),
        sa.Column("called_number", sa.Integer(), nullable=False),
        sa.Column("success_number", sa.Integer(), nullable=False),
        sa.Column("connected_rate", sa.Double(), nullable=False),
        sa.Column("calculated_at", UtcDateTime(), nullable=False),
        sa.Column("elapsed_time", sa.Double(), nullable=False),
        sa.Column("sync_type", key(20), nullable=False),
        sa.Column("added_success", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_stats_cache")),
        sa.UniqueConstraint("date", name=op.f("uq_task_stats_cache_date")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_table(
        "grade_stats_cache",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("grade_9", sa.Integer(), nullable=False),
        sa.Column("grade_1", sa.Integer(), nullable=False),
        sa.Column("total_success", sa.Integer(), nullable=False),
        sa.Column("total_records", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("calculated_at", UtcDateTime(), nullable=False),
        sa.Column("elapsed_time", sa.Double(), nullable=False),
        sa.Column("sync_type", key(20), nullable=False),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.Column("added_records", sa.Integer(), nullable=False),
        sa.Column("added_success", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_stats_cache")),
        sa.UniqueConstraint("date", name=op.f("uq_grade_stats_cache_date")),
        **MYSQL,
        if_not_exists=True,
    )


def _rollups() -> None:
    op.create_table(
        "call_stat_rows",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", key(8), nullable=False),
        sa.Column("ref", key(64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("callout", sa.Integer(), nullable=False),
        sa.Column("called", sa.Integer(), nullable=False),
        sa.Column("success", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "ref", name=op.f("pk_call_stat_rows")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_table(
        "call_rollups",
        sa.Column("dim", key(8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ref", key(64), nullable=False),
        sa.Column("grade", key(40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("dim", "day", "ref", "grade", name=op.f("pk_call_rollups")),
        **MYSQL,
        if_not_exists=True,
    )


def _records() -> None:
    op.create_table(
        "call_records",
        sa.Column("source", key(16), nullable=False),
        sa.Column("record_id", key(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("phone", key(40), nullable=False),
        sa.Column("grade", key(40), nullable=False),
        sa.Column("agent_id", key(64), nullable=False),
        sa.Column("agent_name", sa.String(length=200), nullable=False),
        sa.Column("task_id", key(64), nullable=False),
        sa.Column("task_name", sa.String(length=200), nullable=False),
        sa.Column("hangup", sa.String(length=100), nullable=False),
        sa.Column("province", sa.String(length=50), nullable=False),
        sa.Column("city", sa.String(length=50), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", "record_id", name=op.f("pk_call_records")),
        sqlite_with_rowid=False,
        **MYSQL,
        if_not_exists=True,
    )
    columns = ["day", "called_at", "record_id", "mark"]
    name = op.f("ix_call_records_day_called_at_record_id_mark")
    op.create_index(name, "call_records", columns, unique=False, if_not_exists=True)


def _days() -> None:
    op.create_table(
        "call_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_call_days")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_table(
        "call_grade_sets",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("grades", Json, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_call_grade_sets")),
        **MYSQL,
        if_not_exists=True,
    )


def _reports() -> None:
    op.create_table(
        "call_reports",
        sa.Column("id", BigId, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("file_id", key(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_reports")),
        **MYSQL,
        if_not_exists=True,
    )
    name = op.f("ix_call_reports_owner_id")
    op.create_index(name, "call_reports", ["owner_id"], unique=False, if_not_exists=True)


def upgrade() -> None:
    _caches()
    _rollups()
    _records()
    _days()
    _reports()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table, if_exists=True)
