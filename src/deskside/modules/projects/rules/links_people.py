"""Who belongs to a project, and how they can be reached."""

from collections.abc import Mapping
from dataclasses import dataclass

from deskside.kernel.masking import mask_phone
from deskside.modules.projects.rules.links import ROLES, Role, hash_of, recipient_key

Remote = Mapping[str, str | None] | None


@dataclass(frozen=True)
class Person:
    """Customer, engineer or salesman of one project, as the remote has them."""

    role: Role
    id: str
    name: str
    phone: str | None = None
    email: str | None = None
    openid: str | None = None

    @property
    def recipient(self) -> str:
        """The name of the recipient in links, visits and notices."""
        return recipient_key(self.role, self.id)

    @property
    def code_channels(self) -> tuple[str, ...]:
        """How a code reaches this person: the phone first."""
        return tuple(name for name, has in (("sms", self.phone), ("email", self.email)) if has)

    @property
    def reachable(self) -> bool:
        """Whether anything at all can be sent."""
        return bool(self.phone or self.email or self.openid)

    @property
    def masked(self) -> str:
        """The address as others may see it."""
        if self.phone:
            return mask_phone(self.phone)
        name, at, host = (self.email or "").partition("@")
        return f"{name[:1]}****{at}{host}" if at else ""


def people_of(customer: Remote, engineer: Remote, salesman: Remote) -> dict[Role, Person]:
    """Everybody who is named at all, by role."""
    given = dict(zip(ROLES, (customer, engineer, salesman), strict=True))
    found = ((role, _person(role, remote)) for role, remote in given.items())
    return {role: person for role, person in found if person is not None}


def _person(role: Role, remote: Remote) -> Person | None:
    if not remote:
        return None
    text = {name: (remote.get(name) or "").strip() for name in ("id", "name", "phone", "email", "openid")}
    # Who has no id is known by the address: never in the clear, because this becomes a key.
    address = text["phone"] or text["email"] or text["openid"] or text["name"]
    identifier = text["id"] or (f"~{hash_of(address)[:24]}" if address else "")
    if not identifier:
        return None
    return Person(
        role,
        identifier[:100],
        text["name"][:100],
        text["phone"] or None,
        text["email"] or None,
        text["openid"] or None,
    )
