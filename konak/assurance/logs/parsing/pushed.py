"""What log shippers push over HTTP becomes lines with the name of their host: Loki, Elasticsearch bulk, OTLP.

A line that a shipper read from a file is kept as it stood there, because it is the evidence; a record that was made
of fields only is kept as the JSON object that came. Sources: the HTTP API of Grafana Loki (`/loki/api/v1/push`), the
bulk API of Elasticsearch, the OpenTelemetry protocol over HTTP (`/v1/logs`).
"""

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import cramjam
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

LARGEST = 32 * 1024 * 1024
"""Bytes of a push after it was unpacked."""
MOST = 100_000
"""Lines of a push."""
HOSTS = ("host", "hostname", "host.name", "instance", "nodename", "node", "node_name")
_LABEL = re.compile(r'([A-Za-z_][A-Za-z0-9_]*)="((?:[^"\\]|\\.)*)"')

Line = tuple[str, bytes]
"""The host a line comes from, empty where nothing names it; the line."""


class Malformed(ValueError):
    """The push is not what its address promises; the text says why."""


class TooLarge(Malformed):
    """The push is larger than one may be, packed or unpacked."""


def unpacked(body: bytes, encoding: str) -> bytes:
    """The body without its compression; never more than `LARGEST`. Raises `Malformed`, `TooLarge`."""
    if encoding in {"", "identity"}:
        return body
    if encoding != "gzip":
        raise Malformed(f"unknown content encoding: {encoding[:20]}")
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
            plain = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise Malformed("the gzip data is damaged") from None
    if len(plain) > LARGEST:
        raise TooLarge("the unpacked body is too large")
    return plain


def _one_line(text: str) -> bytes:
    return text.replace("\r\n", " ").replace("\n", " ").replace("\0", "").encode("utf-8", "replace")


def _host(named: Mapping[str, Any]) -> str:
    return next((str(named[name])[:80] for name in HOSTS if named.get(name)), "")


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed("the body is not JSON") from None
    if not isinstance(found, dict):
        raise Malformed("the body is not a JSON object")
    return found


# ---- Loki --------------------------------------------------------------------------------------------------------


def loki_json(body: bytes) -> Iterator[Line]:
    """`{"streams": [{"stream": {label: value}, "values": [["<nanoseconds>", "<line>", {metadata}?]]}]}`."""
    streams = _object(body).get("streams")
    if not isinstance(streams, list):
        raise Malformed("streams is missing")
    for stream in streams:
        labels = stream.get("stream") if isinstance(stream, dict) else None
        values = stream.get("values") if isinstance(stream, dict) else None
        if not isinstance(labels, dict) or not isinstance(values, list):
            raise Malformed("a stream has no labels or no values")
        host = _host(labels)
        for value in values:
            if not isinstance(value, list) or len(value) < 2 or not isinstance(value[1], str):
                raise Malformed("a value is not a pair of time and line")
            yield host, _one_line(value[1])


def _push_request() -> Any:
    """The message of Loki's push, described here: its package of generated classes is not published for Python."""
    kind = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="konak/loki.proto", package="konak.loki", syntax="proto3")

    def message(name: str, *fields: tuple[str, int, int, str]) -> None:
        made = file.message_type.add(name=name)
        for label, number, wire, other in fields:
            field = made.field.add(name=label, number=number, type=kind.Type.ValueType(wire))
            repeated = label in {"streams", "entries"}
            field.label = kind.LABEL_REPEATED if repeated else kind.LABEL_OPTIONAL
            if other:
                field.type_name = f".konak.loki.{other}"

    message("Entry", ("line", 2, kind.TYPE_BYTES, ""))
    message("Stream", ("labels", 1, kind.TYPE_STRING, ""), ("entries", 2, kind.TYPE_MESSAGE, "Entry"))
    message("PushRequest", ("streams", 1, kind.TYPE_MESSAGE, "Stream"))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("konak.loki.PushRequest"))


PushRequest = _push_request()


