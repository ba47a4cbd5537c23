"""What every command is: a request to change one process instance."""

from __future__ import annotations

from engine.core.fact import fact
from engine.core.ids import InstanceId


@fact
class Command:
    """A request to change one process instance."""

    instance_id: InstanceId
