"""E-mail through one SMTP server, each message under an id made of its key."""

from __future__ import annotations

import hashlib
import re
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

from engine.notifications.channels.channel import ChannelFault, Outgoing, one_line
from engine.notifications.channels.outbound import SECONDS, judged

KEY_HEADER: Final = "X-Guicheng-Key"
_ADDRESS: Final = re.compile(r"[^\s@()<>\[\],;:\\\"]+@[^\s@()<>,;:\\\"]+")
_ENCODED: Final = "=?"  # begins an encoded word, RFC 2047
_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class MailChannel:
    """The person's address is their e-mail address."""

    kind = "mail"
    needs_address = True

    def __init__(self, *, url: str, secret: str, sender: str, private: bool) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("smtps://user@host, smtp+starttls://user@host:587, smtp://host:25")
        if parts.password:
            raise ValueError("without a password: it is the secret")
        if "@" not in parseaddr(sender)[1] or any(ord(letter) < 32 for letter in sender):
            raise ValueError("with a sender such as guicheng@example.org")
        if parts.scheme == "smtp" and secret:
            raise ValueError("smtps or smtp+starttls where there is a secret")
        self._scheme, self._host = parts.scheme, parts.hostname
        self._port = parts.port or _PORTS[parts.scheme]
        self._user, self._secret = unquote(parts.username or ""), secret
        self._sender, self._private = sender, private

    def send(self, message: Outgoing) -> None:
        """Raises ChannelFault."""
        mail = self._mail(message)
        try:
            with self._server() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            codes = {code for code, _ in error.recipients.values()}
            raise ChannelFault(
                f"{self._host}: {sorted(codes)}", may_pass=min(codes) < 500
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            hangs = isinstance(error, TimeoutError)
            raise ChannelFault(f"{self._host}: {type(error).__name__}", hangs=hangs) from error

    def _server(self) -> smtplib.SMTP:
        judged(self._host, self._port, private=self._private)
        context = ssl.create_default_context()
        if self._scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=SECONDS)
            if self._scheme == "smtp+starttls":
                server.starttls(context=context)
        if self._secret:
            server.login(self._user, self._secret)
        return server

    def _mail(self, message: Outgoing) -> EmailMessage:
        """Raises ChannelFault. A value that is given to `EmailMessage` is read as one that came in:
        a line break within an encoded word would begin another header."""
        if not _ADDRESS.fullmatch(message.address) or _ENCODED in message.address:
            raise ChannelFault(f"{self._host}: address", may_pass=False)
        mail = EmailMessage()
        mail["Subject"] = one_line(message.subject).replace(_ENCODED, "= ?")
        mail["From"] = self._sender
        mail["To"] = message.address
        mail["Date"] = format_datetime(message.sent_at)
        mail["Message-ID"] = message_id(message.key, self._sender)
        mail[KEY_HEADER] = hashlib.sha256(message.key.encode()).hexdigest()
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text())
        return mail


def message_id(key: str, sender: str) -> str:
    """The same for the same message: mail servers and readers know a repetition by it."""
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"
