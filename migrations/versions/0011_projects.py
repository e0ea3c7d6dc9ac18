"""The project cache, its timeline and its syncs."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import BigId, Json, UtcDateTime, key

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}
TABLES = (
    "project_cache",
    "project_changes",
    "project_type_sets",
    "project_sync_history",
    "project_type_syncs",
    "project_drops",
    "project_fetches",
)
INDEXES = (
    ("account_ref",),
    ("customer_id",),
    ("customer_phone",),
    ("engineer_id",),
    ("remote_updated_at",),
    ("salesman_id",),
    ("type", "missing_since"),
    ("type", "state", "remote_updated_at"),
)


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, list(columns), unique=False, if_not_exists=True)


def _people() -> list[sa.Column[Any]]:
    columns: list[sa.Column[Any]] = []
    for role in ("customer", "engineer", "salesman"):
        columns.append(sa.Column(role, Json, nullable=True))
        columns.append(sa.Column(f"{role}_id", key(100), nullable=True))
        columns.append(sa.Column(f"{role}_phone", key(40), nullable=True))
    emails = [sa.Column(f"{role}_email", key(200), nullable=True) for role in ("engineer", "salesman")]
    return [*columns, *emails]


def _projects() -> None:
    op.create_table(
        "project_cache",
        sa.Column("id", key(64), nullable=False),
        sa.Column("type", key(16), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("state", key(64), nullable=False),
        *_people(),
        sa.Column("account_ref", key(100), nullable=True),
        sa.Column("search_text", sa.String(length=1000), nullable=False),
        sa.Column("payment", Json, nullable=True),
        sa.Column("device", sa.String(length=500), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("steps", Json, nullable=False),
        sa.Column("extra", Json, nullable=False),
        sa.Column("remote_updated_at", UtcDateTime(), nullable=True),
        sa.Column("content_hash", key(32), nullable=False),
        sa.Column("synced_at", UtcDateTime(), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("state_at", UtcDateTime(), nullable=False),
        sa.Column("missing_since", UtcDateTime(), nullable=True),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("resolved_by", sa.BigInteger(), nullable=True),
        sa.Column("resolved_name", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_cache")),
        **MYSQL,
        if_not_exists=True,
    )
    for columns in INDEXES:
        _index("project_cache", *columns)


def _changes() -> None:
    op.create_table(
        "project_changes",
        sa.Column("id", BigId, nullable=False),
        sa.Column("project_id", key(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("source", key(16), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=True),
        sa.Column("old_state", key(64), nullable=True),
        sa.Column("new_state", key(64), nullable=True),
        sa.Column("fields", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_changes")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("project_changes", "at")
    _index("project_changes", "run_id")
    _index("project_changes", "project_id", "id")
    op.create_table(
        "project_type_sets",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("types", Json, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_project_type_sets")),
        **MYSQL,
        if_not_exists=True,
    )


def _syncing() -> None:
    op.create_table(
        "project_sync_history",
        sa.Column("id", BigId, nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("sync_time", UtcDateTime(), nullable=False),
        sa.Column("sync_type", key(16), nullable=False),
        sa.Column("scope", Json, nullable=False),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("duration", sa.Double(), nullable=False),
        sa.Column("status", key(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cursor_before", UtcDateTime(), nullable=True),
        sa.Column("cursor_after", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_sync_history")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("project_sync_history", "job_id")
    _index("project_sync_history", "sync_time")


def _type_syncs() -> None:
    op.create_table(
        "project_type_syncs",
        sa.Column("type", key(16), nullable=False),
        sa.Column("cursor", UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("full_at", UtcDateTime(), nullable=True),
        sa.Column("full_count", sa.Integer(), nullable=True),
        sa.Column("failed_at", UtcDateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("type", name=op.f("pk_project_type_syncs")),
        **MYSQL,
        if_not_exists=True,
    )


def _drops() -> None:
    op.create_table(
        "project_drops",
        sa.Column("id", BigId, nullable=False),
        sa.Column("type", key(16), nullable=False),
        sa.Column("open_key", key(16), nullable=True),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("state", key(16), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_name", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_drops")),
        sa.UniqueConstraint("open_key", name=op.f("uq_project_drops_open_key")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("project_drops", "at")
    op.create_table(
        "project_fetches",
        sa.Column("project_id", key(64), nullable=False),
        sa.Column("holder", key(32), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", key(16), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_fetches")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("project_fetches", "lease_until")


def upgrade() -> None:
    _projects()
    _changes()
    _syncing()
    _type_syncs()
    _drops()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table, if_exists=True)
