"""Outbox, templates, rules and deliveries of notices."""

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import BigId, Json, LongText, UtcDateTime, key

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", BigId, nullable=False),
        sa.Column("once_key", key(64), nullable=False),
        sa.Column("event", key(80), nullable=False),
        sa.Column("notice_key", key(190), nullable=False),
        sa.Column("audience", key(40), nullable=False),
        sa.Column("recipient_key", key(120), nullable=False),
        sa.Column("recipient_name", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("addresses", Json, nullable=False),
        sa.Column("language", key(5), nullable=False),
        sa.Column("lane", key(64), nullable=True),
        sa.Column("variables", Json, nullable=False),
        sa.Column("chain", Json, nullable=False),
        sa.Column("attachments", Json, nullable=False),
        sa.Column("href", sa.String(length=500), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("once_key", name=op.f("uq_notices_once_key")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("ix_notices_created_at", "notices", ["created_at"])
    _index("ix_notices_lane", "notices", ["lane"])
    _index("ix_notices_recipient_key", "notices", ["recipient_key"])
    _index("ix_notices_user_id", "notices", ["user_id"])


def _notice_deliveries() -> None:
    op.create_table(
        "notice_deliveries",
        sa.Column("id", BigId, nullable=False),
        sa.Column("idempotency_key", key(64), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", key(16), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("state", key(12), nullable=False),
        sa.Column("reason", key(40), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("lost", sa.SmallInteger(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("leader_id", sa.BigInteger(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=True),
        sa.Column("body", LongText, nullable=True),
        sa.Column("minted", sa.Text(), nullable=True),
        sa.Column("provider_id", key(190), nullable=True),
        sa.Column("resend_of", sa.BigInteger(), nullable=True),
        sa.Column("resent_by", sa.String(length=200), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_deliveries")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_notice_deliveries_idempotency_key")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("ix_notice_deliveries_channel_state_due_at", "notice_deliveries", ["channel", "state", "due_at"])
    _index("ix_notice_deliveries_created_at", "notice_deliveries", ["created_at"])
    _index("ix_notice_deliveries_leader_id", "notice_deliveries", ["leader_id"])
    _index("ix_notice_deliveries_notice_id", "notice_deliveries", ["notice_id"])


def _notice_attempts() -> None:
    op.create_table(
        "notice_attempts",
        sa.Column("id", BigId, nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", key(12), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_attempts")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("ix_notice_attempts_delivery_id", "notice_attempts", ["delivery_id"])


def _notice_templates() -> None:
    op.create_table(
        "notice_templates",
        sa.Column("event", key(80), nullable=False),
        sa.Column("channel", key(16), nullable=False),
        sa.Column("language", key(5), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", Json, nullable=True),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("event", "channel", "language", "version", name=op.f("pk_notice_templates")),
        **MYSQL,
        if_not_exists=True,
    )


def _notice_rules() -> None:
    op.create_table(
        "notice_rules",
        sa.Column("id", BigId, nullable=False),
        sa.Column("event", key(80), nullable=False),
        sa.Column("audience", key(40), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("channels", Json, nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_rules")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("ix_notice_rules_event", "notice_rules", ["event"])


def _notice_opt_outs() -> None:
    op.create_table(
        "notice_opt_outs",
        sa.Column("id", BigId, nullable=False),
        sa.Column("once_key", key(64), nullable=False),
        sa.Column("recipient_key", key(120), nullable=False),
        sa.Column("recipient_name", sa.String(length=200), nullable=False),
        sa.Column("event", key(80), nullable=False),
        sa.Column("channel", key(16), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_opt_outs")),
        sa.UniqueConstraint("once_key", name=op.f("uq_notice_opt_outs_once_key")),
        **MYSQL,
        if_not_exists=True,
    )
    _index("ix_notice_opt_outs_recipient_key", "notice_opt_outs", ["recipient_key"])


def _notice_preferences() -> None:
    op.create_table(
        "notice_preferences",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("quiet_from", key(5), nullable=True),
        sa.Column("quiet_to", key(5), nullable=True),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notice_preferences")),
        **MYSQL,
        if_not_exists=True,
    )


def _notice_channels() -> None:
    op.create_table(
        "notice_channels",
        sa.Column("channel", key(16), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("paused_until", UtcDateTime(), nullable=True),
        sa.Column("last_success_at", UtcDateTime(), nullable=True),
        sa.Column("last_failure_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("sample", sa.Text(), nullable=True),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_notice_channels")),
        **MYSQL,
        if_not_exists=True,
    )


def _notice_quotas() -> None:
    op.create_table(
        "notice_quotas",
        sa.Column("channel", key(16), nullable=False),
        sa.Column("span", key(20), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "span", name=op.f("pk_notice_quotas")),
        **MYSQL,
        if_not_exists=True,
    )


def _index(name: str, table: str, columns: list[str]) -> None:
    op.create_index(op.f(name), table, columns, unique=False, if_not_exists=True)


def upgrade() -> None:
    _notices()
    _notice_deliveries()
    _notice_attempts()
    _notice_templates()
    _notice_rules()
    _notice_opt_outs()
    _notice_preferences()
    _notice_channels()
    _notice_quotas()


def downgrade() -> None:
    for name in (
        "notice_quotas",
        "notice_channels",
        "notice_preferences",
        "notice_opt_outs",
        "notice_rules",
        "notice_templates",
        "notice_attempts",
        "notice_deliveries",
        "notices",
    ):
        op.drop_table(name, if_exists=True)
