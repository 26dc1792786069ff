"""The `marketplace` command as somebody types it, in this process or in one of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from marketplace.cli import main
from marketplace.services import Services, build_services
from marketplace.settings import Settings

LONGEST = 120


@dataclass(frozen=True)
class Shell:
    """A terminal on the machine of one installation."""

    url: str
    folder: Path

    def environment(self, **settings: str) -> dict[str, str]:
        """What is set there; `settings` go by their names without MARKETPLACE_."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("MARKETPLACE_")}
        own = {
            "DATABASE_URL": self.url,
            "DATA_DIR": str(self.folder / "data"),
            "ENCODER": "hashing",
            "VECTOR_INDEX": "exact",
        }
        return inherited | {f"MARKETPLACE_{k}": v for k, v in (own | settings).items()}

    def run(self, *words: str | Path, typed: str | None = None, **settings: str) -> Result:
        """Run a command in this process; an error that it does not answer is raised here."""
        environment = self.environment(**settings)
        gone = {k: None for k in os.environ if k.startswith("MARKETPLACE_")}
        result = CliRunner().invoke(
            main, [str(word) for word in words], input=typed, env={**gone, **environment}
        )
        if isinstance(result.exception, Exception):
            raise result.exception
        return result

    def succeed(self, *words: str | Path, typed: str | None = None, **settings: str) -> str:
        """What the command printed; it has to end well."""
        result = self.run(*words, typed=typed, **settings)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refuse(self, *words: str | Path, typed: str | None = None, **settings: str) -> str:
        """What the command complained of; it has to end badly, and in words."""
        result = self.run(*words, typed=typed, **settings)
        assert result.exit_code in {1, 2}, result.output
        assert "Traceback" not in result.stderr
        return result.stderr.partition("Error: ")[2].strip()

    @contextmanager
    def start(self, *words: str | Path, **settings: str) -> Iterator["subprocess.Popen[str]"]:
        """Start a command as a process of its own; it is killed at the end if it still runs."""
        process = subprocess.Popen(
            [sys.executable, "-m", "marketplace", *map(str, words)],
            env=self.environment(**settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Tests that were started in the background ignore Ctrl-C, and so would their children.
            preexec_fn=_heed_ctrl_c,  # noqa: PLW1509
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    @contextmanager
    def services(self) -> Iterator[Services]:
        """The installation's own services."""
        settings = Settings(
            database_url=self.url,
            data_dir=self.folder / "data",
            secret_key="a secret that only tests know, long enough",
            encoder="hashing",
            vector_index="exact",
        )
        services = build_services(settings)
        yield services
        services.engine.dispose()


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
