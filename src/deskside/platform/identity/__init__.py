"""Users, departments, roles, sessions and tokens: who is asking, and what they may do."""

from deskside.platform.identity.api import router
from deskside.platform.identity.authenticate import make_authenticate
from deskside.platform.identity.models import Department, SignInSession, Token, User
from deskside.platform.identity.principals import make_principal, scopes_now
from deskside.platform.identity.queries.credentials import (
    TokenEntry,
    list_devices,
    load_token_principals,
    script_of,
)
from deskside.platform.identity.queries.departments import load_department_paths, subtree_ids
from deskside.platform.identity.queries.users import (
    load_user_names,
    principal_of,
    setup_needed,
    user_by_login,
)
from deskside.platform.identity.roles import DEVICE_SCOPES, ROLE_SCOPES, ROLES, SCOPES, scopes_of
from deskside.platform.identity.same_site import check_change
from deskside.platform.identity.schemas.credentials import Device, Me, PairingCode
from deskside.platform.identity.scope import Reach, RowScope, department_scope
from deskside.platform.identity.service.credentials import issue_token, note_script, revoke_device
from deskside.platform.identity.service.departments import add_department
from deskside.platform.identity.service.pairing import create_pairing, redeem_pairing
from deskside.platform.identity.service.purge import purge_expired
from deskside.platform.identity.service.set_up import setup_token
from deskside.platform.identity.service.users import add_user
from deskside.platform.identity.settings import Security
from deskside.platform.identity.snapshot import TokenSnapshot
from deskside.platform.identity.usage import Usage

__all__ = [
    "DEVICE_SCOPES",
    "ROLES",
    "ROLE_SCOPES",
    "SCOPES",
    "Department",
    "Device",
    "Me",
    "PairingCode",
    "Reach",
    "RowScope",
    "Security",
    "SignInSession",
    "Token",
    "TokenEntry",
    "TokenSnapshot",
    "Usage",
    "User",
    "add_department",
    "add_user",
    "check_change",
    "create_pairing",
    "department_scope",
    "issue_token",
    "list_devices",
    "load_department_paths",
    "load_token_principals",
    "load_user_names",
    "make_authenticate",
    "make_principal",
    "note_script",
    "principal_of",
    "purge_expired",
    "redeem_pairing",
    "revoke_device",
    "router",
    "scopes_now",
    "scopes_of",
    "script_of",
    "setup_needed",
    "setup_token",
    "subtree_ids",
    "user_by_login",
]
