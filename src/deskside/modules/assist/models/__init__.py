"""The document's tables, with new columns only beside its own."""

from deskside.modules.assist.models.accounts import (
    UNTOLD,
    AccountTag,
    AcctReminder,
    AssistAccount,
    ProcessLog,
)
from deskside.modules.assist.models.fields import (
    CLUSTERED,
    MAX_ACCT_ID,
    MAX_BUSINESS_ID,
    MAX_INT,
    UnsignedInt,
)
from deskside.modules.assist.models.imports import AccountList, AccountListRow, PlanImport, PlanImportRow
from deskside.modules.assist.models.numbers import Number, NumberList, NumberLoad
from deskside.modules.assist.models.plans import Business, BusinessAlias, Plan, PlanVersion, UnknownPlan
from deskside.modules.assist.models.reminders import Reminder, ReminderToBusiness, ReminderToDepartment
from deskside.modules.assist.models.tags import TagCount, TagMeaning
from deskside.modules.assist.models.tasks import AssistTask

__all__ = [
    "CLUSTERED",
    "MAX_ACCT_ID",
    "MAX_BUSINESS_ID",
    "MAX_INT",
    "UNTOLD",
    "AccountList",
    "AccountListRow",
    "AccountTag",
    "AcctReminder",
    "AssistAccount",
    "AssistTask",
    "Business",
    "BusinessAlias",
    "Number",
    "NumberList",
    "NumberLoad",
    "Plan",
    "PlanImport",
    "PlanImportRow",
    "PlanVersion",
    "ProcessLog",
    "Reminder",
    "ReminderToBusiness",
    "ReminderToDepartment",
    "TagCount",
    "TagMeaning",
    "UnknownPlan",
    "UnsignedInt",
]
