"""The settings of calls, as their form shows them."""

from sqlalchemy.orm import Session

from deskside.platform.settings import GroupOut
from deskside.platform.settings.queries import read_group

GROUP_NAME = "calls"


def read_rules(db: Session) -> GroupOut:
    """The group with its form."""
    return read_group(db, GROUP_NAME)
