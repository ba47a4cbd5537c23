"""When timers are due: ISO 8601 dates, durations and cycles, and cron, in any time zone. Pure."""

from engine.timing.schedule import Schedule, as_moment, following, is_literal, later, schedule
from engine.timing.span import NotATime

__all__ = ["NotATime", "Schedule", "as_moment", "following", "is_literal", "later", "schedule"]
