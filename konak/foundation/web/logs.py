"""Lines of the log: for people, or one JSON object each for machines (`KONAK_LOG_FORMAT=json`)."""

import datetime as dt
import json
import logging
from contextvars import ContextVar

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The number of the request in work; every line written meanwhile carries it."""

FACTS = ("method", "route", "path", "status", "ms", "person")


class Numbered(logging.Filter):
    """Puts the number of the request on every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request = REQUEST.get()
        return True


class Line(logging.Formatter):
    """For people: time, level, logger, words, and what is known of the request."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        facts = " ".join(f"{name}={getattr(record, name)}" for name in FACTS if hasattr(record, name))
        number = getattr(record, "request", "")
        return " ".join(part for part in (text, facts, f"[{number}]" if number else "") if part)


class Json(logging.Formatter):
    """For machines: one object a line; times in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := getattr(record, "request", ""):
            line["request"] = number
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
