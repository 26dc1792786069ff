"""What every command shares: services from the environment, and errors in one line."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from marketplace.foundation import migrations
from marketplace.foundation.errors import Invalid, ProductError
from marketplace.foundation.logging import configure_logging
from marketplace.services import Services, build_services
from marketplace.settings import SettingsError, read_settings

Result = TypeVar("Result")


class Failed(click.ClickException):
    """A command that ends with a sentence on standard error and status 1."""

    def show(self, file: Any = None) -> None:
        """Print the sentence without click's usage lines."""
        click.echo(f"Error: {self.message}", err=True, file=file)


def plainly(command: Callable[..., Result]) -> Callable[..., Result]:
    """Turn the errors that a person can mend into one line each."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Result:
        try:
            return command(*args, **kwargs)
        except SettingsError as error:
            raise Failed(f"these settings cannot be used:\n{error}") from None
        except Invalid as error:
            lines = [f"{f.field}: {f.message}" for f in error.faults]
            raise Failed("\n       ".join(lines)) from None
        except ProductError as error:
            raise Failed(error.detail) from None

    return run


def open_services(*, need_schema: bool = True) -> Services:
    """The services of this environment, with quiet logs.

    Raises:
        Failed: the database does not answer, or its schema is not the one needed.
    """
    settings = read_settings()
    configure_logging("WARNING", "text")
    services = build_services(settings)
    if need_schema and not _schema_is_current(services):
        raise Failed("the database is not at this release's schema; run “marketplace db upgrade”.")
    return services


def _schema_is_current(services: Services) -> bool:
    try:
        return migrations.is_current(services.engine)
    except Exception as error:  # noqa: BLE001
        # Drivers raise what they like when nobody answers; the person gets the reason.
        address = services.engine.url.render_as_string(hide_password=True)
        reason = str(error).strip().splitlines()[0]
        raise Failed(f"the database {address} does not answer: {reason}") from None
