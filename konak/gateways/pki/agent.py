"""`konak sign-agent`: the clerk's own card signs on the clerk's own computer.

A small server on the loopback that answers one page only, the one of the municipality. The page says what is to be
signed; the agent asks for the PIN in its own window, signs, and returns the values. The PIN reaches neither page nor
server and is kept nowhere. Standard library and python-pkcs11: the same file runs on Windows.

    GET  /kartlar                                  [{"id", "label", "name", "certificate", "chain"}]
    POST /imzala  {"id", "what": [{"title", "digest"}]}   {"values": [...]}
"""

import argparse
import base64
import getpass
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

try:
    from konak.gateways.pki import cards
except ImportError:  # copied beside `cards.py` onto a computer without Konak
    import cards  # type: ignore[no-redef,import-not-found]

NAME = "sign-agent"
HELP = "İmza aracı: kendi kartınızla bu bilgisayarda imza atar (yalnız 127.0.0.1)"
LARGEST = 1_000_000
MOST = 200
MODULES = (
    "/usr/lib/libakisp11.so",
    "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
    "C:\\Windows\\System32\\akisp11.dll",
    "C:\\Windows\\System32\\eTPKCS11.dll",
    "C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll",
)


def ask_pin(titles: list[str]) -> str | None:
    """The PIN, typed into a window of this computer, or into its terminal; None: the holder does not want to."""
    words = f"{len(titles)} belge imzalanacak:\n" + "\n".join(f"• {one}" for one in titles[:12])
    if len(titles) > 12:
        words += f"\n… ve {len(titles) - 12} belge daha"
    try:
        import tkinter
        from tkinter import simpledialog

        root = tkinter.Tk()
        root.withdraw()
        root.attributes("-topmost", True)
        try:
            return simpledialog.askstring("Konak imza aracı", f"{words}\n\nKart PIN'i:", show="•", parent=root)
        finally:
            root.destroy()
    except Exception:
        print(words, flush=True)
        try:
            return getpass.getpass("Kart PIN'i (vazgeçmek için boş bırakın): ") or None
        except (EOFError, KeyboardInterrupt):
            return None


class Agent:
    """What the agent knows: the driver, and whose page it answers."""

    def __init__(self, module: str, origins: set[str], pin_file: str = "") -> None:
        self.module = module
        self.origins = origins
        self.pin_file = pin_file
        self.busy = threading.Lock()
        self.port = 0

    def list_cards(self) -> list[dict[str, Any]]:
        return [
            {
                "id": one.sha256,
                "label": one.label,
                "certificate": base64.b64encode(one.certificate).decode("ascii"),
                "chain": [base64.b64encode(each).decode("ascii") for each in one.chain],
            }
            for one in cards.cards(self.module)
        ]

    def sign(self, asked: Any) -> list[str]:
        """One PIN for everything asked at once; a wrong one ends it."""
        what = asked.get("what") if isinstance(asked, dict) else None
        if not isinstance(what, list) or not 0 < len(what) <= MOST:
            raise cards.CardTrouble("İstek anlaşılamadı.")
        try:
            digests = [bytes.fromhex(str(one["digest"])) for one in what]
            titles = [str(one.get("title", ""))[:120] for one in what]
        except (KeyError, ValueError, TypeError, AttributeError):
            raise cards.CardTrouble("İstek anlaşılamadı.") from None
        if any(len(one) != 32 for one in digests):
            raise cards.CardTrouble("Yalnız SHA-256 özeti imzalanır.")
        card = next((one for one in cards.cards(self.module) if one.sha256 == asked.get("id")), None)
        if card is None:
            raise cards.CardTrouble("Kart takılı değil.")
        if not self.busy.acquire(blocking=False):
            raise cards.CardTrouble("Araç şu anda başka bir imza için PIN bekliyor.")
        try:
            pin = self._pin(titles)
            if not pin:
                raise cards.CardTrouble("İmzadan vazgeçildi.")
            with cards.unlocked(self.module, card, pin) as hand:
                return [base64.b64encode(hand.sign(one)).decode("ascii") for one in digests]
        finally:
            self.busy.release()

    def _pin(self, titles: list[str]) -> str | None:
        if self.pin_file:
            return Path(self.pin_file).read_text(encoding="utf-8").splitlines()[0].strip()
        return ask_pin(titles)

    def admits(self, origin: str, host: str) -> bool:
        """Only the page of the municipality, and only under a name of this computer (no rebinding)."""
        return origin in self.origins and host in {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}


def serve(agent: Agent, port: int) -> ThreadingHTTPServer:
    """The server, bound to the loopback and not yet running."""

    class Handler(BaseHTTPRequestHandler):
        def _open(self) -> bool:
            if agent.admits(self.headers.get("Origin", ""), self.headers.get("Host", "")):
                return True
            self._answer(403, {"title": "Bu sayfaya izin verilmedi."}, allowed=False)
            return False

        def do_OPTIONS(self) -> None:
            if self._open():
                self._answer(204, None)

        def do_GET(self) -> None:
            if self._open():
                self._run(lambda: agent.list_cards() if self.path == "/kartlar" else None)

        def do_POST(self) -> None:
            if not self._open():
                return
            length = int(self.headers.get("Content-Length", "0") or 0)
            if self.headers.get("Content-Type", "").split(";")[0] != "application/json" or not 0 < length <= LARGEST:
                self._answer(400, {"title": "İstek anlaşılamadı."})
                return
            try:
                asked = json.loads(self.rfile.read(length))
            except ValueError:
                self._answer(400, {"title": "İstek anlaşılamadı."})
                return
            self._run(lambda: {"values": agent.sign(asked)} if self.path == "/imzala" else None)

        def _run(self, work: Any) -> None:
            try:
                found = work()
            except cards.CardTrouble as trouble:
                self._answer(409, {"title": str(trouble)})
            else:
                self._answer(404 if found is None else 200, found if found is not None else {"title": "Yok."})

        def _answer(self, status: int, body: Any, allowed: bool = True) -> None:
            content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            if allowed:
                self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin", ""))
                self.send_header("Access-Control-Allow-Methods", "GET, POST")
                self.send_header("Access-Control-Allow-Headers", "Content-Type")
                self.send_header("Access-Control-Allow-Private-Network", "true")
                self.send_header("Vary", "Origin")
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    agent.port = server.server_address[1]
    return server


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", action="append", required=True, help="Konak'ın adresi: https://konak.example")
    parser.add_argument("--module", default="", help="kart sürücüsü (PKCS#11): akisp11.dll, opensc-pkcs11.so …")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--pin-file", default="", help="yalnız deneme için: PIN'i pencereden değil bu dosyadan okur")
    parser.set_defaults(run=run, database=False)


def run(args: argparse.Namespace) -> int:
    module = args.module or next((one for one in MODULES if Path(one).exists()), "")
    if not module:
        print("Kart sürücüsü bulunamadı; --module ile gösterin.", file=sys.stderr)
        return 2
    agent = Agent(module, {one.rstrip("/") for one in args.server}, args.pin_file)
    try:
        server = serve(agent, args.port)
    except OSError as trouble:
        print(f"127.0.0.1:{args.port} açılamadı: {trouble}", file=sys.stderr)
        return 2
    print(f"İmza aracı 127.0.0.1:{agent.port} adresinde; kapatmak için Ctrl+C. Sürücü: {module}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    _parser = argparse.ArgumentParser(description=HELP)
    configure(_parser)
    sys.exit(run(_parser.parse_args()))
