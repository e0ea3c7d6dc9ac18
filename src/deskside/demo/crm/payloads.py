"""The CRM's answers, in exactly the shapes that the userscript reads."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from deskside.demo.crm.data import Account, Agent, Functional, accounts_of_master
from deskside.demo.crm.tickets import Ticket

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def date_text(moment: datetime) -> str:
    """`/Date(ms)/`, UTC; the CRM's "no date" is the year 1."""
    return f"/Date({(moment - EPOCH) // timedelta(milliseconds=1)})/"


def answer(payload: Json) -> dict[str, Json]:
    """What every endpoint wraps its payload in."""
    return {"resultCode": 0, "resultMessage": "", "resultData": payload}


def product_extension(account: Account) -> Json:
    """GetProductExtensionData: which account is on screen."""
    return {
        "ProductType": account.product,
        "Market": account.market,
        "BaseProductInfo": {
            "ProductAccount": account.id,
            "CNNumber": account.cn_number,
            "ChinaPstn": account.china_pstn,
        },
    }


def master_accounts(account: Account) -> Json:
    """GetMasterAccountListV3: every business account of the customer."""
    rows: list[Json] = [_business_account(each) for each in accounts_of_master(account.master)]
    return {"list": [{"MasterAccountId": account.master, "BusinessAccountList": {"list": rows}}]}


def _business_account(account: Account) -> Json:
    return {
        "BusinessAccountId": account.id,
        "BusinessType": account.product,
        "ComboTag": account.combo_tag,
        "ComboId": account.plan_id,
        "ComboName": account.plan_name,
        "SignupDate": date_text(account.signup),
        "ActivationDate": date_text(account.activation),
        "InitialBillingDate": date_text(account.billing),
        "ContractStartTime": date_text(account.contract_start),
        "ContractEndTime": date_text(account.contract_end),
    }


def ahc_basic_info(chosen: Functional) -> Json:
    """GetAHCBasicInfo: the chosen functional account."""
    return {
        "FuncComboId": chosen.plan_id,
        "FuncComboName": chosen.plan_name,
        "ActiveStartDate": date_text(chosen.active_start),
        "FuncContractEndTime": date_text(chosen.contract_end),
    }


def admin_info(agent: Agent) -> Json:
    """GetBaseAdminInfo: who is signed in."""
    return {"Userid": agent.user_id, "XinfangId": agent.xinfang_id}


def account_tags(account: Account) -> Json:
    """GetAccountTag: names joined by semicolons."""
    return {"Message": ";".join(account.tags)}


def ticket_list(tickets: Sequence[Ticket], most: int) -> Json:
    """GetTicketList: one page."""
    return {
        "TicketModels": [
            {
                "TicketId": ticket.id,
                "Title": ticket.title,
                "Description": ticket.description,
                "CurrentCategoryName": ticket.category,
                "LastModified": date_text(ticket.modified),
                "Status": ticket.status,
            }
            for ticket in tickets[:most]
        ]
    }
