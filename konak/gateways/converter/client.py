"""Running the programs: a PDF/A of an office document, a searchable PDF of a scan, the text of both."""

import contextlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from . import archival

SECONDS, MEMORY, LARGEST = 180, 4 * 1024**3, 512 * 1024**2
WRITES = frozenset({"docx", "odt", "doc", "rtf", "txt"})
PICTURES = frozenset({"png", "jpg", "jpeg", "tif", "tiff"})
Tell = Callable[[int, str], None]
"""Told how far it is, in percent, and what is being done."""

# Nothing runs and nothing is fetched; the profile is made anew for every document.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
EXPORT = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"1"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)


class Archived(StrEnum):
    """How a PDF came to be a PDF/A."""

    AS_IS = "as_is"
    DECLARED = "declared"
    """Its pages are what they were; what the standard asks for beside them was added."""
    REDRAWN = "redrawn"
    """Its pages were drawn anew as pictures and their text recognised: fonts or colours did not allow less."""


class Failed(Exception):
    """It could not be done; in Turkish, for the page of the document."""


class Missing(Failed):
    """A program is not on this computer."""


@dataclass(frozen=True, slots=True)
class Read:
    """A searchable PDF and the text that was recognised."""

    pdf: bytes
    text: str


def program(name: str) -> str | None:
    return shutil.which(name)


def missing() -> list[str]:
    """Programs that are not there, by the packages that bring them."""
    wanted = {"soffice": "libreoffice-writer-nogui", "tesseract": "tesseract-ocr"}
    gone = [package for name, package in wanted.items() if program(name) is None]
    return gone if gone or "tur" in languages() else ["tesseract-ocr-tur"]


@cache
def languages() -> frozenset[str]:
    found = program("tesseract")
    if found is None:
        return frozenset()
    said = subprocess.run([found, "--list-langs"], capture_output=True, text=True, check=False, timeout=20)
    return frozenset(line.strip() for line in said.stdout.splitlines()[1:])


@cache
def walled() -> tuple[str, ...]:
    """What takes the network away: a namespace of its own, where this system lets us have one."""
    tool = program("unshare")
    for words in (["-n"], ["-r", "-n"]):
        if (
            tool
            and not subprocess.run([tool, *words, "true"], capture_output=True, check=False, timeout=20).returncode
        ):
            return (tool, *words)
    return ()


def _bounded() -> None:
    os.setsid()
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(command: list[str], home: Path, seconds: int = SECONDS, ends: tuple[int, ...] = (0,)) -> int:
    """Run a program behind the wall; with which of the `ends` it ended. Everything it started ends with it."""
    clean = {
        "HOME": str(home), "TMPDIR": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp", "OMP_THREAD_LIMIT": "1", "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }  # fmt: skip
    process = subprocess.Popen(
        [*walled(), *command], cwd=home, env=clean, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, preexec_fn=_bounded,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise Failed(f"İşlem {seconds} saniyede bitmedi ve durduruldu.") from None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode not in ends:
        words = " ".join(said.decode("utf-8", "replace").split())
        raise Failed(f"Program hata verdi ({process.returncode}): {words[-200:]}")
    return process.returncode


@contextlib.contextmanager
def _room() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="konak-donusum-") as place:
        yield Path(place)


def to_pdfa(
    content: bytes, extension: str, tell: Tell = lambda percent, doing: None, seconds: int = SECONDS
) -> bytes:
    """A PDF/A-1b of an office document, by LibreOffice."""
    soffice = program("soffice")
    if soffice is None:
        raise Missing("LibreOffice bu sunucuda kurulu değil; belge özgün biçimiyle saklandı.")
    if extension not in WRITES:
        raise Failed(f"«.{extension}» belgeleri dönüştürülmüyor; belge özgün biçimiyle saklandı.")
    with _room() as home:
        profile = home / "profil" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        source = home / f"belge.{extension}"
        source.write_bytes(content)
        tell(20, "PDF/A'ya dönüştürülüyor")
        run(
            [
                *(soffice, f"-env:UserInstallation={(home / 'profil').as_uri()}", "--headless", "--norestore"),
                *("--nolockcheck", "--nodefault", "--nologo", "--convert-to", EXPORT),
                *("--outdir", str(home / "cikti"), str(source)),
            ],
            home,
            seconds,
        )
        made = home / "cikti" / "belge.pdf"
        if not made.is_file() or not made.stat().st_size:
            raise Failed("Belge açılamadı ya da boş; özgün biçimiyle saklandı.")
        tell(80, "PDF/A denetleniyor")
        return made.read_bytes()


