"""What the console calls."""

from deskside.kernel.routing import joined
from deskside.modules.contacts.api import bulk, customers, duplicates, followup, imports, stats

# Uploads and exports first: `/customers/export` is no id.
router = joined(part.router for part in (imports, customers, bulk, duplicates, followup, stats))

__all__ = ["router"]
