"""The tables of members; on PostgreSQL also the schema `biz`, which shows them under their names there."""

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import BigId, LongText, UtcDateTime, key

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}
SHOWN = {"coach_tasks": "biz_coach_tasks", "notes": "biz_notes", "ai_cache": "biz_ai_cache"}


def _biz_coach_tasks() -> None:
    op.create_table(
        "biz_coach_tasks",
        sa.Column("id", BigId, nullable=False),
        sa.Column("site_id", key(100), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("assistant_id", sa.BigInteger(), nullable=False),
        sa.Column("task_type", key(40), nullable=False),
        sa.Column("status", key(16), nullable=False),
        sa.Column("abandon_reason", sa.String(length=500), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("clue_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_biz_coach_tasks")),
        sa.UniqueConstraint("clue_id", name=op.f("uq_biz_coach_tasks_clue_id")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("ix_biz_coach_tasks_member", "biz_coach_tasks", ["site_id", "member_id"])
    _index("ix_biz_coach_tasks_assistant", "biz_coach_tasks", ["site_id", "assistant_id"])


def _biz_notes() -> None:
    op.create_table(
        "biz_notes",
        sa.Column("id", BigId, nullable=False),
        sa.Column("site_id", key(100), nullable=False),
        sa.Column("target_type", key(16), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=True),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_biz_notes")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("ix_biz_notes_target", "biz_notes", ["site_id", "target_type", "target_id", "created_at"])
    _index("ix_biz_notes_task", "biz_notes", ["site_id", "task_id"])


def _biz_ai_cache() -> None:
    op.create_table(
        "biz_ai_cache",
        sa.Column("site_id", key(100), nullable=False),
        sa.Column("cache_type", key(40), nullable=False),
        sa.Column("target_id", key(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("cache_value", LongText, nullable=False),
        sa.PrimaryKeyConstraint(
            "site_id", "cache_type", "target_id", "created_at", name=op.f("pk_biz_ai_cache")
        ),
        **MYSQL,
        if_not_exists=True,
    )


def _member_retention_clue() -> None:
    op.create_table(
        "member_retention_clue",
        sa.Column("id", BigId, nullable=False),
        sa.Column("site_id", key(100), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("category", sa.String(length=50), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_retention_clue")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("ix_member_retention_clue_member", "member_retention_clue", ["site_id", "member_id"])


def _member_phone_reveals() -> None:
    op.create_table(
        "member_phone_reveals",
        sa.Column("id", BigId, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("site_id", key(100), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_phone_reveals")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("ix_member_phone_reveals_user", "member_phone_reveals", ["user_id", "at"])


def _index(name: str, table: str, columns: list[str]) -> None:
    op.create_index(op.f(name), table, columns, unique=False, if_not_exists=True)


def _biz_schema() -> None:
    """Views that can be written to: who knows `biz.notes` need not know where its rows are."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("CREATE SCHEMA IF NOT EXISTS biz")
    for view, table in SHOWN.items():
        if op.get_bind().execute(sa.text(f"SELECT to_regclass('biz.{view}')")).scalar() is None:
            op.execute(f"CREATE VIEW biz.{view} AS SELECT * FROM {table}")


def upgrade() -> None:
    _biz_coach_tasks()
    _biz_notes()
    _biz_ai_cache()
    _member_retention_clue()
    _member_phone_reveals()
    _biz_schema()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for view in SHOWN:
            op.execute(f"DROP VIEW IF EXISTS biz.{view}")
        # Only if it is empty: what others keep there is theirs.
        op.execute(
            "DO $$ BEGIN DROP SCHEMA IF EXISTS biz RESTRICT;"
            " EXCEPTION WHEN dependent_objects_still_exist THEN NULL; END $$"
        )
    for name in (
        "member_phone_reveals",
        "member_retention_clue",
        "biz_ai_cache",
        "biz_notes",
        "biz_coach_tasks",
    ):
        op.drop_table(name, if_exists=True)
