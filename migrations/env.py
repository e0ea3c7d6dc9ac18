"""Alembic's way into the models of the product."""

from alembic import context
from sqlalchemy import Connection

from deskside.kernel.db import Base
from deskside.registry import import_models


def run(connection: Connection) -> None:
    """Run the pending revisions on the connection that the caller holds."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


import_models()
run(context.config.attributes["connection"])
