"""Help in Chinese and English, also for the option that typer adds by itself."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

HELP = "显示帮助并退出 / Show this help and exit"


class BilingualCommand(TyperCommand):
    """A command whose `--help` is described in both languages."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option with our text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option


def flat(group: Any, prefix: str = "") -> dict[str, Any]:
    """Every command of a group by its words, those of groups within it too; a group that does
    something by itself is one."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        inner = hasattr(command, "commands")
        if not inner or command.invoke_without_command:
            found[f"{prefix}{name}"] = command
        found |= flat(command, f"{prefix}{name} ") if inner else {}
    return found


class BilingualGroup(TyperGroup):
    """The program itself, likewise."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option with our text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option
