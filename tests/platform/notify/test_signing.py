"""The signatures that the providers publish as examples."""

from datetime import UTC, datetime

from deskside.platform.notify.channels.signing import (
    Key,
    aliyun_headers,
    aliyun_query,
    tencent_authorization,
)


def test_tencent_s_published_example() -> None:
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    headers = {
        "content-type": "application/json; charset=utf-8",
        "host": "cvm.tencentcloudapi.com",
        "x-tc-action": "describeinstances",
    }
    moment = datetime.fromtimestamp(1551113065, UTC)
    said = tencent_authorization(Key("AKID" + "*" * 32, "*" * 32), "cvm", headers, body, moment)
    assert said == (
        f"TC3-HMAC-SHA256 Credential=AKID{'*' * 32}/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host;x-tc-action, "
        "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    )


def test_tencent_s_earlier_example_signs_two_headers() -> None:
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    headers = {"content-type": "application/json; charset=utf-8", "host": "cvm.tencentcloudapi.com"}
    key = Key("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")
    said = tencent_authorization(key, "cvm", headers, body, datetime.fromtimestamp(1551113065, UTC))
    assert said.endswith("Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168")


def test_aliyun_s_published_example() -> None:
    query = aliyun_query(
        {"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}
    )
    headers = aliyun_headers(
        Key("YourAccessKeyId", "YourAccessKeySecret"),
        "ecs.cn-shanghai.aliyuncs.com",
        ("RunInstances", "2014-05-26"),
        query,
        datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
        "3156853299f313e23d1673dc12e1703d",
    )
    assert headers["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;"
        "x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_aliyun_s_parameters_are_sorted_and_encoded_by_rfc_3986() -> None:
    assert aliyun_query({"b": "a b+*~", "A": "验"}) == "A=%E9%AA%8C&b=a%20b%2B%2A~"
