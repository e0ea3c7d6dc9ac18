"""The tables of settings and identity."""

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import BigId, Json, UtcDateTime, key

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}


def _departments() -> None:
    op.create_table(
        "departments",
        sa.Column("id", BigId, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["departments.id"], name=op.f("fk_departments_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_departments_parent_id"), "departments", ["parent_id"], unique=False, if_not_exists=True
    )


def _failed_guesses() -> None:
    op.create_table(
        "failed_guesses",
        sa.Column("id", BigId, nullable=False),
        sa.Column("name", key(100), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_guesses")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_failed_guesses_name_at"), "failed_guesses", ["name", "at"], unique=False, if_not_exists=True
    )


def _guess_locks() -> None:
    op.create_table(
        "guess_locks",
        sa.Column("name", key(100), nullable=False),
        sa.Column("v", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_guess_locks")),
        **MYSQL,
        if_not_exists=True,
    )


def _settings() -> None:
    op.create_table(
        "settings",
        sa.Column("group_name", key(64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("group_name", "version", name=op.f("pk_settings")),
        **MYSQL,
        if_not_exists=True,
    )


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", BigId, nullable=False),
        sa.Column("login", key(64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("password_hash", key(255), nullable=True),
        sa.Column("totp_secret", key(255), nullable=True),
        sa.Column("totp_on", sa.Boolean(), nullable=False),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("roles", Json, nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("sites", Json, nullable=False),
        sa.Column("active_site", sa.String(length=100), nullable=True),
        sa.Column("coach_id", key(64), nullable=True),
        sa.Column("email", key(254), nullable=True),
        sa.Column("phone", key(32), nullable=True),
        sa.Column("wecom", key(64), nullable=True),
        sa.Column("openid", key(64), nullable=True),
        sa.Column("locale", key(10), nullable=False),
        sa.Column("theme", key(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_users_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("login", name=op.f("uq_users_login")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_users_department_id"), "users", ["department_id"], unique=False, if_not_exists=True
    )


def _one_time_codes() -> None:
    op.create_table(
        "one_time_codes",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", key(10), nullable=False),
        sa.Column("selector", key(64), nullable=False),
        sa.Column("code_hash", key(64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_one_time_codes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_codes")),
        sa.UniqueConstraint("selector", name=op.f("uq_one_time_codes_selector")),
        **MYSQL,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_one_time_codes_expires_at"),
        "one_time_codes",
        ["expires_at"],
        unique=False,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_one_time_codes_user_id"), "one_time_codes", ["user_id"], unique=False, if_not_exists=True
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", BigId, nullable=False),
        sa.Column("token_hash", key(64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ip", key(45), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
        **MYSQL,
        if_not_exists=True,
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_sessions_expires_at"), "sessions", ["expires_at"], unique=False, if_not_exists=True
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False, if_not_exists=True)


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", key(10), nullable=False),
        sa.Column("token_hash", key(64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("script_version", key(40), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tokens_token_hash")),
        **MYSQL,
        if_not_exists=True,
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_tokens_user_id"), "tokens", ["user_id"], unique=False, if_not_exists=True)


def upgrade() -> None:
    _departments()
    _failed_guesses()
    _guess_locks()
    _settings()
    _users()
    _one_time_codes()
    _sessions()
    _tokens()


def downgrade() -> None:
    for table in (
        "tokens",
        "sessions",
        "one_time_codes",
        "users",
        "settings",
        "guess_locks",
        "failed_guesses",
        "departments",
    ):
        op.drop_table(table, if_exists=True)
