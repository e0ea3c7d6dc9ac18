"""Identity over HTTP."""

from deskside.kernel.routing import joined
from deskside.platform.identity.api import account, departments, session, tokens, users

router = joined(part.router for part in (session, account, users, departments, tokens))
