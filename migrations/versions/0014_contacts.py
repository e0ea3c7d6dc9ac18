"""Customers, their follow-up and what was imported."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import BigId, Json, LongText, UtcDateTime
from deskside.kernel.db.types import key as _key

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}
TABLES = (
    "msg_addrs",
    "messages",
    "customer_no_duplicates",
    "customer_exports",
    "customer_import_rows",
    "customer_imports",
    "customer_batch_rows",
    "customer_batches",
    "customer_terms",
    "customer_phones",
    "customer_emails",
    "customer_verdicts",
    "customers",
)


def _facts() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", BigId, nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("email", sa.String(length=256), nullable=False),
        sa.Column("importance", sa.SmallInteger(), nullable=False),
        sa.Column("company", sa.String(length=128), nullable=False),
        sa.Column("country", sa.String(length=30), nullable=False),
        sa.Column("address", sa.String(length=256), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("website", sa.String(length=256), nullable=False),
        sa.Column("comment", LongText, nullable=False),
        sa.Column("last_contact_date", UtcDateTime(), nullable=True),
        sa.Column("last_contact_source", _key(16), nullable=True),
        sa.Column("last_checked_date", UtcDateTime(), nullable=True),
        sa.Column("valid", sa.SmallInteger(), nullable=False),
        sa.Column("valid_reason", sa.String(length=200), nullable=True),
        sa.Column("valid_evidence", sa.String(length=2000), nullable=True),
        sa.Column("valid_source", _key(16), nullable=True),
        sa.Column("valid_by", sa.String(length=100), nullable=True),
        sa.Column("valid_at", UtcDateTime(), nullable=True),
        sa.Column("valid_manual", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
    ]


def _kept() -> list[sa.Column[Any]]:
    return [
        sa.Column("snooze_reason", sa.String(length=200), nullable=True),
        sa.Column("snoozed_by", sa.String(length=100), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("name_sort", _key(120), nullable=False),
        sa.Column("company_sort", _key(120), nullable=False),
        sa.Column("company_key", _key(128), nullable=False),
        sa.Column("group_contact", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.String(length=100), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_by", sa.String(length=100), nullable=True),
        sa.Column("merged_into", sa.BigInteger(), nullable=True),
    ]


def _customers() -> None:
    _table(
        "customers",
        *_facts(),
        *_kept(),
        key=["id"],
    )
    _index("ix_customers_company_key", "customers", ["company_key"])
    _index("ix_customers_company_sort", "customers", ["company_sort"])
    _index("ix_customers_deleted_at", "customers", ["deleted_at"])
    _index("ix_customers_department_id", "customers", ["department_id"])
    _index("ix_customers_followup", "customers", ["group_contact", "company_key", "id"])
    _index("ix_customers_importance", "customers", ["importance"])
    _index("ix_customers_last_contact_date", "customers", ["last_contact_date"])
    _index("ix_customers_name_sort", "customers", ["name_sort"])


def _customer_verdicts() -> None:
    _table(
        "customer_verdicts",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("valid", sa.SmallInteger(), nullable=False),
        sa.Column("source", _key(16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("evidence", sa.String(length=2000), nullable=True),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("cleared_at", UtcDateTime(), nullable=True),
        key=["id"],
    )
    _index("ix_customer_verdicts_customer_id_id", "customer_verdicts", ["customer_id", "id"])


def _customer_emails() -> None:
    _table(
        "customer_emails",
        sa.Column("email_key", _key(512), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(length=256), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        key=["email_key"],
    )
    _index("ix_customer_emails_customer_id", "customer_emails", ["customer_id"])


def _customer_phones() -> None:
    _table(
        "customer_phones",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("phone_key", _key(32), nullable=False),
        sa.Column("phone_tail", _key(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        key=["id"],
    )
    _index("ix_customer_phones_customer_id", "customer_phones", ["customer_id"])
    _index("ix_customer_phones_phone_key_customer_id", "customer_phones", ["phone_key", "customer_id"])
    _index("ix_customer_phones_phone_tail", "customer_phones", ["phone_tail"])


def _customer_terms() -> None:
    _table(
        "customer_terms",
        sa.Column("term", _key(32), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        key=["term", "customer_id"],
        sqlite_with_rowid=False,
    )


def _customer_batches() -> None:
    _table(
        "customer_batches",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", _key(8), nullable=False),
        sa.Column("kept_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        key=["id"],
    )
    _index("ix_customer_batches_kind_id", "customer_batches", ["kind", "id"])


def _customer_batch_rows() -> None:
    _table(
        "customer_batch_rows",
        sa.Column("batch_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("before", Json, nullable=True),
        sa.Column("after", Json, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        key=["batch_id", "customer_id"],
    )


def _customer_imports() -> None:
    _table(
        "customer_imports",
        sa.Column("id", BigId, nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("language", _key(2), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("mapping", Json, nullable=True),
        sa.Column("ignored", Json, nullable=True),
        sa.Column("upload_id", _key(32), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("state", _key(8), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("report_file_id", _key(32), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        key=["id"],
    )
    _index("ix_customer_imports_job_id", "customer_imports", ["job_id"])
    _index("ix_customer_imports_owner_id", "customer_imports", ["owner_id"])


def _customer_import_rows() -> None:
    _table(
        "customer_import_rows",
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=256), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", _key(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        key=["import_id", "place"],
    )
    _index("ix_customer_import_rows_import_id_outcome", "customer_import_rows", ["import_id", "outcome"])


def _customer_exports() -> None:
    _table(
        "customer_exports",
        sa.Column("file_id", _key(32), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("wanted", Json, nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        key=["file_id"],
    )


def _customer_no_duplicates() -> None:
    _table(
        "customer_no_duplicates",
        sa.Column("low_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("high_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        key=["low_id", "high_id"],
    )


def _mail() -> None:
    _table(
        "messages",
        sa.Column("id", BigId, nullable=False),
        sa.Column("sender", sa.String(length=256), nullable=False),
        sa.Column("date", UtcDateTime(), nullable=False),
        sa.Column("type", _key(8), nullable=False),
        sa.Column("subject", sa.String(length=256), nullable=False),
        sa.Column("content", LongText, nullable=False),
        key=["id"],
    )
    _index("ix_messages_date_type", "messages", ["date", "type"])
    _table(
        "msg_addrs",
        sa.Column("id", BigId, nullable=False),
        sa.Column("msg_id", sa.BigInteger(), nullable=False),
        sa.Column("address", _key(256), nullable=False),
        key=["id"],
    )
    _index("ix_msg_addrs_address_msg_id", "msg_addrs", ["address", "msg_id"])
    _index("ix_msg_addrs_msg_id", "msg_addrs", ["msg_id"])


def _table(name: str, *columns: sa.Column[Any], key: list[str], **options: object) -> None:
    primary = sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}"))
    op.create_table(name, *columns, primary, **MYSQL, **options, if_not_exists=True)


def _index(name: str, table: str, columns: list[str]) -> None:
    op.create_index(op.f(name), table, columns, unique=False, if_not_exists=True)


def upgrade() -> None:
    _customers()
    _customer_verdicts()
    _customer_emails()
    _customer_phones()
    _customer_terms()
    _customer_batches()
    _customer_batch_rows()
    _customer_imports()
    _customer_import_rows()
    _customer_exports()
    _customer_no_duplicates()
    _mail()


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name, if_exists=True)
