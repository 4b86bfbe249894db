"""The API's description laid out for reading: each address with what it takes and what it answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

WORDS = {"integer": "整数", "string": "文本", "boolean": "是否", "array": "列表", "object": "对象"}
DEEPEST = 4
Json = Mapping[str, Any]


@dataclass(frozen=True)
class FieldLine:
    """One member: how deep it lies, its name, kind, whether it is asked for, what it means."""

    name: str
    kind: str
    is_required: bool
    about: str


@dataclass(frozen=True)
class AddressCard:
    """One address with one method."""

    method: str
    path: str
    about: str
    takes: tuple[FieldLine, ...]
    body: tuple[FieldLine, ...]
    answers: tuple[FieldLine, ...]


def cards_of(schema: Json) -> list[AddressCard]:
    """Every address, in the order of the description."""
    return [
        _card(schema, method, path, operation)
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]


def _card(schema: Json, method: str, path: str, operation: Json) -> AddressCard:
    taken = tuple(_parameter(each) for each in operation.get("parameters", ()))
    body = operation.get("requestBody", {}).get("content", {})
    answer = operation["responses"].get("200", {}).get("content", {})
    return AddressCard(
        method.upper(),
        path,
        operation.get("summary", ""),
        taken,
        tuple(_members(schema, _schema_in(body))),
        tuple(_members(schema, _schema_in(answer))),
    )


def _schema_in(content: Json) -> Json:
    return next((each.get("schema", {}) for each in content.values()), {})


def _parameter(found: Json) -> FieldLine:
    place = "地址" if found["in"] == "path" else "查询"
    about = found.get("description") or found["schema"].get("description", "")
    return FieldLine(found["name"], f"{place}，{_kind(found['schema'])}", found["required"], about)


def _members(schema: Json, shape: Json, prefix: str = "", depth: int = 0) -> Iterator[FieldLine]:
    """The members of a shape and of the shapes in it, each under its full name."""
    shape = _resolved(schema, shape)
    required = shape.get("required", ())
    for name, member in shape.get("properties", {}).items():
        inner, mark = _inner(schema, member)
        about = member.get("description", "")
        yield FieldLine(f"{prefix}{name}{mark}", _kind(member, inner), name in required, about)
        if depth < DEEPEST and "properties" in inner:
            yield from _members(schema, inner, f"{prefix}{name}{mark}.", depth + 1)


def _inner(schema: Json, member: Json) -> tuple[Json, str]:
    """What a member holds, and [] where it holds several."""
    found = _resolved(schema, _first(member))
    if found.get("type") == "array":
        return _resolved(schema, _first(found.get("items", {}))), "[]"
    return found, ""


def _first(member: Json) -> Json:
    """The one of several that is not null."""
    for each in member.get("anyOf", member.get("allOf", ())):
        if each.get("type") != "null":
            return each
    return member


def _resolved(schema: Json, shape: Json) -> Json:
    """What a reference leads to."""
    reference = shape.get("$ref", "")
    return schema["components"]["schemas"][reference.rpartition("/")[2]] if reference else shape


def _kind(member: Json, inner: Json | None = None) -> str:
    found = _first(member)
    given = found.get("enum") or (inner or {}).get("enum")
    if given:
        return "、".join(str(each) or "（空）" for each in given)
    kind = found.get("type") or (inner or {}).get("type", "")
    if found.get("format") == "date":
        return "日期"
    if found.get("format") == "date-time":
        return "时间"
    may_be_null = any(each.get("type") == "null" for each in member.get("anyOf", ()))
    return WORDS.get(kind, kind) + ("或空" if may_be_null else "")
