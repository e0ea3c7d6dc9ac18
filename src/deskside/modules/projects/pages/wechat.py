"""In WeChat the recipient need not type a code: WeChat says silently whose browser it is."""

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from deskside.kernel import clock
from deskside.kernel.auth import public
from deskside.kernel.connectors import RemoteError
from deskside.kernel.errors import Conflict
from deskside.kernel.routing import make_router
from deskside.kernel.vault import VaultOf
from deskside.kernel.wire import Db
from deskside.modules.projects.connectors.wechat import openid_of
from deskside.modules.projects.pages.acting import ActingOf, spend_on_link
from deskside.modules.projects.pages.cookies import give
from deskside.modules.projects.rules.links import hash_of
from deskside.modules.projects.rules.links_cookies import new_secret
from deskside.modules.projects.rules.links_wechat import authorize_url, is_state, make_state
from deskside.modules.projects.schemas.links import ActedOut, WechatIn, WithToken
from deskside.modules.projects.service.links.keys import link_secret, public_base
from deskside.modules.projects.service.links.proving import Claim, prove_by_openid
from deskside.platform.notify.accounts import Wechat, wechat_account

router = make_router("links", "/s")


@router.post("/silently", dependencies=[public])
def post_silently(
    request: Request, response: Response, body: WithToken, acting: ActingOf, db: Db, vault: VaultOf
) -> ActedOut:
    """Where to go to be recognised; nowhere without an Official Account."""
    token_hash = hash_of(body.token)
    spend_on_link(request, acting, token_hash)
    account = db.read(wechat_account, vault)
    try:
        base = public_base(acting.caller.origin)
    except Conflict:
        return ActedOut()
    if account is None:
        return ActedOut()
    secret = acting.secret or new_secret()
    give(response, acting.caller, secret)
    state = make_state(link_secret(), hash_of(secret), token_hash, _now())
    return ActedOut(go=authorize_url(account.appid, f"{base}/s/wechat", state))


@router.post("/wechat", dependencies=[public], response_model=ActedOut)
def post_wechat(request: Request, body: WechatIn, acting: ActingOf, db: Db, vault: VaultOf) -> Response:
    """What WeChat came back with; a browser of the recipient's may see the project."""
    token_hash = hash_of(body.token)
    spend_on_link(request, acting, token_hash)
    secret = acting.secret or ""
    begun_here = is_state(body.state, link_secret(), hash_of(secret), token_hash, _now())
    account = db.read(wechat_account, vault)
    openid = _openid(account, body.code) if begun_here and account is not None else None
    claim = Claim(body.token, secret, new_secret(), acting.visitor)
    if not db.write(prove_by_openid, claim, openid):
        return JSONResponse(ActedOut().model_dump(), status_code=403)
    admitted = JSONResponse(ActedOut().model_dump())
    give(admitted, acting.caller, claim.new_secret)
    return admitted


def _openid(account: Wechat, code: str) -> str | None:
    try:
        return openid_of(account.url, account.appid, account.secret, code)
    except RemoteError:
        return None


def _now() -> int:
    return int(clock.now().timestamp())
