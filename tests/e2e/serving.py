"""Panels that are served what a test wants them to be served."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route
from tests.e2e.conftest import OpenCrm

TRAP = '<img src=x onerror="window.__trap=1"><script>window.__trap=1</script>'
Json = dict[str, Any]  # bodies as a client has them


def answering(page: Page, answers: dict[str, Callable[[], object]]) -> None:
    """Have calls to Deskside that begin with these addresses answered so; the others go on."""

    def relay(route: Route) -> None:
        call = json.loads(route.request.post_data or "{}")
        path = str(call.get("url", "")).split("/api/assist", 1)[-1]
        found = next((body for start, body in answers.items() if path.startswith(start)), None)
        if found is None:
            route.continue_()
        else:
            route.fulfill(json={"ok": True, "status": 200, "text": json.dumps(found())})

    page.route("**/crm/gm", relay)


def panel_config(**change: object) -> Json:
    """The panel's configuration as a server serves it, changed as told."""
    plain: Json = {
        "agent": {"id": 1, "name": "李娜", "login": "agent-li"},
        "version": "0.1.0",
        "min_version": "0.1.0",
        "enabled": True,
        "message": None,
    }
    return plain | change


def configured(open_crm: OpenCrm, config: Json, **more: Callable[[], object]) -> Page:
    """The CRM's page with a panel that is served `config`, with account 1001 open."""
    page = open_crm("")
    answering(page, {"/panel": lambda: config, **{f"/{name}": body for name, body in more.items()}})
    page.goto(f"{page.url}&acct=1001")
    return page
