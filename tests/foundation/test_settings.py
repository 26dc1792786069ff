"""Settings come from the environment, once; every fault is told, and no secret with it."""

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from marketplace.settings import PREFIX, Settings, SettingsError, read_settings, secret_key

FAULTY = {
    "DATABASE_URL": ("mysql://ada:mysterious@host/x", "not a url"),
    "SECRET_KEY": ("mysterious",),
    "ENCODER": ("",),
    "VECTOR_INDEX": ("annoy",),
    "MAIL_URL": ("pigeon://ada:mysterious@loft", "smtp"),
    "PUBLIC_URL": ("here", "ftp://market.example.eu", "https://"),
    "OCID_PREFIX": ("ocds-", "213czf", "ocds-ABCDEF"),
    "DATA_LICENCE": ("CC BY", "ftp://licence.example.eu"),
    "LOG_LEVEL": ("LOUD", "info"),
    "LOG_FORMAT": ("xml",),
    "CONTACT": ("nobody", "two words@here.eu"),
    "MAX_REQUEST_BYTES": ("many", "0", "-5", "1.5"),
    "MAX_FILE_BYTES": ("many", "0", "1000000000"),
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


def test_nothing_has_to_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings()
    assert settings.data_dir == tmp_path / ".data"
    assert settings.database_url == f"sqlite:///{tmp_path}/.data/marketplace.sqlite"
    assert not settings.is_public


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, some in FAULTY.items() for v in some])
def test_a_value_that_cannot_be_used_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"{PREFIX}{name}: ")
    assert "mysterious" not in line
    assert name in {"DATABASE_URL", "SECRET_KEY", "MAIL_URL"} or f"(sent: {value})" in line


def test_all_faults_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, values in FAULTY.items():
        monkeypatch.setenv(PREFIX + name, values[0])
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert len(str(caught.value).splitlines()) == len(FAULTY)


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://localhost", False),
        ("http://[::1]:8000", False),
        ("https://market.example.eu", True),
        ("http://127.0.0.1.example.eu", True),
        ("http://10.0.0.7", True),
    ],
)
def test_an_address_is_public_unless_it_is_this_machine(address: str, is_public: bool) -> None:  # noqa: FBT001
    settings = Settings(database_url="sqlite://", data_dir=Path(), public_url=address)
    assert settings.is_public is is_public


def test_a_machine_that_serves_itself_makes_its_key_once(tmp_path: Path) -> None:
    settings = Settings(database_url="sqlite://", data_dir=tmp_path / "data")
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.append(secret_key(settings))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 1
    assert len(keys[0]) >= 32
    assert [path.name for path in settings.data_dir.iterdir()] == ["secret_key"]
    assert (settings.data_dir / "secret_key").stat().st_mode & 0o077 == 0


def test_others_are_served_with_a_key_of_their_own_only(tmp_path: Path) -> None:
    settings = Settings(
        database_url="sqlite://", data_dir=tmp_path, public_url="https://market.example.eu"
    )
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        secret_key(settings)
    assert secret_key(replace(settings, secret_key="x" * 32)) == "x" * 32
    assert list(tmp_path.iterdir()) == []
