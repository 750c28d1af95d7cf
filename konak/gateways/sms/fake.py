"""The SMS service in small, for tests and trials: same doors, same fields, same codes, on this computer only."""

import base64
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USER, PASSWORD, HEADER = "8500000000", "deneme-parola", "KONAK"
LONGEST = 917
MANY = 20
"""Most messages to one number in a minute; the fake's minute never ends."""


class Service:
    """What the service was given, and what it shall answer instead (`answers`: next codes; `broken`: HTTP status)."""

    def __init__(self) -> None:
        self.jobs: list[dict[str, str]] = []
        self.answers: list[str] = []
        self.broken = 0
        self.silent = threading.Event()
        self.credit = "142,50"
        self.fates: dict[str, int] = {}
        self.url = ""

    def send(self, body: Any) -> dict[str, Any]:
        """`/sms/rest/v2/send`."""
        if self.answers:
            return {"code": self.answers.pop(0), "description": "deneme"}
        messages = body.get("messages") if isinstance(body, dict) else None
        if not isinstance(messages, list) or not messages or not body.get("msgheader"):
            return {"code": "70", "description": "parametre"}
        if body["msgheader"] != HEADER:
            return {"code": "40", "description": "msgheader"}
        if body.get("iysfilter") not in {"0", "11", "12"}:
            return {"code": "50", "description": "iysfilter"}
        for message in messages:
            if not re.fullmatch(r"5\d{9}", str(message.get("no", ""))):
                return {"code": "70", "description": "no"}
            if not 0 < len(str(message.get("msg", ""))) <= LONGEST:
                return {"code": "20", "description": "msg"}
            if sum(job["no"] == message["no"] for job in self.jobs) >= MANY:
                return {"code": "85", "description": "duplicate"}
        job = f"{17_000_000_000 + len(self.jobs)}"
        self.jobs += [
            {"no": one["no"], "msg": one["msg"], "jobid": job, "encoding": body.get("encoding", "")}
            for one in messages
        ]
        return {"code": "00", "jobid": job, "description": "queued"}

    def report(self, body: Any) -> dict[str, Any]:
        """`/sms/rest/v2/report`: what `fates` says of each job; a job it does not name is still under way."""
        asked = body.get("jobids") if isinstance(body, dict) else None
        if not isinstance(asked, list) or not asked:
            return {"code": "70", "description": "jobids"}
        known = [job["jobid"] for job in self.jobs if job["jobid"] in asked]
        if not known:
            return {"code": "60", "description": "not found"}
        jobs = [
            {"jobid": job, "status": self.fates.get(job, 0), "deliveredDate": "06.10.2026 14:30:12", "errorCode": 0}
            for job in known
        ]
        return {"code": "00", "jobs": jobs, "description": "success"}

    def balance(self, body: Any) -> dict[str, Any]:
        """`/balance` with `stip` 2: the credit left."""
        if not isinstance(body, dict) or (body.get("usercode"), body.get("password")) != (USER, PASSWORD):
            return {"code": "30", "description": "credentials"}
        return {"code": "00", "balance": self.credit} if body.get("stip") == 2 else {"code": "70"}


@contextmanager
def running() -> Iterator[Service]:
    """The service on a free port of the loopback, stopped at the end."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if service.silent.is_set():
                while service.silent.wait(0.05) and service.silent.is_set():
                    threading.Event().wait(0.05)
                return
            if service.broken:
                self._answer(service.broken, {})
                return
            wanted = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            if self.headers.get("Authorization") != f"Basic {wanted}":
                self._answer(406, {"code": "30", "description": "credentials"})
                return
            body = json.loads(raw or b"null")
            doors = {"/sms/rest/v2/send": service.send, "/sms/rest/v2/report": service.report}
            answer = (doors | {"/balance": service.balance}).get(self.path)
            if answer is None:
                self._answer(404, {})
                return
            found = answer(body)
            self._answer(200 if found["code"] == "00" else 406, found)

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield service
    finally:
        service.silent.clear()
        server.shutdown()
        server.server_close()
        thread.join(5)
