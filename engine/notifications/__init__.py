"""Notifications (通知): who is told what of the log, in the application and outside of it."""

from __future__ import annotations
