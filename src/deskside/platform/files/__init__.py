"""Files that people upload and that jobs make for them. Import from here."""

from deskside.platform.files import upkeep as upkeep
from deskside.platform.files.api import router, send_file
from deskside.platform.files.forms import Sent, limited_body, receive
from deskside.platform.files.models import StoredChunk, StoredFile
from deskside.platform.files.queries import Opened, find_opened, open_file
from deskside.platform.files.service import (
    announce_file,
    drop_file,
    drop_reports_of,
    drop_unmade,
    fill_file,
    fill_report,
    save_upload,
    unpack,
)

__all__ = [
    "Opened",
    "Sent",
    "StoredChunk",
    "StoredFile",
    "announce_file",
    "drop_file",
    "drop_reports_of",
    "drop_unmade",
    "fill_file",
    "fill_report",
    "find_opened",
    "limited_body",
    "open_file",
    "receive",
    "router",
    "save_upload",
    "send_file",
    "unpack",
    "upkeep",
]
