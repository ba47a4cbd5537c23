"""The ways out: e-mail, chat robots and signed webhooks, only to addresses of the settings."""

from __future__ import annotations
