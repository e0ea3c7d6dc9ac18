"""Column types and bounds of the document's tables."""

from sqlalchemy import (
    Integer,
)
from sqlalchemy.dialects.mysql import INTEGER

from deskside.kernel.db.base import MYSQL_TABLE

UnsignedInt = Integer().with_variant(INTEGER(unsigned=True), "mysql", "mariadb")
"""The document's INT UNSIGNED: foreign keys on MariaDB need the same signedness on both sides."""


MAX_ACCT_ID = 2**53 - 1


MAX_INT = 2**31 - 1


MAX_BUSINESS_ID = 255


CLUSTERED = {**MYSQL_TABLE, "sqlite_with_rowid": False}
