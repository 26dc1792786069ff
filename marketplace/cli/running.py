"""What every command shares: services from the environment, and errors in one line each."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

from marketplace.foundation import migrations
from marketplace.foundation.database import DATABASE_FAILED
from marketplace.foundation.errors import Fault, Invalid, ProductError
from marketplace.services import Services, build_services
from marketplace.settings import SettingsError, read_settings

Result = TypeVar("Result")
Told = ParamSpec("Told")


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
            raise Failed("\n       ".join(map(sentence, error.faults))) from None
        except ProductError as error:
            raise Failed(error.detail) from None
        except DATABASE_FAILED as error:
            raise Failed(f"the database failed: {first_line(error)}") from None
        except BrokenPipeError:
            raise  # Whoever read the output has gone; click ends quietly.
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            raise Failed(f"{place}{error.strerror or error}.") from None

    return run


@contextmanager
def stoppable(progress: Callable[Told, object]) -> Iterator[Callable[Told, None]]:
    """Call this instead of `progress`, and Ctrl-C ends a long job where it tells how far it is.

    An interruption that Python raises wherever it happens to be may hit a library while it tidies
    up, which then complains of it with a traceback. A second Ctrl-C still does that.

    Raises:
        click.Abort: where the job tells of its progress, when somebody asked it to stop.
    """
    is_asked = False

    def ask(*_: object) -> None:
        nonlocal is_asked
        is_asked = True
        signal.signal(signal.SIGINT, before)
        click.echo("\nStopping after this step; press Ctrl-C again to stop at once.", err=True)

    def told(*args: Told.args, **kwargs: Told.kwargs) -> None:
        if is_asked:
            raise click.Abort
        progress(*args, **kwargs)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield told
    finally:
        signal.signal(signal.SIGINT, before)


def sentence(fault: Fault) -> str:
    """What is wrong with which field, how to mend it, and what was sent."""
    sent = f" (sent: {fault.value})" if fault.value else ""
    return f"{fault.field}: {fault.message}{sent}"


def first_line(error: Exception) -> str:
    """The reason without the driver's explanations below it."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def open_services(*, need_schema: bool = True) -> Services:
    """The services of this environment, closed when the command ends.

    Raises:
        Failed: the database does not answer, or its schema is not the one needed.
    """
    settings = read_settings()
    try:
        services = build_services(settings)
    except OSError as error:
        raise Failed(
            f"MARKETPLACE_DATA_DIR: {settings.data_dir} cannot be used: {error.strerror}."
        ) from None
    click.get_current_context().call_on_close(services.engine.dispose)
    revision = _revision(services)
    if need_schema and revision != migrations.newest_revision():
        raise Failed(
            f"the database is at schema {revision or 'base'}, this release needs "
            f"{migrations.newest_revision()}; run “marketplace db upgrade”."
        )
    return services


def _revision(services: Services) -> str | None:
    try:
        return migrations.current_revision(services.engine)
    except Exception as error:  # noqa: BLE001
        # Drivers raise what they like when nobody answers; the person gets the reason.
        address = services.engine.url.render_as_string(hide_password=True)
        raise Failed(f"the database {address} does not answer: {first_line(error)}") from None
