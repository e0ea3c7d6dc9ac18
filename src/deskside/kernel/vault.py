"""Secrets at rest: encrypted under a key derived from the secret key, named by a key id, and rotated."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from typing import Annotated, cast

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from fastapi import Depends, Request

from deskside.kernel import clock
from deskside.kernel.errors import Unavailable

KEY_BYTES = 32
KEY_ID_BYTES = 4


def derive_key(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose; knowing one tells nothing of the secret key or of the others."""
    hkdf = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"deskside {purpose}".encode())
    return hkdf.derive(secret.encode())


class SecretLost(Unavailable):
    """What is stored was encrypted with a key that this process does not have, or is damaged."""

    code = "secret_lost"


class Vault:
    """Encrypts with the secret key's own key; decrypts with it and with those of `previous` secret keys."""

    def __init__(self, secret: str, previous: Sequence[str] = ()) -> None:
        self._keys = {_key_id(each): _fernet(each) for each in (secret, *previous)}
        self.key_id = _key_id(secret)

    def encrypt(self, plain: str) -> str:
        """ASCII text `key id:token`; the same text encrypts differently each time."""
        token = self._keys[self.key_id].encrypt_at_time(plain.encode(), int(clock.now().timestamp()))
        return f"{self.key_id}:{token.decode()}"

    def decrypt(self, sealed: str) -> str:
        """The plain text; SecretLost when the key is unknown or the token was changed."""
        key_id, _, token = sealed.partition(":")
        fernet = self._keys.get(key_id)
        if fernet is None:
            raise SecretLost("a stored secret needs a secret key that is gone; enter the secret again")
        try:
            return fernet.decrypt(token.encode()).decode()
        except (InvalidToken, UnicodeError):
            raise SecretLost("a stored secret is damaged; enter it again") from None

    def rotate(self, sealed: str) -> str:
        """The same secret under the present key; unchanged when it already is."""
        if sealed.startswith(f"{self.key_id}:"):
            return sealed
        return self.encrypt(self.decrypt(sealed))


def _key_id(secret: str) -> str:
    return derive_key(secret, "vault key id")[:KEY_ID_BYTES].hex()


def _fernet(secret: str) -> Fernet:
    return Fernet(urlsafe_b64encode(derive_key(secret, "vault")))


def _vault(request: Request) -> Vault:
    return cast("Vault", request.app.state.vault)


VaultOf = Annotated[Vault, Depends(_vault)]
"""For routes that take or give secrets; main puts the vault on `app.state.vault`."""
