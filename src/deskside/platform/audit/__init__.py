"""Who changed what: append-only, sealed in a hash chain so that later edits show."""

from deskside.platform.audit.api import router
from deskside.platform.audit.models import AuditEntry, AuditHead, AuditSeal
from deskside.platform.audit.schemas import AuditEntryOut, AuditFilter
from deskside.platform.audit.sealing import Sealer, seal_once
from deskside.platform.audit.service import record
from deskside.platform.audit.verifying import BadRow, VerifyReport, verify

__all__ = [
    "AuditEntry",
    "AuditEntryOut",
    "AuditFilter",
    "AuditHead",
    "AuditSeal",
    "BadRow",
    "Sealer",
    "VerifyReport",
    "record",
    "router",
    "seal_once",
    "verify",
]
