"""What the doors keep: personal tokens, uploads and their owners, logins from outside.

The rows are plain data; `AccessStore` is the port that `engine.store` implements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from engine.core.ids import Digest, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRow:
    """That a person uploaded this content under this name; `type` was found in the bytes."""

    digest: Digest
    owner: UserId
    name: str
    size: int
    type: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """One personal token. Only the hash of its secret is kept, so that a copy opens nothing."""

    id: str
    user: UserId
    name: str
    token_hash: bytes
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """That somebody who takes no part in the case has read this of it."""

    instance_id: str
    user: UserId
    what: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginFlow:
    """A login that is under way at the identity provider. It can be taken up once."""

    state_hash: bytes
    nonce: str
    verifier: str
    target: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody the identity provider knows and the organisation does not: no rights at all."""

    issuer: str
    subject: str
    login: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """The identity provider that people may log in with, as the server's owner has set it up."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    login_claim: str = "preferred_username"
    groups_claim: str = "groups"
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by the provider's group
    notes_newcomers: bool = False  # unknown people are noted for an administrator, else refused


class AccessStore(Protocol):
    """Keeps those rows beside the cases."""

    def add_upload(self, row: UploadRow) -> None:
        """Durable when it returns; the same person's second upload of a content changes nothing."""
        ...

    def uploaded(self, owner: UserId, digests: Iterable[Digest]) -> frozenset[Digest]:
        """Which of these contents the person has uploaded."""
        ...

    def upload(self, owner: UserId, digest: Digest) -> UploadRow | None: ...

    def add_token(self, row: TokenRow) -> None: ...

    def token(self, token_hash: bytes) -> TokenRow | None:
        """The token with this hash, also when it is revoked or over."""
        ...

    def tokens_of(self, user: UserId) -> Sequence[TokenRow]:
        """Newest first."""
        ...

    def use_token(self, token_id: str, at: datetime) -> None: ...

    def revoke_tokens(self, user: UserId, at: datetime, token_id: str | None = None) -> int:
        """Revoke one of the person's tokens, or all; how many were still good."""
        ...

    def add_flow(self, flow: LoginFlow) -> None:
        """Also forgets those whose time was over when this one began."""
        ...

    def take_flow(self, state_hash: bytes) -> LoginFlow | None:
        """The flow, which is forgotten in the same transaction: exactly one caller gets it."""
        ...

    def add_newcomer(self, newcomer: Newcomer) -> None:
        """Once for each issuer and subject."""
        ...

    def newcomers(self) -> Sequence[Newcomer]:
        """Oldest first."""
        ...
