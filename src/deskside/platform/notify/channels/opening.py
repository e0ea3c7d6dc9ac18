"""The channels as they are set up now."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from deskside.kernel.http import Net, PrivateNets
from deskside.kernel.vault import Vault
from deskside.platform.notify.accounts import ACCOUNTS, Account, Apprise, Bot, Sms, Smtp, Wechat, Wecom
from deskside.platform.notify.channels.base import Sender, Senders
from deskside.platform.notify.channels.inbox import ConsoleInbox
from deskside.platform.notify.channels.mail import MailServer
from deskside.platform.notify.channels.other import AppriseUrls
from deskside.platform.notify.channels.recording import RecordingSenders
from deskside.platform.notify.channels.sms import open_sms
from deskside.platform.notify.channels.wechat import WechatTemplates
from deskside.platform.notify.channels.wecom import WecomApp, WecomBot
from deskside.platform.notify.environment import SinksEnv


class VendorSenders:
    """Opens the real ones."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def open(self, db: Session, channel: str) -> Sender | None:
        """The channel; None where it is not set up."""
        if channel == "inbox":
            return ConsoleInbox()
        find = ACCOUNTS.get(channel)
        account = None if find is None else find(db, self._vault)
        return None if account is None else sender_of(account, PrivateNets().nets())


def senders_of(vault: Vault) -> Senders:
    """The real ones; in the demo, what is not set up records."""
    real = VendorSenders(vault)
    return real if SinksEnv().sinks_url is None else RecordingSenders(real)


def sender_of(account: Account, private_nets: Sequence[Net]) -> Sender:
    """What sends by an account."""
    match account:
        case Smtp():
            return MailServer(account, private_nets)
        case Sms():
            return open_sms(account)
        case Wechat():
            return WechatTemplates(account)
        case Wecom():
            return WecomApp(account)
        case Bot():
            return WecomBot(account, private_nets)
        case Apprise():
            return AppriseUrls(account, private_nets)
