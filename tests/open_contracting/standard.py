"""The official schemas of OCDS 1.1.5, out of the tools of the partnership that keeps the standard.

The Makefile brings the source archives; the schemas are in no repository of ours.
"""

import json
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs

ARCHIVES = Path(sys.prefix) / "standards"


@dataclass(frozen=True)
class Published:
    """A file in a source archive, both as their publisher names them."""

    archive: str
    path: str

    def read(self) -> dict[str, Any]:
        """What the file says; without the archives `make test` sets them up."""
        (found,) = ARCHIVES.glob(f"{self.archive}-*.tar.gz")
        name = found.name.removesuffix(".tar.gz")
        with tarfile.open(found) as archive:
            file = archive.extractfile(f"{name}/{self.path}")
            assert file is not None
            return dict(json.load(file))


PACKAGE = Published("ocdskit", "tests/fixtures/release-package-schema.json")
RELEASE = Published("ocdsextensionregistry", "tests/fixtures/release-schema.json")
EXTENDED = Published("ocdskit", "tests/fixtures/a/release-schema.json")
"""The release with every registered extension; as a whole it is no valid schema."""

LOTS = {
    "Tender": ("lots", "lotGroups"),
    "Document": ("relatedLots",),
    "Item": ("relatedLot",),
    "Milestone": ("relatedLots",),
    "Award": ("relatedLots",),
    "Lot": ("id", "title", "description", "status", "value", "contractPeriod"),
    "LotGroup": ("id", "relatedLots", "optionToCombine", "maximumValue"),
}
"""What the extension for lots adds to which definition."""


def official() -> jsonschema_rs.Draft4Validator:
    """What judges a package of releases with lots."""
    release = RELEASE.read()
    extended = EXTENDED.read()["definitions"]
    assert "1__1__5" in release["id"]
    for name, added in LOTS.items():
        theirs = extended[name]
        known = release["definitions"].setdefault(name, {**theirs, "properties": {}})
        known["properties"].update({field: theirs["properties"][field] for field in added})
    registry = jsonschema_rs.Registry([(release["id"], release)], draft=jsonschema_rs.Draft4)
    return jsonschema_rs.Draft4Validator(PACKAGE.read(), registry=registry, validate_formats=True)
