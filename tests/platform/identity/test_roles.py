import pytest

from deskside.platform.identity import ROLE_SCOPES, ROLES, SCOPES, scopes_of

NAMES = {
    "assist": "read tick manage",
    "contacts": "read write import export mail",
    "projects": "read manage sync",
    "members": "read write reveal",
    "calls": "read sync manage",
    "runs": "read manage",
    "settings": "read manage",
    "notify": "read manage",
    "users": "manage",
    "audit": "read",
}


def test_the_scopes_are_those_of_the_specification() -> None:
    assert {f"{module}:{verb}" for module, verbs in NAMES.items() for verb in verbs.split()} == SCOPES


def test_the_roles_are_those_of_the_specification() -> None:
    assert {"admin", "manager", "agent", "sales", "engineer", "coach", "auditor", "service"} == ROLES


def test_an_administrator_may_do_everything_and_roles_only_what_exists() -> None:
    assert ROLE_SCOPES["admin"] == SCOPES
    assert all(scopes <= SCOPES for scopes in ROLE_SCOPES.values())


def test_a_manager_has_every_modules_scopes_but_no_users_settings_or_audit() -> None:
    modules = {
        scope
        for scope in SCOPES
        if scope.split(":")[0] in {"assist", "contacts", "projects", "members", "calls"}
    }
    assert modules <= ROLE_SCOPES["manager"]
    assert not {"users:manage", "settings:manage", "audit:read"} & ROLE_SCOPES["manager"]


@pytest.mark.parametrize(
    ("scope", "roles"),
    [
        ("users:manage", {"admin"}),
        ("settings:manage", {"admin"}),
        ("audit:read", {"admin", "auditor"}),
        ("assist:manage", {"admin", "manager"}),
        ("assist:tick", {"admin", "manager", "agent", "service"}),
        ("contacts:export", {"admin", "manager"}),
        ("members:reveal", {"admin", "manager"}),
        ("members:write", {"admin", "manager", "coach"}),
        ("runs:manage", {"admin", "manager"}),
    ],
)
def test_what_matters_is_in_few_hands(scope: str, roles: set[str]) -> None:
    assert {role for role, scopes in ROLE_SCOPES.items() if scope in scopes} == roles


def test_roles_add_up_and_unknown_ones_count_for_nothing() -> None:
    assert (
        scopes_of(["coach", "auditor", "of another release"]) == ROLE_SCOPES["coach"] | ROLE_SCOPES["auditor"]
    )
    assert scopes_of([]) == frozenset()
