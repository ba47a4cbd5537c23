"""What a server is told by its environment: variables that begin with GUICHENG_."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.doors import KEPT_DAYS, Required


class Settings(BaseSettings):
    """Every setting has a default that suits one process on one machine."""

    model_config = SettingsConfigDict(env_prefix="GUICHENG_", frozen=True, extra="ignore")

    database_url: str = "sqlite:///.guicheng/guicheng.db"
    files_folder: Path | None = None  # None: beside an SQLite file, else .guicheng/files
    files_url: str = ""  # of an object store that speaks S3, instead of a folder
    files_region: str = "us-east-1"
    files_key: str = ""
    files_secret: SecretStr = SecretStr("")
    interpreter: str = "kernel"
    max_calls: int = Field(default=1000, ge=1, le=100_000)  # how deep calls may be nested
    max_steps: int = Field(default=1_000_000, ge=10_000)  # automatic steps of an endless loop
    secure_cookies: bool = False  # True behind HTTPS: the cookie never travels in the clear
    worker: bool = True  # run timers and automatic work in this process
    system_token: SecretStr | None = None  # lets other systems send messages
    max_body_bytes: int = Field(default=1_000_000, ge=1_000)
    max_file_bytes: int = Field(default=20_000_000, ge=1_000)
    public_url: str = "http://127.0.0.1:8000"  # the address people use; of the way back from OIDC
    oidc_issuer: str = ""  # an OpenID Connect provider to log in with; empty: none
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_login_claim: str = "preferred_username"  # the claim that holds the login
    oidc_groups_claim: str = "groups"
    oidc_roles: dict[str, tuple[str, ...]] = {}  # roles by group of the provider, as JSON
    oidc_unknown: Literal["refuse", "note"] = "refuse"  # note: listed for an administrator
    notification_channels: SecretStr = SecretStr("")  # as JSON; empty: in the application only
    notification_lease_seconds: int = Field(default=90, ge=1, le=3600)
    stream_seconds: float = Field(default=600, ge=0, le=86_400)  # of one live connection
    file_types: str = (
        ""  # media types that may be uploaded, apart by spaces; empty: all but programs
    )
    password_list: Path | None = None  # a file of passwords that nobody may have, one a line
    second_factor: Required = Required.NOBODY  # of whom one is required beside the password
    access_log_days: int = Field(default=KEPT_DAYS, ge=1, le=3_660)  # how long entries are kept
    quick_passwords: bool = False  # cheap hashes: for tests only
    test_clock: str = ""  # for tests only: time stands still until /api/v1/test/clock moves it
