"""The doors of projects."""

from deskside.kernel.routing import joined

router = joined([])
