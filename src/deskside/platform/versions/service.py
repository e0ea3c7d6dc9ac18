"""Counting up."""

from sqlalchemy import update

from deskside.kernel.db import Writes, upsert
from deskside.platform.versions.models import Version


def bump(db: Writes, *names: str) -> None:
    """Say, in the editing transaction, that what goes by `names` has changed."""
    for name in sorted(names):
        upsert(db, Version, [{"name": name, "v": 0}], keys=["name"])
        db.execute(update(Version).where(Version.name == name).values(v=Version.v + 1))
