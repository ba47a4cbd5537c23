"""Any other service that the library apprise knows, by an address of its kind (extra `notify`)."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from engine.notifications.channels.channel import ChannelFault, Outgoing, one_line

WHO: Final = "{address}"
"""Stands in the channel's address for the person's own."""


class AppriseChannel:
    """One address such as `ntfys://host/{address}`. Where it leads is for apprise to know and not
    checked here, so that an administrator has to allow private networks by name; and apprise hands
    on no key: the line of the message that says its key lets a reader know one that comes twice."""

    kind = "apprise"

    def __init__(self, *, url: str, secret: str, sender: str, private: bool) -> None:
        if secret or sender:
            raise ValueError("without secret and sender")
        if not private:
            raise ValueError("with private: true (apprise does not check where it sends to)")
        self._library = _library()
        self._url = url
        self.needs_address = WHO in url
        if self._target("somebody") is None:
            raise ValueError("an address that apprise knows")

    def send(self, message: Outgoing) -> None:
        """Raises ChannelFault; apprise tells only whether it went out, so that each may pass."""
        target = self._target(message.address)
        if target is None:
            raise ChannelFault(f"{self.kind}: address", may_pass=False)
        body = f"{message.text()}\n\n{message.key}"
        if not target.notify(title=one_line(message.subject), body=body):
            raise ChannelFault(f"{self.kind}: not sent")

    def _target(self, address: str) -> Any:
        """None when apprise does not know the kind of the address."""
        url = self._url.replace(WHO, quote(address, safe=""))
        return self._library.Apprise.instantiate(url, suppress_exceptions=True)


def _library() -> Any:
    """Raises ValueError when the extra is not installed."""
    try:
        import apprise
    except ImportError as missing:
        raise ValueError("with the extra notify installed: guicheng[notify]") from missing
    return apprise
