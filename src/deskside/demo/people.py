"""Who works in the demo: two service departments under one, sales, engineering, coaching."""

from typing import NamedTuple

from deskside.kernel.db import Writes
from deskside.platform.identity import Department, add_user

PASSWORD = "deskside-demo"  # noqa: S105 - printed at every start of the demo, which listens on loopback only


class Person(NamedTuple):
    """One sign-in."""

    login: str
    name: str
    role: str
    department: str


DEPARTMENTS = {
    "客户中心": None,
    "客服一部": "客户中心",
    "客服二部": "客户中心",
    "销售部": None,
    "技术部": None,
    "教练组": None,
}
PEOPLE = (
    Person("admin", "系统管理员", "admin", "客户中心"),
    Person("lead", "周敏", "manager", "客户中心"),
    Person("agent-li", "李娜", "agent", "客服一部"),
    Person("agent-wang", "王强", "agent", "客服二部"),
    Person("sales", "陈晓", "sales", "销售部"),
    Person("engineer", "赵磊", "engineer", "技术部"),
    Person("coach", "孙悦", "coach", "教练组"),
)
LOGINS = tuple(person.login for person in PEOPLE)


def add_people(db: Writes) -> None:
    """Add everybody, approved."""
    ids: dict[str, int] = {}
    for name, parent in DEPARTMENTS.items():
        department = Department(name=name, parent_id=ids[parent] if parent else None)
        db.add(department)
        db.flush()
        ids[name] = department.id
    for number, person in enumerate(PEOPLE):
        user = add_user(
            db,
            login=person.login,
            name=person.name,
            roles=[person.role],
            password=PASSWORD,
            department_id=ids[person.department],
        )
        user.email, user.phone = f"{person.login}@deskside.example", f"1390000{number + 1:04d}"
        user.wecom, user.openid = person.login, f"openid-{person.login}"
