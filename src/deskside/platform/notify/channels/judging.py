"""What providers' codes mean: taken, refused for this recipient, refused for all, or later."""

from dataclasses import dataclass, field

from deskside.kernel.connectors import RemoteError, RemoteRefused, RemoteUnavailable
from deskside.platform.notify.channels.base import RecipientBusy, RecipientRefused

LATER_SECONDS = 60


@dataclass(frozen=True)
class Codes:
    """A provider's codes. Those that end in `*` stand for all that begin so; what is not here is refused."""

    recipient: frozenset[str] = field(default_factory=frozenset)
    busy: frozenset[str] = field(default_factory=frozenset)
    later: frozenset[str] = field(default_factory=frozenset)

    def failure(self, remote: str, code: str, message: str) -> RemoteError:
        """The error that the code means."""
        said = f"{remote}: {code} {message}".strip()
        if _is_in(code, self.recipient):
            return RecipientRefused(said, remote=remote)
        if _is_in(code, self.busy):
            return RecipientBusy(said, remote=remote, retry_after=LATER_SECONDS)
        if _is_in(code, self.later):
            return RemoteUnavailable(said, remote=remote, retry_after=LATER_SECONDS)
        return RemoteRefused(said, remote=remote)


def _is_in(code: str, names: frozenset[str]) -> bool:
    return any(code.startswith(name[:-1]) if name.endswith("*") else code == name for name in names)
