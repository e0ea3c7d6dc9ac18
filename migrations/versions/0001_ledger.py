"""The tables of versions, idempotency keys, audit, jobs and runs."""

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import BigId, Json, LongText, UtcDateTime, key

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}


def _alarms() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", key(40), nullable=False),
        sa.Column("subject", key(120), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("open_key", key(170), nullable=True),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("cleared_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
        sa.UniqueConstraint("open_key", name=op.f("uq_alarms_open_key")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(op.f("ix_alarms_raised_at"), "alarms", ["raised_at"], unique=False, if_not_exists=True)


def _audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("hash", key(64), nullable=False),
        sa.Column("mac", key(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
        **MYSQL,
        if_not_exists=True,
    )


def _audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", BigId, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("action", key(100), nullable=False),
        sa.Column("subject_type", key(50), nullable=False),
        sa.Column("subject_id", key(100), nullable=False),
        sa.Column("old", Json, nullable=True),
        sa.Column("new", Json, nullable=True),
        sa.Column("ip", key(45), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
        **MYSQL,
        if_not_exists=True,
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_audit_log_actor_id"), "audit_log", ["actor_id"], unique=False, if_not_exists=True
    )
    op.create_index(op.f("ix_audit_log_at"), "audit_log", ["at"], unique=False, if_not_exists=True)
    op.create_index(
        op.f("ix_audit_log_subject_type_subject_id"),
        "audit_log",
        ["subject_type", "subject_id"],
        unique=False,
        if_not_exists=True,
    )


def _audit_seals() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("audit_id", sa.BigInteger(), nullable=False),
        sa.Column("hash", key(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_audit_seals_audit_id")),
        **MYSQL,
        if_not_exists=True,
    )


def _idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("key_hash", key(64), nullable=False),
        sa.Column("request_hash", key(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", LongText, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_idempotency_keys")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_idempotency_keys_created_at"),
        "idempotency_keys",
        ["created_at"],
        unique=False,
        if_not_exists=True,
    )


def _job_groups() -> None:
    op.create_table(
        "job_groups",
        sa.Column("name", key(120), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_groups")),
        **MYSQL,
        if_not_exists=True,
    )


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", BigId, nullable=False),
        sa.Column("name", key(120), nullable=False),
        sa.Column("args", LongText, nullable=False),
        sa.Column("dedup", key(190), nullable=True),
        sa.Column("group_name", key(120), nullable=True),
        sa.Column("state", key(16), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("max_tries", sa.SmallInteger(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("worker", key(120), nullable=True),
        sa.Column("checkpoint", Json, nullable=True),
        sa.Column("progress_done", sa.BigInteger(), nullable=False),
        sa.Column("progress_total", sa.BigInteger(), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("trigger", key(16), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("dedup", name=op.f("uq_jobs_dedup")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(
        "ix_jobs_due_at",
        "jobs",
        ["due_at"],
        if_not_exists=True,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_jobs_finished_at"), "jobs", ["finished_at"], unique=False, if_not_exists=True)


def _run_lines() -> None:
    op.create_table(
        "run_lines",
        sa.Column("id", BigId, nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_lines")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(op.f("ix_run_lines_run_id"), "run_lines", ["run_id"], unique=False, if_not_exists=True)


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", BigId, nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("name", key(120), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("trigger", key(16), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=True),
        sa.Column("state", key(16), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("read_count", sa.BigInteger(), nullable=False),
        sa.Column("changed_count", sa.BigInteger(), nullable=False),
        sa.Column("skipped", Json, nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("job_id", name=op.f("uq_runs_job_id")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(op.f("ix_runs_created_at"), "runs", ["created_at"], unique=False, if_not_exists=True)
    op.create_index(
        op.f("ix_runs_name_state_finished_at"),
        "runs",
        ["name", "state", "finished_at"],
        unique=False,
        if_not_exists=True,
    )
    op.create_index(op.f("ix_runs_state"), "runs", ["state"], unique=False, if_not_exists=True)


def _schedules() -> None:
    op.create_table(
        "schedules",
        sa.Column("name", key(120), nullable=False),
        sa.Column("cron", key(120), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("late_policy", key(8), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("last_at", UtcDateTime(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_schedules")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(op.f("ix_schedules_next_at"), "schedules", ["next_at"], unique=False, if_not_exists=True)


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("name", key(64), nullable=False),
        sa.Column("v", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_versions")),
        **MYSQL,
        if_not_exists=True,
    )


def upgrade() -> None:
    _alarms()
    _audit_head()
    _audit_log()
    _audit_seals()
    _idempotency_keys()
    _job_groups()
    _jobs()
    _run_lines()
    _runs()
    _schedules()
    _versions()


def downgrade() -> None:
    for table in (
        "versions",
        "schedules",
        "runs",
        "run_lines",
        "jobs",
        "job_groups",
        "idempotency_keys",
        "audit_seals",
        "audit_log",
        "audit_head",
        "alarms",
    ):
        op.drop_table(table, if_exists=True)
