"""The floor of bench/lookup.py: a bare ASGI server that does only what cannot be left out.

It finds one bearer token in a dictionary, reads account and number, asks the same indexed question by
the same driver, joins as many bytes as the product joins, and sends them.
"""

import json
import os
import sqlite3
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
QUESTION = (
    "SELECT reminder_id, is_processed, last_processed_at, listed, version, actor_id"
    " FROM acct_reminders WHERE acct_id = ?"
)
BOTH = f"{QUESTION} UNION ALL SELECT -list_id, FALSE, NULL, FALSE, 0, NULL FROM numbers WHERE number = ?"
setup = json.loads(os.environ["FLOOR_SETUP"])
TOKENS = {f"Bearer {setup['token']}".encode(): 1}
PIECES = [b"x" * size for size in setup["pieces"]]
connection = sqlite3.connect(setup["database"], isolation_level=None, check_same_thread=False)
connection.execute("PRAGMA query_only=ON")


async def app(
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Answer every POST alike."""
    if scope["type"] != "http":
        return
    token = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
    if token not in TOKENS:
        await send({"type": "http.response.start", "status": 401, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})
        return
    body = (await receive())["body"]
    acct_id = int(body[body.index(b":") + 1 : body.index(b",")])
    number_at = body.find(b'"cn_num":"')
    if number_at < 0:
        connection.execute(QUESTION, (acct_id,)).fetchall()
    else:
        number = body[number_at + 10 : body.index(b'"', number_at + 10)].decode()
        connection.execute(BOTH, (acct_id, number)).fetchall()
    answer = b",".join(PIECES)
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(answer))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})
