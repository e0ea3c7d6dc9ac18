"""Products and their other names."""

from fastapi.testclient import TestClient

BUSINESSES = "/api/assist/businesses"
GLOBAL = {"market": "USCN", "is_global": True, "is_all_business": False}
QUESTION = {"acct_id": 5, "market": "USCN", "business": "宽带"}


def id_of(lead: TestClient, name: str) -> int:
    found: int = next(one["id"] for one in lead.get(BUSINESSES).json()["items"] if one["name"] == name)
    return found


def aliases_of(lead: TestClient) -> dict[str, list[str]]:
    items = lead.get(f"{BUSINESSES}/use").json()["items"]
    return {one["name"]: one["aliases"] for one in items if one["aliases"]}


def test_an_alias_means_its_product_wherever_products_are_named(lead: TestClient, li: TestClient) -> None:
    assert li.post("/api/assist/lookup", json=QUESTION).status_code == 400
    answer = lead.put(
        f"{BUSINESSES}/{id_of(lead, 'BB')}/aliases", json={"aliases": ["宽带", "BroadBand", "bb"]}
    )
    assert answer.json() == ["bb", "BroadBand", "宽带"]
    assert li.post("/api/assist/lookup", json=QUESTION).status_code == 200
    plan = {"plan_id": 8801, "name": "BB 24 Months", "business": "BROADBAND"}
    assert lead.post("/api/assist/plans", json=plan).json()["business"] == "BB"
    assert lead.get("/api/assist/plans", params={"business": "宽带"}).json()["total"] == 1
    made = lead.post(
        "/reminder/insert", json={"title": "回访", "content": "回访", "business_name": "宽带"} | GLOBAL
    )
    assert made.status_code == 202


def test_the_list_is_replaced_as_a_whole(lead: TestClient) -> None:
    address = f"{BUSINESSES}/{id_of(lead, 'BB')}/aliases"
    lead.put(address, json={"aliases": ["宽带", "BroadBand"]})
    assert lead.put(address, json={"aliases": ["宽带"]}).json() == ["宽带"]
    assert aliases_of(lead) == {"BB": ["宽带"]}
    assert lead.put(address, json={"aliases": []}).json() == []
    assert aliases_of(lead) == {}


def test_a_name_means_one_product_only(lead: TestClient) -> None:
    own, other = (f"{BUSINESSES}/{id_of(lead, name)}/aliases" for name in ("BB", "CP"))
    lead.put(own, json={"aliases": ["宽带"]})
    for taken, holder in (("宽带", "BB"), ("ahc", "AHC")):
        refused = lead.put(other, json={"aliases": ["手机", taken]})
        assert refused.status_code == 409
        assert f"means {holder}" in refused.json()["detail"]
    refused = lead.post(BUSINESSES, json={"name": "宽带"})
    assert refused.status_code == 409
    assert aliases_of(lead) == {"BB": ["宽带"]}


def test_bad_aliases_are_refused(lead: TestClient, li: TestClient) -> None:
    address = f"{BUSINESSES}/{id_of(lead, 'BB')}/aliases"
    assert lead.put(f"{BUSINESSES}/200/aliases", json={"aliases": []}).status_code == 404
    for bad in ([" "], ["x" * 41], ["x"] * 21):
        assert lead.put(address, json={"aliases": bad}).status_code == 422
    assert li.put(address, json={"aliases": []}).status_code == 403
