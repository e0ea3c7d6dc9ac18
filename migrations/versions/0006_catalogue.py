"""Plan versions, the tag glossary, what number lists were loaded with."""

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import Json, SmallId, UtcDateTime, key

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}


def _plan_versions() -> None:
    op.create_table(
        "plan_versions",
        sa.Column("plan_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=True),
        sa.Column("action", key(16), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.PrimaryKeyConstraint("plan_id", "version", name=op.f("pk_plan_versions")),
        **MYSQL,
        if_not_exists=True,
    )


def _tag_meanings() -> None:
    op.create_table(
        "tag_meanings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tag", key(765), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("last_modified", UtcDateTime(), nullable=False),
        sa.Column("modified_by", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_meanings")),
        sa.UniqueConstraint("tag", name=op.f("uq_tag_meanings_tag")),
        **MYSQL,
        if_not_exists=True,
    )


def _tag_counts() -> None:
    op.create_table(
        "tag_counts",
        sa.Column("tag", key(765), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_tag_counts")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_tag_counts_accounts"), "tag_counts", ["accounts"], unique=False, if_not_exists=True
    )


def _assist_account_tags() -> None:
    op.create_table(
        "assist_account_tags",
        sa.Column("tag", key(765), nullable=False),
        sa.Column("acct_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("tag", "acct_id", name=op.f("pk_assist_account_tags")),
        **MYSQL,
        if_not_exists=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_assist_account_tags_acct_id"),
        "assist_account_tags",
        ["acct_id"],
        unique=False,
        if_not_exists=True,
    )


def _number_loads() -> None:
    op.create_table(
        "number_loads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("source", key(8), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=True),
        sa.Column("read_count", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("skipped", Json, nullable=False),
        sa.Column("skipped_rows", Json, nullable=False),
        sa.Column("some_added", Json, nullable=False),
        sa.Column("some_removed", Json, nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["list_id"], ["number_lists.id"], name=op.f("fk_number_loads_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_loads")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_number_loads_list_id_id"),
        "number_loads",
        ["list_id", "id"],
        unique=False,
        if_not_exists=True,
    )


def _business_aliases() -> None:
    op.create_table(
        "business_aliases",
        sa.Column("folded", key(120), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("business_id", SmallId, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_business_aliases_business_id")
        ),
        sa.PrimaryKeyConstraint("folded", name=op.f("pk_business_aliases")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_business_aliases_business_id"),
        "business_aliases",
        ["business_id"],
        unique=False,
        if_not_exists=True,
    )


def upgrade() -> None:
    _business_aliases()
    _plan_versions()
    _tag_meanings()
    _tag_counts()
    _assist_account_tags()
    _number_loads()


def downgrade() -> None:
    for table in (
        "number_loads",
        "assist_account_tags",
        "tag_counts",
        "tag_meanings",
        "plan_versions",
        "business_aliases",
    ):
        op.drop_table(table, if_exists=True)
