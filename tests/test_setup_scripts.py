"""Makefile, scripts and locks."""

import os
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = [*sorted((ROOT / "scripts").glob("*.sh")), ROOT / ".ci" / "run"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_executable_and_plain_shell(script):
    assert script.stat().st_mode & 0o111 == 0o111
    assert subprocess.run(["sh", "-n", script], capture_output=True).returncode == 0


def test_every_target_explains_itself_in_the_help():
    text = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)[1].split()
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    explained = dict(re.findall(r"^  make (\S+) +(\S.*)$", told, re.MULTILINE))
    assert sorted(explained) == sorted(targets)


@pytest.mark.skipif(not (ROOT / "build" / "frontend.stamp").is_file(), reason="not set up by `make setup`")
def test_set_up_does_nothing_when_nothing_is_missing():
    # `make test` hands its flags down to every make below it, and they would speak here
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}
    command = ["make", "--no-print-directory", "setup"]
    subprocess.run(command, cwd=ROOT, env=alone, capture_output=True, check=True)  # a source may just have changed
    done = subprocess.run(command, cwd=ROOT, env=alone, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locks_pin_every_package_and_name_no_place(name):
    lines = [
        line for line in (ROOT / name).read_text().splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==[\w.+]+(\s+#.*)?", line)] == []


def licence_of(package: str) -> str:
    facts = metadata(package)
    classifiers = [line.split(" :: ")[-1] for line in facts.get_all("Classifier") or [] if line.startswith("License")]
    return " / ".join(
        [facts.get("License-Expression") or "", *classifiers, (facts.get("License") or "").split("\n")[0]]
    )


def test_no_dependency_of_the_running_platform_is_gpl_or_agpl():
    names = re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    strict = re.compile(r"\bA?GPL|Affero|(?<!Lesser )General Public", re.IGNORECASE)
    found = {}
    for name in names:
        try:
            licence = licence_of(name)
        except PackageNotFoundError:
            continue  # not for this platform
        if strict.search(re.sub(r"LGPL\S*|GNU Lesser General Public Licen[sc]e[^/]*", "", licence)):
            found[name] = licence
    assert found == {}


def test_the_state_folder_and_what_is_built_are_not_versioned(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    shutil.copy(ROOT / ".gitignore", tmp_path)
    places = [".konak/secret-key", ".venv/x", "node_modules/x", "build/x", "konak/foundation/ui/static/ui/dist/x"]
    told = subprocess.run(["git", "check-ignore", *places], cwd=tmp_path, capture_output=True, text=True)
    assert told.stdout.split() == places
