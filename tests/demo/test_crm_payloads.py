"""The fake CRM answers in the shapes of the real one."""

import json
import re
from typing import cast

import pytest
from starlette.testclient import TestClient

from deskside.demo.crm.data import ACCOUNTS
from deskside.demo.crm.tickets import TICKETS, TRAP

Payload = dict[str, object]


def read(crm: TestClient, endpoint: str, **query: object) -> Payload:
    answer = crm.get(f"/crm/service/{endpoint}", params={k: str(v) for k, v in query.items()})
    assert answer.status_code == 200
    return cast("Payload", answer.json()["resultData"])


def tickets(crm: TestClient, account: int, *, cancelled: bool) -> list[Payload]:
    query = {"PageData": {"StartNum": 1, "EndNum": 30, "PageSize": 30, "PageNum": 1, "MaxCount": 0}}
    form = {
        "query": json.dumps({**query, "ChildBid": account}),
        "storeid": "0",
        "isCancel": str(cancelled).lower(),
    }
    answer = crm.post("/crm/service/GetTicketList", data=form)
    assert answer.status_code == 200
    return cast("list[Payload]", answer.json()["resultData"]["TicketModels"])


def test_the_totals_are_the_ones_written_down() -> None:
    products = [account.product for account in ACCOUNTS.values()]
    assert (len(products), products.count("AHC"), products.count("CP")) == (10, 2, 2)
    assert len(TICKETS) == 12
    assert sum(account.market == "USCN" for account in ACCOUNTS.values()) == 6
    assert sum(len(account.functional) for account in ACCOUNTS.values()) == 5


def test_product_data_names_the_account_on_screen(crm: TestClient) -> None:
    payload = read(crm, "GetProductExtensionData", bid=1001)
    assert payload["ProductType"] == "BB"
    assert payload["Market"] == "USCN"
    assert payload["BaseProductInfo"] == {"ProductAccount": 1001, "CNNumber": "", "ChinaPstn": ""}


def test_the_master_list_has_every_account_of_the_customer(crm: TestClient) -> None:
    payload = read(crm, "GetMasterAccountListV3", bid=1001)
    rows = cast("list[dict[str, dict[str, list[Payload]]]]", payload["list"])[0]["BusinessAccountList"][
        "list"
    ]
    assert [row["BusinessAccountId"] for row in rows] == [1001, 1005]
    assert set(rows[0]) == {
        "BusinessAccountId",
        "BusinessType",
        "ComboTag",
        "ComboId",
        "ComboName",
        "SignupDate",
        "ActivationDate",
        "InitialBillingDate",
        "ContractStartTime",
        "ContractEndTime",
    }
    assert rows[0]["SignupDate"] == "/Date(1556409600000)/"


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_date_is_milliseconds_in_a_date_envelope(crm: TestClient, account: int) -> None:
    text = json.dumps(read(crm, "GetMasterAccountListV3", bid=account))
    assert len(re.findall(r'"/Date\(-?\d+\)/"', text)) == 5 * text.count("BusinessAccountId")


def test_no_date_is_the_year_one(crm: TestClient) -> None:
    assert "/Date(-62135596800000)/" in json.dumps(read(crm, "GetMasterAccountListV3", bid=1010))


def test_a_functional_account_has_its_own_plan(crm: TestClient) -> None:
    first = read(crm, "GetAHCBasicInfo", bid=1003, funcid=770301)
    second = read(crm, "GetAHCBasicInfo", bid=1003, funcid=770302)
    assert set(first) == {"FuncComboId", "FuncComboName", "ActiveStartDate", "FuncContractEndTime"}
    assert (first["FuncComboId"], second["FuncComboId"]) == (20201, 20202)


def test_the_agent_and_the_tags_come_as_the_crm_sends_them(crm: TestClient) -> None:
    assert read(crm, "GetBaseAdminInfo", agent="wang") == {"Userid": 88002, "XinfangId": 5602}
    assert read(crm, "GetAccountTag", bid=1001) == {"Message": "VIP;AUTOPAY"}
    assert read(crm, "GetAccountTag", bid=1006) == {"Message": ""}


def test_tickets_are_asked_twice_to_see_the_cancelled_ones_too(crm: TestClient) -> None:
    current, cancelled = tickets(crm, 1001, cancelled=False), tickets(crm, 1001, cancelled=True)
    assert [ticket["Status"] for ticket in current] == ["OPEN", "PENDING", "CLOSED", "RESOLVED"]
    assert [ticket["Status"] for ticket in cancelled] == ["CANCELLED"]
    assert set(current[0]) == {
        "TicketId",
        "Title",
        "Description",
        "CurrentCategoryName",
        "LastModified",
        "Status",
    }
    assert str(current[0]["Title"]).startswith(TRAP)


def test_a_ticket_question_that_is_not_one_is_refused(crm: TestClient) -> None:
    assert crm.post("/crm/service/GetTicketList", data={"query": "{"}).status_code == 400
    assert crm.post("/crm/service/GetTicketList", data={}).status_code == 400


def test_without_a_session_nothing_is_told(crm: TestClient) -> None:
    crm.cookies.clear()
    assert crm.get("/crm/service/GetAccountTag", params={"bid": "1001"}).status_code == 401
    assert crm.post("/crm/service/GetTicketList", data={}).status_code == 401


def test_an_endpoint_can_be_made_to_fail(crm: TestClient) -> None:
    path = "/crm/service/GetAccountTag"
    assert crm.get(path, params={"bid": "1001", "fail": "1"}).status_code == 500
    broken = crm.get(path, params={"bid": "1001", "broken": "1"})
    assert broken.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        json.loads(broken.text)
    assert crm.get(path, params={"bid": "77"}).status_code == 404


def test_accounts_are_found_by_id_customer_and_product(crm: TestClient) -> None:
    def found(words: str) -> list[int]:
        answer = crm.get("/crm/service/SearchAccounts", params={"q": words})
        return [row["id"] for row in answer.json()]

    assert found("1001") == [1001]
    assert found("陈静") == [1003, 1008]
    assert found("ahc") == [1003, 1008]
    assert len(found("")) == 10
