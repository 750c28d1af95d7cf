"""The command itself: its words, its exit codes, what it says when something is wrong."""

import os
import socket
import subprocess
import sys

import pytest

from konak import cli
from konak.cli import serving
from konak.foundation.db.state import Misconfigured


def konak(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "konak.cli", *words],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def test_help_is_turkish_and_lists_every_command():
    told = konak("--help")
    assert told.returncode == 0
    assert told.stdout.startswith("kullanım: konak")
    assert [name for name in ("usage", "options", "show this") if name in told.stdout] == []
    listed = {line.split()[0] for line in told.stdout.splitlines() if line.startswith("    ")}
    assert {"serve", "worker", "migrate", "sample", "user", "legislation", "trail", "doctor", "version"} <= listed


def test_an_unknown_command_is_refused_in_turkish(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["yok-boyle-bir-sey"])
    assert ended.value.code == 2
    assert "hata: komut: 'yok-boyle-bir-sey' geçersiz" in capsys.readouterr().err


def test_the_version_needs_no_database():
    told = konak("version", DATABASE_URL="postgres://kimse@127.0.0.1:1/yok")
    assert (told.returncode, told.stdout.split()[0], told.stderr) == (0, "Konak", "")


def test_a_server_that_does_not_answer_is_one_sentence_and_no_traceback():
    told = konak("migrate", DATABASE_URL="postgres://kimse@127.0.0.1:1/yok")
    assert told.returncode == 1
    assert told.stderr.startswith("Hata: Veritabanına ulaşılamadı")
    assert "Traceback" not in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1


def test_with_debugging_the_traceback_is_shown():
    told = konak("migrate", DATABASE_URL="postgres://kimse@127.0.0.1:1/yok", KONAK_DEBUG="1")
    assert told.stderr.startswith("Traceback")


def test_doctor_goes_on_after_a_failure_and_tells_what_to_do():
    told = konak("doctor", DATABASE_URL="postgres://kimse@127.0.0.1:1/yok")
    assert told.returncode == 1
    verdicts = [line.split()[0] for line in told.stdout.splitlines() if line and not line.startswith(" ")]
    assert verdicts[0] == "OK"
    assert "HATA" in verdicts
    assert "→ DATABASE_URL'deki sunucu" in told.stdout


def test_a_taken_port_is_refused_and_another_one_proposed():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Misconfigured, match=rf"{port} numaralı kapı kullanımda.*--port {port + 1}"):
            serving._check_port("127.0.0.1", port)


def test_a_reader_that_has_seen_enough_is_no_error():
    program = f"{sys.executable} -m konak.cli --help | head -n 1; exit 0"
    told = subprocess.run(["sh", "-c", program], capture_output=True, text=True)
    assert told.stderr == ""


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(2, "No such file", "yonetmelik.pdf"), "Dosya bulunamadı: yonetmelik.pdf"),
        (Misconfigured("Şunu yapın."), "Şunu yapın."),
        (IsADirectoryError(21, "Is a directory", "klasor"), "Bu bir klasör, dosya bekleniyordu: klasor"),
    ],
)
def test_errors_are_told_in_words(error, words):
    assert cli.in_turkish(error) == words
