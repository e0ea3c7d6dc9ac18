"""What managers may set of contacts. Fields have the names that the document gives its parameters."""

from typing import Annotated, Literal

from pydantic import Field

from deskside.platform.settings import SettingsGroup, Words, settings_group

Operator = Literal["=", ">", ">="]
Shared = Literal["own", "department", "subtree", "all"]


@settings_group("contacts", title=Words("客户管理", "Customers"))
class ContactsSettings(SettingsGroup):
    """Who is due, and who sees whose customers."""

    followup_importance: Annotated[
        int, Field(ge=0, le=5), Words("待跟进客户评级", "Rating of customers to follow up")
    ] = 3
    followup_importance_operators: Annotated[
        Operator,
        Words(
            "评级比较方式",
            "Compared by",
            "客户评级 等于、大于 或 大于等于 上面的评级时才需跟进",
            "A customer is due when the rating is equal to, above, or at least the one set",
        ),
    ] = ">="
    followup_days: Annotated[
        int,
        Field(ge=1, le=3650),
        Words(
            "联系间隔天数",
            "Days without contact",
            "超过这么多天没有联系客户及其公司，就列入待跟进",
            "Due when neither the customer nor the company was contacted for more days than this",
        ),
    ] = 30
    reach: Annotated[
        Shared,
        Words(
            "可见范围",
            "Who sees whose customers",
            "own 仅本人，department 本部门，subtree 含下级，all 全部；经理总能看到下级，管理员看到全部",
            "Managers always see the departments below theirs, administrators all",
        ),
    ] = "department"
    bin_days: Annotated[
        int,
        Field(ge=1, le=3650),
        Words(
            "回收站保留天数", "Days in the recycle bin", "到期后彻底删除", "Then they are deleted for good"
        ),
    ] = 90
