"""The `marketplace` command: a file for each group, loaded only when it is called.

Commands parse, call the features and print. A mistake of the person who types is answered
in one line and a non-zero exit status, never with a traceback.
"""

from importlib import import_module

import click

from marketplace.foundation.logging import configure_logging

COMMANDS = {
    "serve": ("serving", "serve"),
    "worker": ("serving", "worker"),
    "demo": ("demo", "demo"),
    "db": ("database", "db"),
    "backup": ("database", "backup"),
    "restore": ("database", "restore"),
    "import": ("importing", "import_"),
    "match": ("matches", "match"),
    "evaluate": ("measuring", "evaluate"),
    "guard": ("guarding", "guard"),
    "verdicts": ("verdicts", "verdicts"),
    "learn": ("learning", "learn_"),
    "index": ("index", "index"),
    "benchmark": ("benchmark", "benchmark"),
    "user": ("people", "user"),
    "token": ("people", "token"),
}


class LazyGroup(click.Group):
    """Finds a command by name and imports only its file, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order people meet them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"marketplace.cli.{module}"), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="intelligent-cities-marketplace")
def main() -> None:
    """Rialto, the marketplace and matchmaking service for intelligent cities."""
    # What a library logs belongs on standard error; standard output is the command's answer.
    configure_logging("WARNING", "text")
