"""Tables of contacts; customers, messages and msg_addrs have the document's names."""

from deskside.modules.contacts.models.addresses import (
    CustomerEmail,
    CustomerPhone,
    CustomerTerm,
)
from deskside.modules.contacts.models.batches import (
    Batch,
    BatchRow,
    CustomerExport,
    CustomerImport,
    CustomerImportRow,
    NoDuplicate,
)
from deskside.modules.contacts.models.customers import NEVER, Customer, Verdict
from deskside.modules.contacts.models.mail import Message, MessageAddress

__all__ = [
    "NEVER",
    "Batch",
    "BatchRow",
    "Customer",
    "CustomerEmail",
    "CustomerExport",
    "CustomerImport",
    "CustomerImportRow",
    "CustomerPhone",
    "CustomerTerm",
    "Message",
    "MessageAddress",
    "NoDuplicate",
    "Verdict",
]
