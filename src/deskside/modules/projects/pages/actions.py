"""The buttons of a customer's page. What they answer before a proof never depends on the link."""

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from deskside.kernel.auth import public
from deskside.kernel.db import Writes
from deskside.kernel.errors import Forbidden
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.projects.pages.acting import Acting, ActingOf, spend_on_link
from deskside.modules.projects.pages.cookies import give
from deskside.modules.projects.rules.links import hash_of
from deskside.modules.projects.rules.links_cookies import new_secret
from deskside.modules.projects.schemas.links import ActedOut, FeedbackIn, ProofIn, WithToken
from deskside.modules.projects.service.links.asking import ask_for_link
from deskside.modules.projects.service.links.codes import ask_for_code
from deskside.modules.projects.service.links.feedback import say
from deskside.modules.projects.service.links.finding import viewing
from deskside.modules.projects.service.links.proving import Claim, leave, prove_by_code

router = make_router("links", "/s")


@router.post("/code", dependencies=[public])
def post_code(request: Request, response: Response, body: WithToken, acting: ActingOf, db: Db) -> ActedOut:
    """Have a code sent to the address on file; the answer is the same for a link that does not exist."""
    token_hash = hash_of(body.token)
    spend_on_link(request, acting, token_hash)
    secret = acting.secret or new_secret()
    db.write(ask_for_code, token_hash, hash_of(secret), acting.visitor)
    give(response, acting.caller, secret)
    return ActedOut(said=acting.said.sent)


@router.post("/proof", dependencies=[public], response_model=ActedOut)
def post_proof(request: Request, body: ProofIn, acting: ActingOf, db: Db) -> Response:
    """The digits; right ones make this browser the recipient's, under a new cookie."""
    spend_on_link(request, acting, hash_of(body.token))
    claim = Claim(body.token, acting.secret or "", new_secret(), acting.visitor)
    if not db.write(prove_by_code, claim, body.code):
        return JSONResponse(ActedOut(said=acting.said.wrong).model_dump(), status_code=403)
    admitted = JSONResponse(ActedOut().model_dump())
    give(admitted, acting.caller, claim.new_secret)
    return admitted


@router.post("/ask", dependencies=[public])
def post_ask(request: Request, body: WithToken, acting: ActingOf, db: Db) -> ActedOut:
    """Ask the person in charge for a new link."""
    token_hash = hash_of(body.token)
    spend_on_link(request, acting, token_hash)
    db.write(ask_for_link, token_hash, acting.visitor)
    return ActedOut(said=acting.said.asked)


@router.post("/feedback", dependencies=[public])
def post_feedback(body: FeedbackIn, acting: ActingOf, db: Db) -> ActedOut:
    """Solved or not; "not solved" becomes a task of the person in charge."""
    db.write(_say, acting, body)
    return ActedOut()


def _say(db: Writes, acting: Acting, body: FeedbackIn) -> None:
    view = viewing(db, acting.secret, body.token)
    if view is None or view.person.role != "customer":
        raise Forbidden(acting.said.denied, code="no_access")
    say(db, view, acting.visitor, solved=body.solved)


@router.post("/leave", dependencies=[public])
def post_leave(body: WithToken, acting: ActingOf, db: Db) -> ActedOut:
    """Let this browser see the project no more."""
    if acting.secret is not None:
        db.write(leave, body.token, acting.secret)
    return ActedOut()
