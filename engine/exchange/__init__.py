"""Between cases: messages find their receiver, signals reach everybody, triggers start cases."""

from engine.exchange.messages import Message, Receipt, send, time_to_live
from engine.exchange.signals import broadcast
from engine.exchange.tools import ExchangeTools

__all__ = ["ExchangeTools", "Message", "Receipt", "broadcast", "send", "time_to_live"]
