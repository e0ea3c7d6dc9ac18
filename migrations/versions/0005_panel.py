"""What the panel is told: site profiles, quick links, policies; and its use."""

import sqlalchemy as sa
from alembic import op

from deskside.kernel.db.types import Json, UtcDateTime, key

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MYSQL = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_ci", "mysql_engine": "InnoDB"}


def _edited() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("last_modified", UtcDateTime(), nullable=False),
        sa.Column("modified_by", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
    )


def _site_profiles() -> None:
    op.create_table(
        "site_profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", key(64), nullable=False),
        sa.Column("body", Json, nullable=False),
        *_edited(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_profiles")),
        sa.UniqueConstraint("name", name=op.f("uq_site_profiles_name")),
        **MYSQL,
        if_not_exists=True,
    )


def _site_profile_versions() -> None:
    op.create_table(
        "site_profile_versions",
        sa.Column("profile_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.PrimaryKeyConstraint("profile_id", "version", name=op.f("pk_site_profile_versions")),
        **MYSQL,
        if_not_exists=True,
    )


def _quick_links() -> None:
    op.create_table(
        "quick_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=1024), nullable=False),
        sa.Column("products", Json, nullable=False),
        sa.Column("departments", Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.true(), nullable=False),
        *_edited(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quick_links")),
        **MYSQL,
        if_not_exists=True,
    )


def _panel_policies() -> None:
    op.create_table(
        "panel_policies",
        sa.Column("department_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", Json, nullable=False),
        *_edited(),
        sa.PrimaryKeyConstraint("department_id", name=op.f("pk_panel_policies")),
        **MYSQL,
        if_not_exists=True,
    )


def _panel_uses() -> None:
    op.create_table(
        "panel_uses",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", key(16), nullable=False),
        sa.Column("used", key(64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("times", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "used", "user_id", name=op.f("pk_panel_uses")),
        **MYSQL,
        if_not_exists=True,
    )


def upgrade() -> None:
    _site_profiles()
    _site_profile_versions()
    _quick_links()
    _panel_policies()
    _panel_uses()


def downgrade() -> None:
    for table in ("panel_uses", "panel_policies", "quick_links", "site_profile_versions", "site_profiles"):
        op.drop_table(table, if_exists=True)
