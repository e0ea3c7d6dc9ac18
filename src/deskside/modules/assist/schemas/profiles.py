"""Site profiles: how the panel reads one CRM."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import ConfigDict, Field, JsonValue, StringConstraints
from pydantic.alias_generators import to_camel

from deskside.kernel.wire import Input, Output
from deskside.modules.assist.schemas.fields import Patch

Upload = Literal["cn_num", "tags", "userid", "xinfang_id"]
UPLOADS: tuple[Upload, ...] = get_args(Upload)
NAME = r"[A-Za-z_$][\w$-]*"
JsonPath = Annotated[str, StringConstraints(max_length=200, pattern=rf"^{NAME}(\[\])?(\.{NAME}(\[\])?)*$")]
RowsPath = Annotated[str, StringConstraints(max_length=200, pattern=rf"^({NAME}(\[\])?\.)*{NAME}\[\]$")]
Endpoint = Annotated[str, StringConstraints(max_length=100, pattern=r"^[\w.-]+$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Pages = Annotated[
    str,
    StringConstraints(max_length=500, pattern=r"^((\*|https?)://[^\s/]+/\S*( (\*|https?)://[^\s/]+/\S*)*)?$"),
]
Selector = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Part(Input):
    """Names in the file are those of the userscript: camel case."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=True, str_strip_whitespace=True
    )


class Endpoints(Part):
    """The last segment of each address whose answer the panel reads."""

    extension: Endpoint = "GetProductExtensionData"
    accounts: Endpoint = "GetMasterAccountListV3"
    ahc: Endpoint = "GetAHCBasicInfo"
    admin: Endpoint = "GetBaseAdminInfo"
    tags: Endpoint = "GetAccountTag"


class ExtensionPaths(Part):
    product: JsonPath = "ProductType"
    market: JsonPath = "Market"
    account: JsonPath = "BaseProductInfo.ProductAccount"
    cn_number: JsonPath = "BaseProductInfo.CNNumber"
    china_pstn: JsonPath = "BaseProductInfo.ChinaPstn"


class AccountPaths(Part):
    """`rows` leads to the business accounts; the others begin at one of them."""

    rows: RowsPath = "list[].BusinessAccountList.list[]"
    id: JsonPath = "BusinessAccountId"
    business: JsonPath = "BusinessType"
    combo_tag: JsonPath = "ComboTag"
    combo_id: JsonPath = "ComboId"
    combo_name: JsonPath = "ComboName"
    signup: JsonPath = "SignupDate"
    activation: JsonPath = "ActivationDate"
    billing: JsonPath = "InitialBillingDate"
    contract_start: JsonPath = "ContractStartTime"
    contract_end: JsonPath = "ContractEndTime"


class AhcPaths(Part):
    combo_id: JsonPath = "FuncComboId"
    combo_name: JsonPath = "FuncComboName"
    active_start: JsonPath = "ActiveStartDate"
    contract_end: JsonPath = "FuncContractEndTime"


class AdminPaths(Part):
    user_id: JsonPath = "Userid"
    xinfang_id: JsonPath = "XinfangId"


class TagPaths(Part):
    text: JsonPath = "Message"
    separator: Annotated[str, Field(min_length=1, max_length=5)] = ";"


class TicketPaths(Part):
    """What the panel itself asks for, `page_size` at a time."""

    endpoint: Endpoint = "GetTicketList"
    rows: RowsPath = "TicketModels[]"
    id: JsonPath = "TicketId"
    title: JsonPath = "Title"
    description: JsonPath = "Description"
    category: JsonPath = "CurrentCategoryName"
    modified: JsonPath = "LastModified"
    status: JsonPath = "Status"
    page_size: Annotated[int, Field(ge=1, le=200)] = 30


class Promotion(Part):
    """A business that a combo tag turns into another one. Alias names: `from` is a word of Python."""

    source: Annotated[Word, Field(alias="from")] = "BB"
    tag: Word = "Prime"
    target: Annotated[Word, Field(alias="to")] = "Prime"


class Selectors(Part):
    functional_accounts: Selector = "#ProductDetailContainer #chooseid"
    plan_name: Selector = "#func_sp_plan_des"


class ProfileBody(Part):
    """All that is known about one CRM; what is left out is as the demo CRM has it.

    `pages` are the addresses that the panel shows on, like `https://crm.example/care/*`, with a space between
    two; empty: wherever the script runs. `uploads` names what panels send of an account and its agent besides
    account, market and product.
    """

    pages: Pages = ""
    root: JsonPath = "resultData"
    endpoints: Endpoints = Endpoints()
    extension: ExtensionPaths = ExtensionPaths()
    accounts: AccountPaths = AccountPaths()
    ahc: AhcPaths = AhcPaths()
    admin: AdminPaths = AdminPaths()
    tags: TagPaths = TagPaths()
    tickets: TicketPaths = TicketPaths()
    promotion: Promotion = Promotion()
    functional_business: Word = "AHC"
    selectors: Selectors = Selectors()
    uploads: Annotated[list[Upload], Field(max_length=len(UPLOADS))] = Field(default=[*UPLOADS])


ProfileName = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]


class ProfileIn(Input):
    name: ProfileName
    body: ProfileBody


class ProfilePatch(Patch):
    never_null: ClassVar[frozenset[str]] = frozenset({"name", "body"})

    name: ProfileName | None = None
    body: ProfileBody | None = None


class ProfileOut(Output):
    id: int
    name: str
    body: ProfileBody
    last_modified: datetime
    by: str | None
    version: int


class ProfileVersion(Output):
    version: int
    name: str
    body: ProfileBody
    at: datetime
    by: str | None


class ProfileRestore(Input):
    """Make version `to_version` the present one again; `version` is the one on screen."""

    version: Annotated[int, Field(ge=1)]
    to_version: Annotated[int, Field(ge=1)]


class ProfileTry(Input):
    """A profile over answers of the CRM, by part; without `answers`, over those recorded of the demo CRM."""

    body: ProfileBody
    answers: dict[str, JsonValue] | None = None


class ReadingOut(Output):
    """A null `value`: nothing lies at `path`."""

    part: str
    field: str
    path: str
    value: str | None


class TryOut(Output):
    """`unread` are the parts whose answer was not given or cannot be read, with the reason."""

    readings: list[ReadingOut]
    unread: dict[str, str]
    missing: int
