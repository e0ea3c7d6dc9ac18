"""The fake CRM's page, and the relay that stands in for a userscript manager."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.testclient import TestClient

if TYPE_CHECKING:
    from tests.demo.conftest import Deskside

Browse = Callable[[str], TestClient]

JSON = {"content-type": "application/json"}


def call(url: str, **more: object) -> dict[str, object]:
    return {"method": "GET", "url": url, "headers": {}, **more}


def test_the_page_loads_the_userscript_only_when_asked(crm: TestClient) -> None:
    assert "deskside.user.js" not in crm.get("/crm/?acct=1001").text
    page = crm.get("/crm/?acct=1001&deskside=1&agent=wang").text
    assert page.index("gm-shim.js") < page.index("deskside.user.js") < page.index("page.js")
    assert "王强" in page


def test_a_visit_begins_a_session_for_the_crm_alone(deskside: "Deskside", crm_at: Browse) -> None:
    cookie = crm_at(deskside.base).get("/crm/").headers["set-cookie"].lower()
    assert "path=/crm/" in cookie
    assert "httponly" in cookie


def test_every_file_of_the_page_is_served(crm: TestClient) -> None:
    for name in ("page.js", "page.css", "account.js", "demo-bar.js", "gm-shim.js", "tool.js", "css/bills"):
        assert crm.get(f"/crm/{name}").status_code == 200, name


def test_the_relay_forwards_to_deskside_without_cookies(crm: TestClient, deskside: "Deskside") -> None:
    headers = {
        "Authorization": "Bearer t",
        "Content-Type": "application/json",
        "Cookie": "a=b",
        "Host": "evil",
    }
    asked = call(f"{deskside.base}/api/assist/lookup", method="POST", headers=headers, data='{"acct_id":1}')
    assert crm.post("/crm/gm", json=asked).json() == {"ok": True, "status": 201, "text": '{"said":"你好"}'}
    method, path, heard, body = deskside.heard[-1]
    assert (method, path, body) == ("POST", "/api/assist/lookup", '{"acct_id":1}')
    assert heard["authorization"] == "Bearer t"
    assert "cookie" not in heard
    assert heard["host"] == urlsplit(deskside.base).netloc


def test_the_relay_refuses_every_other_address(crm: TestClient, deskside: "Deskside") -> None:
    port = urlsplit(deskside.base).port
    elsewhere = [
        "http://example.com/",
        "http://169.254.169.254/latest",
        deskside.base,
        f"{deskside.base}@example.com/",
        f"{deskside.base}0/",
        f"http://127.0.0.1.example.com:{port}/",
        f"https://127.0.0.1:{port}/",
        "file:///etc/passwd",
        "//example.com/",
        "",
    ]
    for url in elsewhere:
        assert crm.post("/crm/gm", json=call(url)).status_code == 403, url
    assert crm.post("/crm/gm", json=call(f"{deskside.base}/", method="TRACE")).status_code == 403
    assert deskside.heard == []


def test_a_relay_body_that_is_not_a_call_is_refused(crm: TestClient) -> None:
    assert crm.post("/crm/gm", content="{", headers=JSON).status_code == 400
    assert crm.post("/crm/gm", content="[]", headers=JSON).status_code == 400
    assert crm.post("/crm/gm", content="url=x").status_code == 415


def test_no_connection_is_an_answer_of_its_own(nobody: str, crm_at: Browse) -> None:
    crm = crm_at(nobody)
    assert crm.post("/crm/gm", json=call(f"{nobody}/api")).json() == {"ok": False, "error": "ConnectError"}


def test_the_script_outlives_its_server(crm: TestClient, deskside: "Deskside") -> None:
    assert "script()" in crm.get("/crm/deskside.user.js").text
    deskside.server.shutdown()
    deskside.server.server_close()
    installed = crm.get("/crm/deskside.user.js")
    assert installed.status_code == 200
    assert "script()" in installed.text


def test_without_a_copy_the_page_is_told_so(nobody: str, crm_at: Browse) -> None:
    assert crm_at(nobody).get("/crm/deskside.user.js").status_code == 503


def test_the_public_name_in_the_script_leads_to_the_same_server(
    crm: TestClient, deskside: "Deskside"
) -> None:
    asked = call(f"{deskside.name}/api/assist/panel")
    assert crm.post("/crm/gm", json=asked).status_code == 403
    crm.get("/crm/deskside.user.js")
    assert crm.post("/crm/gm", json=asked).json()["status"] == 200
    assert deskside.heard[-1][1] == "/api/assist/panel"
