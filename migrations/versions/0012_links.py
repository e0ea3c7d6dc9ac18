"""Share links of projects, viewers, visits, feedback, and what people were told."""

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import BigId, Json, UtcDateTime, key

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}
INDEXES = {
    "project_access_tokens": [["project_id"], ["expires_at"]],
    "project_viewers": [["link_id"]],
    "project_link_codes": [["browser_hash", "token_hash"], ["address_hash", "sent_at"], ["created_at"]],
    "project_link_visits": [["project_id", "at"], ["link_id"], ["at"]],
    "project_feedback": [["owner_id", "done_at"], ["done_at"]],
    "project_tellings": [["project_id", "at"], ["at"]],
}
OTHERS = ("project_told",)


def _table(name: str, *columns: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(name, *columns, **MYSQL, if_not_exists=True)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(), nullable=nullable)


def _access_tokens() -> None:
    _table(
        "project_access_tokens",
        sa.Column("id", BigId, nullable=False),
        sa.Column("token_hash", key(64), nullable=False),
        sa.Column("seed", key(32), nullable=False),
        sa.Column("open_key", key(64), nullable=True),
        sa.Column("project_id", key(64), nullable=False),
        sa.Column("role", key(16), nullable=False),
        sa.Column("person_id", key(100), nullable=False),
        sa.Column("recipient", key(120), nullable=False),
        sa.Column("person_name", sa.String(length=100), nullable=False),
        _moment("created_at"),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        _moment("expires_at"),
        _moment("revoked_at", nullable=True),
        sa.Column("revoked_by", sa.BigInteger(), nullable=True),
        _moment("expiry_told_at", nullable=True),
        _moment("asked_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_access_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_project_access_tokens_token_hash")),
        sa.UniqueConstraint("open_key", name=op.f("uq_project_access_tokens_open_key")),
    )


def _viewers() -> None:
    _table(
        "project_viewers",
        sa.Column("id", BigId, nullable=False),
        sa.Column("link_id", sa.BigInteger(), nullable=False),
        sa.Column("secret_hash", key(64), nullable=False),
        sa.Column("proof", key(16), nullable=False),
        _moment("created_at"),
        _moment("seen_at"),
        sa.Column("network", key(50), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_viewers")),
        sa.UniqueConstraint("secret_hash", "link_id", name=op.f("uq_project_viewers_secret_hash_link_id")),
    )


def _codes() -> None:
    _table(
        "project_link_codes",
        sa.Column("id", BigId, nullable=False),
        sa.Column("token_hash", key(64), nullable=False),
        sa.Column("browser_hash", key(64), nullable=False),
        sa.Column("nonce", key(32), nullable=False),
        sa.Column("address_hash", key(64), nullable=True),
        _moment("created_at"),
        _moment("sent_at", nullable=True),
        _moment("expires_at"),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        _moment("used_at", nullable=True),
        sa.Column("network", key(50), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_link_codes")),
    )


def _visits() -> None:
    _table(
        "project_link_visits",
        sa.Column("id", BigId, nullable=False),
        _moment("at"),
        sa.Column("link_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", key(64), nullable=False),
        sa.Column("recipient", key(120), nullable=False),
        sa.Column("step", key(16), nullable=False),
        sa.Column("result", key(16), nullable=False),
        sa.Column("network", key(50), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_link_visits")),
    )


def _feedback() -> None:
    _table(
        "project_feedback",
        sa.Column("id", BigId, nullable=False),
        sa.Column("project_id", key(64), nullable=False),
        sa.Column("recipient", key(120), nullable=False),
        sa.Column("person_name", sa.String(length=100), nullable=False),
        sa.Column("state", key(64), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        _moment("at"),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        _moment("done_at", nullable=True),
        sa.Column("done_by", sa.BigInteger(), nullable=True),
        sa.Column("done_how", key(16), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_feedback")),
        sa.UniqueConstraint(
            "project_id", "recipient", "state", name=op.f("uq_project_feedback_project_id_recipient_state")
        ),
    )


def _told() -> None:
    _table(
        "project_told",
        sa.Column("project_id", key(64), nullable=False),
        sa.Column("recipient", key(120), nullable=False),
        sa.Column("state", key(64), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        _moment("at"),
        sa.Column("v", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("project_id", "recipient", name=op.f("pk_project_told")),
    )


def _tellings() -> None:
    _table(
        "project_tellings",
        sa.Column("id", BigId, nullable=False),
        _moment("at"),
        sa.Column("project_id", key(64), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("recipient", key(120), nullable=False),
        sa.Column("person_name", sa.String(length=100), nullable=False),
        sa.Column("old", key(64), nullable=False),
        sa.Column("new", key(64), nullable=False),
        sa.Column("result", key(20), nullable=False),
        sa.Column("channels", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_tellings")),
    )


def upgrade() -> None:
    for make in (_access_tokens, _viewers, _codes, _visits, _feedback, _told, _tellings):
        make()
    for table, indexes in INDEXES.items():
        for columns in indexes:
            name = op.f(f"ix_{table}_{'_'.join(columns)}")
            op.create_index(name, table, columns, unique=False, if_not_exists=True)


def downgrade() -> None:
    for table in (*INDEXES, *OTHERS):
        op.drop_table(table, if_exists=True)