def loki_protobuf(body: bytes) -> Iterator[Line]:
    """The same as protobuf in one block of snappy, as the agents send it."""
    try:
        length = cramjam.snappy.decompress_raw_len(body)
        if length > LARGEST:
            raise TooLarge("the unpacked body is too large")
        plain = bytes(cramjam.snappy.decompress_raw(body))
    except cramjam.DecompressionError:
        raise Malformed("the snappy block is damaged") from None
    request = PushRequest()
    try:
        request.ParseFromString(plain)
    except DecodeError:
        raise Malformed("the body is not the protobuf message of a push") from None
    for stream in request.streams:
        host = _host(dict(_LABEL.findall(stream.labels)))
        for entry in stream.entries:
            yield host, _one_line(entry.line.decode("utf-8", "replace"))


# ---- Elasticsearch bulk ------------------------------------------------------------------------------------------


def bulk(body: bytes) -> Iterator[tuple[str, Line | None]]:
    """Pairs of lines, an action and a document. Each action in its order, with the line it brings.

    Only `create` and `index` bring one; None says that the action is none of these and is answered as refused.
    """
    rows = (row for row in body.split(b"\n") if row.strip())
    for row in rows:
        action = next(iter(_object(row)), "")
        if action not in {"create", "index", "update", "delete"}:
            raise Malformed("a line is not an action")
        if action == "delete":
            yield action, None
            continue
        document = next(rows, None)
        if document is None:
            raise Malformed("the last action has no document")
        yield action, _document(_object(document), document) if action in {"create", "index"} else None


def _document(told: dict[str, Any], raw: bytes) -> Line:
    """A document of a shipper: the line it read where it only carried one, else the document itself."""
    host = told.get("host")
    named = _host(host | told) if isinstance(host, dict) else _host(told)
    if isinstance(host, dict) and host.get("name"):
        named = str(host["name"])[:80]
    message = told.get("message")
    made_of_fields = {"winlog", "auditd", "netflow", "suricata", "zeek"} & told.keys()
    if isinstance(message, str) and message and not made_of_fields:
        return named, _one_line(message)
    return named, raw.strip()


# ---- OpenTelemetry -----------------------------------------------------------------------------------------------


def otlp_protobuf(body: bytes) -> Iterator[Line]:
    request = ExportLogsServiceRequest()
    try:
        request.ParseFromString(body)
    except DecodeError:
        raise Malformed("the body is not an ExportLogsServiceRequest") from None
    yield from _records(request)


def otlp_json(body: bytes) -> Iterator[Line]:
    request = ExportLogsServiceRequest()
    try:
        # identifiers are hexadecimal in OTLP, base64 in protobuf's JSON; no line is made of them
        plain = re.sub(rb'"(traceId|spanId)"\s*:\s*"[0-9A-Fa-f]*"', rb'"\1":""', body)
        json_format.Parse(plain, request, ignore_unknown_fields=True, max_recursion_depth=50)
    except (json_format.ParseError, UnicodeDecodeError):
        raise Malformed("the body is not an ExportLogsServiceRequest") from None
    yield from _records(request)


def _records(request: ExportLogsServiceRequest) -> Iterator[Line]:
    for resource in request.resource_logs:
        host = _host({one.key: _value(one.value) for one in resource.resource.attributes})
        for scope in resource.scope_logs:
            for record in scope.log_records:
                body = _value(record.body)
                if isinstance(body, str):
                    yield host, _one_line(body)
                else:
                    yield host, json.dumps(body, ensure_ascii=False, default=str).encode("utf-8", "replace")


def _value(value: Any, depth: int = 0) -> Any:
    """An AnyValue of OpenTelemetry as Python."""
    kind = value.WhichOneof("value")
    if kind is None or depth > 20:
        return None
    if kind == "array_value":
        return [_value(one, depth + 1) for one in value.array_value.values]
    if kind == "kvlist_value":
        return {one.key: _value(one.value, depth + 1) for one in value.kvlist_value.values}
    found = getattr(value, kind)
    return found.hex() if isinstance(found, bytes) else found


def bounded(lines: Iterable[Line]) -> list[Line]:
    """All of them, those without a word left out; raises `TooLarge` past `MOST`."""
    found: list[Line] = []
    for host, line in lines:
        if line.strip():
            found.append((host, line))
            if len(found) > MOST:
                raise TooLarge("too many lines in one push")
    return found
