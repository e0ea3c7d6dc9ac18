"""Uploaded and made files, and batches of imports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMBLOB

from deskside.kernel.db.types import BigId, Json, UtcDateTime, key

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}
Bytes = sa.LargeBinary().with_variant(MEDIUMBLOB(), "mysql", "mariadb")
INDEXES = {
    "stored_files": ("expires_at", "owner_id", "job_id"),
    "account_lists": ("reminder_id", "created_at", "job_id"),
    "plan_imports": ("created_at", "job_id"),
}


def _stored_files() -> None:
    op.create_table(
        "stored_files",
        sa.Column("id", key(32), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", key(8), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
        **MYSQL,
        if_not_exists=True,
    )


def _stored_chunks() -> None:
    op.create_table(
        "stored_chunks",
        sa.Column("file_id", key(32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", Bytes, nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_stored_chunks_file_id")),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_stored_chunks")),
        **MYSQL,
        if_not_exists=True,
    )


def _account_lists() -> None:
    op.create_table(
        "account_lists",
        sa.Column("id", BigId, nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("language", key(2), nullable=False),
        sa.Column("upload_id", key(32), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("state", key(8), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("accepted", "duplicates", "invalid")),
        sa.Column("samples", Json, nullable=True),
        sa.Column("report_file_id", key(32), nullable=True),
        sa.Column("wanted", Json, nullable=True),
        sa.Column("task_id", key(40), nullable=True),
        sa.Column("reminder_id", sa.BigInteger(), nullable=True),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("added", "removed")),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_lists")),
        **MYSQL,
        if_not_exists=True,
    )


def _account_list_rows() -> None:
    op.create_table(
        "account_list_rows",
        sa.Column("list_id", sa.BigInteger(), nullable=False),
        sa.Column("acct_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("change", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["account_lists.id"], name=op.f("fk_account_list_rows_list_id")),
        sa.PrimaryKeyConstraint("list_id", "acct_id", name=op.f("pk_account_list_rows")),
        **MYSQL,
        if_not_exists=True,
        sqlite_with_rowid=False,
    )


def _plan_imports() -> None:
    op.create_table(
        "plan_imports",
        sa.Column("id", BigId, nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("language", key(2), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("upload_id", key(32), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("state", key(8), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("created", "updated", "unchanged", "failed")
        ),
        sa.Column("report_file_id", key(32), nullable=True),
        sa.Column("task_id", key(40), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_imports")),
        **MYSQL,
        if_not_exists=True,
    )


def _plan_import_rows() -> None:
    op.create_table(
        "plan_import_rows",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("row_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("plan_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=True),
        sa.Column("outcome", key(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("before", Json, nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["plan_imports.id"], name=op.f("fk_plan_import_rows_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "row_number", name=op.f("pk_plan_import_rows")),
        **MYSQL,
        if_not_exists=True,
    )


def upgrade() -> None:
    _stored_files()
    _stored_chunks()
    _account_lists()
    _account_list_rows()
    _plan_imports()
    _plan_import_rows()
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False, if_not_exists=True)


def downgrade() -> None:
    for table in (
        "plan_import_rows",
        "plan_imports",
        "account_list_rows",
        "account_lists",
        "stored_chunks",
        "stored_files",
    ):
        op.drop_table(table, if_exists=True)
