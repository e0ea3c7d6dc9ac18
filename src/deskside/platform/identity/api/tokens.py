"""`/api/tokens`: API tokens, and the list of device tokens beside them."""

from typing import Annotated

from fastapi import Query

from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.platform.identity.api.access import InPerson
from deskside.platform.identity.queries.credentials import list_tokens
from deskside.platform.identity.schemas.credentials import NewToken, TokenIn, TokensOut
from deskside.platform.identity.schemas.users import Id
from deskside.platform.identity.service.credentials import create_token, revoke_token

router = make_router("identity", "/api/tokens")


@router.get("")
def get_tokens(db: Db, actor: InPerson, *, everyone: Annotated[bool, Query()] = False) -> TokensOut:
    """One's own tokens; with users:manage those of `everyone`."""
    return db.read(list_tokens, actor, everyone=everyone)


@router.post("", status_code=201)
def post_token(db: Db, actor: InPerson, body: TokenIn) -> NewToken:
    """A new API token; its secret is in this answer only."""
    return db.write(create_token, body, actor)


@router.delete("/{token_id}", status_code=204)
def delete_token(db: Db, actor: InPerson, token_id: Id) -> None:
    """Revoke a token, at once."""
    db.write(revoke_token, token_id, actor)
