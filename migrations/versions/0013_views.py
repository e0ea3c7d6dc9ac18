"""Saved views of lists."""

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import BigId, Json, UtcDateTime, key

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}


def _saved_views() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", BigId, nullable=False),
        sa.Column("list_key", key(64), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("query", Json, nullable=False),
        sa.Column("hidden", Json, nullable=False),
        sa.Column("audience", key(10), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("last_modified", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        **MYSQL,
        if_not_exists=True,
    )


def _saved_view_defaults() -> None:
    op.create_table(
        "saved_view_defaults",
        sa.Column("holder", key(32), nullable=False),
        sa.Column("list_key", key(64), nullable=False),
        sa.Column("view_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("holder", "list_key", name=op.f("pk_saved_view_defaults")),
        **MYSQL,
        if_not_exists=True,
    )


def upgrade() -> None:
    _saved_views()
    _saved_view_defaults()
    for column in ("list_key", "owner_id"):
        name = op.f(f"ix_saved_views_{column}")
        op.create_index(name, "saved_views", [column], unique=False, if_not_exists=True)


def downgrade() -> None:
    op.drop_table("saved_view_defaults", if_exists=True)
    op.drop_table("saved_views", if_exists=True)
