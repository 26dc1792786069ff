"""Files come in through the form and as Base64, go out to be saved, and a flood stays outside."""

from base64 import b64encode
from hashlib import sha256
from io import BytesIO, RawIOBase
from typing import Any

import pytest
from werkzeug.test import TestResponse

from marketplace.procurements.lifecycle import Step
from marketplace.procurements.models import Procurement
from tests.factories.town import VISITOR
from tests.guards.conftest import SETTINGS, Door, door

__all__ = ["door"]

GIGABYTE = 2**30
MOST_READ = SETTINGS.max_request_bytes + SETTINGS.max_file_bytes * 4 // 3 + 2**20


class Flood(RawIOBase):
    """A gigabyte that is made while it is read, and how much of it was."""

    def __init__(self, beginning: bytes) -> None:
        self.beginning, self.given = beginning, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), GIGABYTE - self.given)
        start = self.beginning[self.given : self.given + size]
        buffer[:size] = start + b"a" * (size - len(start))
        self.given += size
        return size


def upload(door: Door, data: bytes, name: str, **more: str) -> TestResponse:
    form = {"title": "Fresh", "kind": "other", **more, "file": (BytesIO(data), name)}
    address = f"/procurements/{door.town.ids['procurement']}/documents/new"
    return door.send("city.owner", "POST", address, data=form)


def test_an_uploaded_file_is_shown_with_its_hash_and_only_ever_saved(door: Door) -> None:
    documents = f"/procurements/{door.town.ids['procurement']}/documents"
    with door.undone():
        assert (
            upload(door, b"\x89PNG\r\n\x1a\n <script>", "../fly\u202egpj.html").status_code == 303
        )
        page = door.send("city.viewer", "GET", documents).get_data(as_text=True)
        assert "flygpj.png" in page
        assert sha256(b"\x89PNG\r\n\x1a\n <script>").hexdigest() in page
        href = page.partition("flygpj.png")[0].rpartition('href="')[2].partition('"')[0]
        answer = door.send("city.viewer", "GET", href)
    assert answer.data == b"\x89PNG\r\n\x1a\n <script>"
    assert answer.headers["Content-Disposition"] == "attachment; filename=flygpj.png"
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("kind", ["form", "json"])
@pytest.mark.parametrize("said", [True, False])
def test_a_gigabyte_is_refused_while_it_comes_in(door: Door, kind: str, *, said: bool) -> None:
    id_ = door.town.ids["procurement"]
    if kind == "form":
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-'
        address, media = f"/procurements/{id_}/documents/new", "multipart/form-data; boundary=x"
    else:
        head = b'{"kind": "other", "title": "A", "file": {"name": "a.pdf", "content": "'
        address, media = f"/api/v1/procurements/{id_}/documents", "application/json"
    flood = Flood(head)
    environ: dict[str, Any] = {"wsgi.input": flood, "wsgi.input_terminated": True}
    environ |= {"CONTENT_LENGTH": str(GIGABYTE)} if said else {}
    sent = {"content_type": media, "environ_overrides": environ}
    answer = door.ask("city.owner", "POST", address, **sent)
    # Of JSON that does not say how long it is, no more is read than may come: half a text.
    assert answer.status_code == (422 if kind == "json" and not said else 413)
    assert flood.given == 0 if said else 0 < flood.given < MOST_READ


def test_other_addresses_take_no_more_than_before(door: Door) -> None:
    address = f"/procurements/{door.town.ids['procurement']}/questions"
    form = {"text": "a" * SETTINGS.max_request_bytes}
    assert door.ask("city.owner", "POST", address, data=form).status_code == 413


def test_programs_send_files_as_base64_and_are_told_what_is_wrong(door: Door) -> None:
    address = f"/api/v1/procurements/{door.town.ids['procurement']}/documents"

    def send(content: object) -> TestResponse:
        body = {"kind": "other", "title": "A", "file": {"name": "a.pdf", "content": content}}
        return door.ask("city.owner", "POST", address, json=body)

    taken = send(b64encode(b"%PDF-1.7").decode())
    assert taken.status_code == 201
    (version,) = taken.get_json()["versions"]
    assert (version["file_name"], version["size"], version["state"]) == ("a.pdf", 8, "draft")
    for content, field in (
        ("no base64!", "file.content"),
        (7, "file.content"),
        (b64encode(b"MZ\x90\x00").decode(), "file"),
        (b64encode(b"%PDF-" + bytes(SETTINGS.max_file_bytes)).decode(), "file"),
    ):
        refused = send(content)
        assert refused.status_code == 422
        assert [fault["field"] for fault in refused.get_json()["errors"]] == [field]


def test_a_vendor_who_cannot_respond_yet_is_not_asked_to(door: Door) -> None:
    market = f"/consultations/{door.town.ids['consultation']}"
    page = door.ask("newcomer", "GET", market)
    assert "Respond for" not in page.text
    assert "Your question" not in page.text
    assert "Verified vendors respond here." in page.text
    assert "Change the response of Heatwise" in door.ask("vendor.owner", "GET", market).text


def test_the_list_leads_to_the_open_data_of_all_calls_that_are_published(door: Door) -> None:
    data = "/ocds/releases.json"
    assert data not in door.ask("staff", "GET", "/procurements").text
    with door.undone():
        with door.town.services.sessions() as session:
            row = session.get_one(Procurement, door.town.id_of("procurement"))
            row.step, row.published_at = Step.PUBLISHED, row.created_at
            session.commit()
        assert data in door.send(VISITOR, "GET", "/procurements").text
        assert door.send(VISITOR, "GET", data).status_code == 200