def archive(content: bytes, tell: Tell = lambda percent, doing: None, seconds: int = 900) -> tuple[bytes, Archived]:
    """A PDF/A of a PDF and how it came to be one; the bytes are the same where it was one already."""
    with _room() as home:
        source, made = home / "belge.pdf", home / "pdfa.pdf"
        source.write_bytes(content)
        tell(60, "PDF/A yapılıyor")
        done = _declare(source, made, home)
        if done == archival.ALREADY:
            return content, Archived.AS_IS
        if done == archival.WRITTEN:
            return made.read_bytes(), Archived.DECLARED
        tell(70, "Sayfalar yeniden çiziliyor")
        drawn = home / "cizilen.pdf"
        _ocr(home, ["--force-ocr"], source, drawn, seconds)
        if _declare(drawn, made, home) != archival.WRITTEN:
            raise Failed("PDF/A yapılamadı: sayfalar yeniden çizilince de standarda uymadı. Özgün dosya duruyor.")
        return made.read_bytes(), Archived.REDRAWN


def _declare(source: Path, target: Path, home: Path) -> int:
    """Run the program of `archival`; which of its three ends it came to."""
    program_ = [sys.executable, "-W", "ignore", archival.__file__, str(source), str(target)]
    return run(program_, home, ends=(archival.WRITTEN, archival.ALREADY, archival.NOT_SO))


def _ocr(home: Path, more: list[str], source: Path, target: Path, seconds: int) -> str:
    """Recognise the pages of `source` into `target`; the text."""
    if program("tesseract") is None:
        raise Missing("Tesseract bu sunucuda kurulu değil; metin tanınmadı.")
    if "tur" not in languages():
        raise Missing("Tesseract'ın Türkçe dili kurulu değil (tesseract-ocr-tur); metin tanınmadı.")
    told = home / "metin.txt"
    run(
        [
            *(sys.executable, "-m", "ocrmypdf", "--rasterizer", "pypdfium", "--output-type", "pdf"),
            *("--language", "tur", "--jobs", "1", "--optimize", "0", "--quiet", *more),
            *("--sidecar", str(told), str(source), str(target)),
        ],
        home,
        seconds,
    )
    text = told.read_text(encoding="utf-8", errors="replace")
    return re.sub(r"\[OCR skipped on page\(s\) [^\]]*\]", "", text).replace("\f", "\n").replace("\0", "").strip()


def recognise(content: bytes, extension: str, tell: Tell = lambda percent, doing: None, seconds: int = 900) -> Read:
    """A searchable PDF of a scan and its Turkish text, by OCRmyPDF and Tesseract; Ghostscript is never asked."""
    with _room() as home:
        source, made = home / f"tarama.{extension}", home / "aranir.pdf"
        source.write_bytes(content)
        tell(15, "Sayfalar okunuyor")
        more = ["--skip-text", *(["--image-dpi", "300"] if extension in PICTURES else [])]
        text = _ocr(home, more, source, made, seconds)
        tell(50, "Metin kaydediliyor")
        return Read(made.read_bytes(), text)


def text_of(content: bytes, most: int = 400_000) -> str:
    """The text a PDF carries, by its own letters; empty for a scan."""
    import pypdfium2

    found: list[str] = []
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return ""
    try:
        for page in document:
            found.append(page.get_textpage().get_text_bounded())
            if sum(map(len, found)) > most:
                break
    finally:
        document.close()
    return "\n".join(found).replace("\0", "").replace("\r\n", "\n").strip()[:most]
