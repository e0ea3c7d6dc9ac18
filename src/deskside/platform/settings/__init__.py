"""Settings that people change while the product runs, in groups made from classes."""

from deskside.platform.settings.api import router
from deskside.platform.settings.cache import SettingsCache
from deskside.platform.settings.groups import SettingsGroup, Words, registered_groups, settings_group
from deskside.platform.settings.models import SettingsVersion
from deskside.platform.settings.queries import current, newest_version
from deskside.platform.settings.schemas import GroupIn, GroupOut
from deskside.platform.settings.service import save_group

__all__ = [
    "GroupIn",
    "GroupOut",
    "SettingsCache",
    "SettingsGroup",
    "SettingsVersion",
    "Words",
    "current",
    "newest_version",
    "registered_groups",
    "router",
    "save_group",
    "settings_group",
]
