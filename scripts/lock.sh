#!/bin/sh
# Compiles requirements*.in and package.json into locks without any address. Run with Python 3.11.2, the oldest we
# promise: a newer one may choose releases that refuse it.
set -eu
cd "$(dirname "$0")/.."
tools=build/lock
[ -x $tools/bin/pip-compile ] || { .venv/bin/python -m venv $tools && $tools/bin/pip install -q "pip<25.1" "pip-tools>=7.4"; }
for name in requirements requirements-dev; do
    $tools/bin/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
        --no-header --annotation-style=line --output-file "$name.txt" "$name.in"
done
node -e '
const { readFileSync, writeFileSync } = require("fs");
const lock = JSON.parse(readFileSync("package-lock.json"));
for (const one of Object.values(lock.packages)) delete one.funding;
writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
'
echo "Kilitler yenilendi: requirements.txt, requirements-dev.txt, package-lock.json"
