#!/bin/sh
# Every check that needs no running program. All of them run, also after a failure; the exit code tells of any.
# With `testsiz` without the laws of the house, where the tests follow, to which they belong.
set -u
cd "$(dirname "$0")/.."
PATH=$(pwd)/.venv/bin:$PATH
failed=""

check() {
    name=$1
    shift
    began=$(date +%s)
    if out=$("$@" 2>&1); then
        printf '  ok    %3d sn  %s\n' $(($(date +%s) - began)) "$name"
    else
        printf '  HATA  %3d sn  %s\n%s\n' $(($(date +%s) - began)) "$name" "$out"
        failed="$failed $name"
    fi
}

# Locks name packages and versions, never a place: another index must do as well.
no_addresses() { ! grep -nE '://|--(extra-)?index-url|--find-links|--trusted-host' requirements*.txt requirements*.in package-lock.json; }
migrations() { KONAK_DB_POOL=0 python -W ignore manage.py makemigrations --check --dry-run; }
house() {
    set -- ""
    for one in tests/test_laws.py tests/test_docs.py; do [ -f "$one" ] && set -- "$@" "$one"; done
    shift
    [ $# -eq 0 ] || python -m pytest "$@"
}

echo "Denetimler"
check biçim ruff format --check .
check hatalar ruff check .
# the types take as long as all the others: beside them
types=$(mktemp)
(
    failed=""
    check türler mypy >"$types"
    [ -z "$failed" ]
) &
typing=$!
check sınırlar lint-imports
check geçişler migrations
check kilitler no_addresses
[ "${1:-}" = testsiz ] || check "ev kuralları" house
wait $typing || failed="$failed türler"
cat "$types"
rm -f "$types"
[ -z "$failed" ] || { echo "Başarısız denetimler:$failed"; exit 1; }
