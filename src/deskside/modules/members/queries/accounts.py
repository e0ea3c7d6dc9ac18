"""Which members an account of the CRM belongs to, where the warehouse knows it."""

from sqlalchemy import BigInteger, Connection, bindparam, select

from deskside.modules.members.models.warehouse import MEMBER_ACCOUNT, RELATION
from deskside.modules.members.queries.filters import COACH_ID, of_site

_ACCOUNT_ID = bindparam("account_id", type_=BigInteger())
_MEMBERS = (
    select(MEMBER_ACCOUNT.c.member_id)
    .where(
        of_site(MEMBER_ACCOUNT), MEMBER_ACCOUNT.c.account_id == bindparam("account_id", type_=BigInteger())
    )
    .distinct()
    .order_by(MEMBER_ACCOUNT.c.member_id)
    .limit(bindparam("limit"))
)
_OWN = _MEMBERS.where(
    MEMBER_ACCOUNT.c.member_id.in_(
        select(RELATION.c.member_id).where(of_site(RELATION), RELATION.c.assistant_id == COACH_ID)
    )
)


def list_members_of(
    warehouse: Connection, site: str, account_id: int, coach_id: int | None, limit: int
) -> list[int]:
    """The account's members; with `coach_id`, only those who are related to that coach."""
    values: dict[str, object] = {"site": site, "account_id": account_id, "limit": limit}
    if coach_id is None:
        return list(warehouse.scalars(_MEMBERS, values))
    return list(warehouse.scalars(_OWN, {**values, "coach_id": coach_id}))
