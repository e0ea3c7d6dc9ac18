"""Roles and what each may do. A scope that stands nowhere here is nobody's."""

from collections.abc import Iterable

ASSIST = {"assist:read", "assist:tick", "assist:manage"}
CONTACTS = {"contacts:read", "contacts:write", "contacts:import", "contacts:export", "contacts:mail"}
PROJECTS = {"projects:read", "projects:manage", "projects:sync"}
MEMBERS = {"members:read", "members:write", "members:reveal"}
CALLS = {"calls:read", "calls:sync", "calls:manage"}
RUNS = {"runs:read", "runs:manage"}
SETTINGS = {"settings:read", "settings:manage"}
NOTIFY = {"notify:read", "notify:manage"}
MODULES = ASSIST | CONTACTS | PROJECTS | MEMBERS | CALLS
ALL = MODULES | RUNS | SETTINGS | NOTIFY | {"users:manage", "audit:read"}
SCOPES: frozenset[str] = frozenset(ALL)

READING = {"assist:read", "contacts:read", "projects:read", "members:read", "calls:read"}

ROLE_SCOPES: dict[str, frozenset[str]] = {
    # Everything, users and settings included.
    "admin": SCOPES,
    # Leads a department: every module, runs and notices; sees settings, changes none; no users, no audit.
    "manager": frozenset(MODULES | RUNS | NOTIFY | {"settings:read"}),
    # Works on accounts in the CRM: ticks reminders, looks people up, changes nothing else.
    "agent": frozenset(READING | {"assist:tick"}),
    # Keeps customers and mails them; sees projects and calls about them.
    "sales": frozenset((CONTACTS - {"contacts:export"}) | {"assist:read", "projects:read", "calls:read"}),
    # Works on projects; sees whom they are for.
    "engineer": frozenset({"assist:read", "projects:read", "projects:sync", "contacts:read"}),
    # Sees the members of the own coach_id, and writes notes on them.
    "coach": frozenset({"members:read", "members:write"}),
    # Sees that the house is in order, and no customer.
    "auditor": frozenset({"audit:read", "runs:read", "settings:read", "notify:read"}),
    # A program with a token: the modules' reading and ticking; give its token only what it needs of them.
    "service": frozenset(READING | {"assist:tick", "calls:sync", "projects:sync", "runs:read"}),
}
ROLES: frozenset[str] = frozenset(ROLE_SCOPES)
DEVICE_SCOPES: frozenset[str] = frozenset({"assist:read", "assist:tick"})


def scopes_of(roles: Iterable[str]) -> frozenset[str]:
    """What people with these roles may do; a role of another release counts for nothing."""
    return frozenset().union(*(ROLE_SCOPES.get(role, frozenset()) for role in roles))
