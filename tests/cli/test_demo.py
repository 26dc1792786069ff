"""The demonstration is there after one command, and the same after two."""

import re
from collections import Counter
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.accounts.queries import user_with_email
from marketplace.app import create_app
from marketplace.challenges.models import Challenge
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import actor_of
from marketplace.recommendations.models import Embedding
from marketplace.solutions.models import Solution
from tests.cli.shell import Shell

TABLES = (User, Organisation, Solution, Challenge, Embedding)


def counts(shell: Shell) -> Counter[str]:
    with shell.services() as services, services.unit_of_work(writes=False) as uow:
        counted = ((t.__name__, select(func.count()).select_from(t)) for t in TABLES)
        return Counter({name: uow.session.scalar(chosen) or 0 for name, chosen in counted})


def test_the_demonstration_is_loaded_once_and_its_sign_ins_work(shell: Shell) -> None:
    printed = shell.succeed("demo")
    sign_ins = dict(re.findall(r"^  (\S+@demo.example) +(\S+)$", printed, re.MULTILINE))
    assert set(sign_ins) == {f"{who}@demo.example" for who in ("vendor", "city", "staff")}
    assert (shell.folder / "data" / "demo_password").stat().st_mode & 0o777 == 0o600
    first = counts(shell)
    assert first["Embedding"] == first["Solution"] + first["Challenge"]
    assert min(first.values()) > 2

    again = shell.succeed("demo")
    assert dict(re.findall(r"^  (\S+@demo.example) +(\S+)$", again, re.MULTILINE)) == sign_ins
    assert re.findall(r": (\d+) new or changed", again) == ["0"] * printed.count("new or changed")
    assert counts(shell) == first

    with shell.services() as services:
        _everybody_can_sign_in(create_app(services), sign_ins)
        with services.unit_of_work() as uow:
            kinds = {}
            for email in sign_ins:
                actor = actor_of(uow.session, user_with_email(uow.session, email))
                kinds[email.partition("@")[0]] = (actor.staff, actor.network)
            assert kinds == {
                "vendor": (False, False),
                "city": (False, True),
                "staff": (True, False),
            }


def _everybody_can_sign_in(app: Flask, sign_ins: dict[str, str]) -> None:
    for email, password in sign_ins.items():
        client = app.test_client()
        page = client.get("/sign-in").get_data(as_text=True)
        (token,) = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page))
        typed = {"csrf_token": token, "email": email, "password": password}
        client.post("/sign-in", data=typed)
        assert client.get("/account/password").status_code == 200


def test_known_sign_ins_are_not_for_a_public_address(shell: Shell, tmp_path: Path) -> None:
    said = shell.refuse("demo", PUBLIC_URL="https://market.example.eu")
    assert "not for a public address" in said
    assert not (tmp_path / "data" / "demo_password").exists()
    assert counts(shell)["User"] == 0
