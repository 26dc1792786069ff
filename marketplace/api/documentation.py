"""The page that describes the API to people, drawn from the OpenAPI document itself.

It needs no script and nothing from another host.
"""

from typing import Any

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_smorest import Api

METHODS = ("get", "post", "put", "patch", "delete")


def install(app: Flask, api: Api) -> None:
    """Add the page at `/api/docs`."""

    def docs() -> ResponseReturnValue:
        document = api.spec.to_dict()
        return render_template(
            "api/docs.html",
            document=document,
            groups=_groups(document),
            schemas=document.get("components", {}).get("schemas", {}),
            resolve=lambda node: _resolved(document, node),
        )

    app.add_url_rule("/api/docs", "api_docs", docs)


def _groups(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                entry = {
                    "method": method.upper(),
                    "path": path,
                    "operation": operation,
                    "parameters": item.get("parameters", []) + operation.get("parameters", []),
                }
                groups.setdefault(operation.get("tags", ["Other"])[0], []).append(entry)
    return groups


def _resolved(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node
