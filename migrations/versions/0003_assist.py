"""The tables of assist."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import INTEGER

from deskside.kernel.db.types import BigId, Json, SmallId, UtcDateTime, key

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}

UnsignedInt = sa.Integer().with_variant(INTEGER(unsigned=True), "mysql", "mariadb")


def _assist_accounts() -> None:
    op.create_table(
        "assist_accounts",
        sa.Column("acct_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("market", sa.String(length=8), nullable=False),
        sa.Column("business", sa.String(length=20), nullable=False),
        sa.Column("cn_num", key(20), nullable=True),
        sa.Column("tags", Json, nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("acct_id", name=op.f("pk_assist_accounts")),
        **MYSQL,
        if_not_exists=True,
    )
    for columns in (["market", "business"], ["cn_num"], ["seen_at"]):
        name = op.f(f"ix_assist_accounts_{'_'.join(columns)}")
        op.create_index(name, "assist_accounts", columns, unique=False, if_not_exists=True)


def _assist_tasks() -> None:
    op.create_table(
        "assist_tasks",
        sa.Column("id", key(40), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("result", Json, nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("file_id", key(32), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assist_tasks")),
        **MYSQL,
        if_not_exists=True,
    )
    for name in ("created_at", "finished_at", "job_id"):
        op.create_index(
            op.f(f"ix_assist_tasks_{name}"), "assist_tasks", [name], unique=False, if_not_exists=True
        )


def _business() -> None:
    op.create_table(
        "business",
        sa.Column("id", SmallId, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business")),
        **MYSQL,
        if_not_exists=True,
    )


def _number_lists() -> None:
    op.create_table(
        "number_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", key(64), nullable=False),
        sa.Column("text", sa.String(length=255), nullable=False),
        sa.Column("path", sa.String(length=1024), nullable=True),
        sa.Column("file_stamp", sa.String(length=64), nullable=True),
        sa.Column("failed_stamp", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("loaded_at", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_lists")),
        sa.UniqueConstraint("name", name=op.f("uq_number_lists_name")),
        **MYSQL,
        if_not_exists=True,
    )


def _unknown_plans() -> None:
    op.create_table(
        "unknown_plans",
        sa.Column("plan_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("dismissed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_unknown_plans")),
        **MYSQL,
        if_not_exists=True,
    )


def _numbers() -> None:
    op.create_table(
        "numbers",
        sa.Column("number", key(20), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["number_lists.id"], name=op.f("fk_numbers_list_id")),
        sa.PrimaryKeyConstraint("number", "list_id", name=op.f("pk_numbers")),
        **MYSQL,
        if_not_exists=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_numbers_list_id"), "numbers", ["list_id"], unique=False, if_not_exists=True)


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("plan_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("contract", sa.String(length=64), nullable=True),
        sa.Column("business_id", SmallId, nullable=False),
        sa.Column("fee", sa.String(length=255), nullable=True),
        sa.Column("discount", sa.String(length=255), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("last_modified", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["business.id"], name=op.f("fk_plans_business_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_plans")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(op.f("ix_plans_business_id"), "plans", ["business_id"], unique=False, if_not_exists=True)


def _reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", UnsignedInt, nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("content", sa.String(length=255), nullable=False),
        sa.Column("market", sa.String(length=32), nullable=False),
        sa.Column("start_date", UtcDateTime(), nullable=True),
        sa.Column("expire_date", UtcDateTime(), nullable=True),
        sa.Column("recurrent_interval", sa.Integer(), nullable=False),
        sa.Column("is_global", sa.Boolean(), nullable=False),
        sa.Column("is_all_business", sa.Boolean(), nullable=True),
        sa.Column("last_modified", UtcDateTime(), nullable=False),
        sa.Column("create_date", UtcDateTime(), nullable=False),
        sa.Column("checkable", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("tag", key(765), nullable=True),
        sa.Column("number_list_id", sa.Integer(), nullable=True),
        sa.Column("accounts_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("market <> ''", name=op.f("ck_reminders_market_options")),
        sa.ForeignKeyConstraint(
            ["number_list_id"], ["number_lists.id"], name=op.f("fk_reminders_number_list_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_reminders_create_date"), "reminders", ["create_date"], unique=False, if_not_exists=True
    )


def _acct_reminders() -> None:
    op.create_table(
        "acct_reminders",
        sa.Column("acct_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reminder_id", UnsignedInt, nullable=False),
        sa.Column("is_processed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("last_processed_at", UtcDateTime(), nullable=True),
        sa.Column("listed", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminders.id"], name=op.f("fk_acct_reminders_reminder_id")
        ),
        sa.PrimaryKeyConstraint("acct_id", "reminder_id", name=op.f("pk_acct_reminders")),
        **MYSQL,
        if_not_exists=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_acct_reminders_reminder_id_acct_id"),
        "acct_reminders",
        ["reminder_id", "acct_id"],
        unique=False,
        if_not_exists=True,
    )


def _reminder_process_log() -> None:
    op.create_table(
        "reminder_process_log",
        sa.Column("id", BigId, nullable=False),
        sa.Column("acct_id", sa.BigInteger(), nullable=False),
        sa.Column("reminder_id", UnsignedInt, nullable=False),
        sa.Column("processed_by", sa.BigInteger(), nullable=True),
        sa.Column("processed_by_xf", sa.BigInteger(), nullable=True),
        sa.Column("processed_at", UtcDateTime(), nullable=False),
        sa.Column("new_status", sa.Boolean(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminders.id"], name=op.f("fk_reminder_process_log_reminder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_process_log")),
        sa.UniqueConstraint(
            "acct_id",
            "reminder_id",
            "version",
            name=op.f("uq_reminder_process_log_acct_id_reminder_id_version"),
        ),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_reminder_process_log_reminder_id_id"),
        "reminder_process_log",
        ["reminder_id", "id"],
        unique=False,
        if_not_exists=True,
    )


def _reminder_to_business() -> None:
    op.create_table(
        "reminder_to_business",
        sa.Column("reminder_id", UnsignedInt, nullable=False),
        sa.Column("business_id", SmallId, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_reminder_to_business_business_id")
        ),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminders.id"], name=op.f("fk_reminder_to_business_reminder_id")
        ),
        sa.PrimaryKeyConstraint("reminder_id", "business_id", name=op.f("pk_reminder_to_business")),
        **MYSQL,
        if_not_exists=True,
    )


def _reminder_to_department() -> None:
    op.create_table(
        "reminder_to_department",
        sa.Column("reminder_id", UnsignedInt, nullable=False),
        sa.Column("department_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminders.id"], name=op.f("fk_reminder_to_department_reminder_id")
        ),
        sa.PrimaryKeyConstraint("reminder_id", "department_id", name=op.f("pk_reminder_to_department")),
        **MYSQL,
        if_not_exists=True,
    )


def upgrade() -> None:
    _assist_accounts()
    _assist_tasks()
    _business()
    _number_lists()
    _unknown_plans()
    _numbers()
    _plans()
    _reminders()
    _acct_reminders()
    _reminder_process_log()
    _reminder_to_business()
    _reminder_to_department()


def downgrade() -> None:
    for table in (
        "reminder_to_department",
        "reminder_to_business",
        "reminder_process_log",
        "acct_reminders",
        "reminders",
        "plans",
        "numbers",
        "unknown_plans",
        "number_lists",
        "assist_tasks",
        "assist_accounts",
    ):
        op.drop_table(table, if_exists=True)
