#!/bin/sh
# The tests: first the quick ones side by side, then those that open the running program in a browser.
set -u
cd "$(dirname "$0")/.."
PATH=$(pwd)/.venv/bin:$PATH
parallel=${1:-2}
code=0

# The town of the journeys is made beside the first tests; whoever asks a whole municipality takes a copy of it.
KONAK_TEST_TOWN=$(mktemp -d)
export KONAK_TEST_TOWN
python -m tests.journeys.town &
town=$!
trap 'rm -rf "$KONAK_TEST_TOWN"' EXIT

echo "Testler"
# by file: tests that share a server of their own stay together; in our order, the longest files first
python -m pytest -n "$parallel" --dist loadfile --no-loadscope-reorder -m "not journey" --durations=25 || code=$?
wait $town || echo "Deneme kenti önceden kurulamadı."
echo "Tarayıcı yolculukları"
# by file as well: each side has a town of its own
python -m pytest -n "$parallel" --dist loadfile --no-loadscope-reorder -m journey --durations=10
journeys=$?
# 5: none was collected
if [ $journeys -ne 0 ] && [ $journeys -ne 5 ]; then code=$journeys; fi
exit $code
