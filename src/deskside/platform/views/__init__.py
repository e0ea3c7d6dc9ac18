"""Saved views of lists: filters, columns and order under a name, for oneself or shared. Import from here."""

from deskside.platform.views.api import router
from deskside.platform.views.lists import declare_list, forget_list
from deskside.platform.views.models import SavedView, ViewDefault

__all__ = ["SavedView", "ViewDefault", "declare_list", "forget_list", "router"]
