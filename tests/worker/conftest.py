"""Installations of their own, as for the commands."""

from tests.cli.conftest import _own_logging, set_up, shell

__all__ = ["_own_logging", "set_up", "shell"]
