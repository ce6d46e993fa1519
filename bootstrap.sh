#!/bin/sh
# Make .venv from the lock files, once per state of the locks: bootstrap.sh runtime|dev
# Says what it installs; a second call with nothing changed returns at once.
set -eu
kind=${1:-runtime}
cd "$(dirname "$0")"
python=${PYTHON:-python3}
lock=requirements.lock
[ "$kind" = dev ] && lock=requirements-dev.lock

if ! command -v "$python" >/dev/null 2>&1; then
    echo "gouji needs Python 3.11 or newer. On Debian:  apt-get install -y python3 python3-venv make" >&2
    exit 2
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "gouji needs Python 3.11 or newer; $python is $("$python" -V 2>&1). Set PYTHON=/path/to/python3.11." >&2
    exit 2
fi
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    echo "The venv module is missing. On Debian:  apt-get install -y python3-venv" >&2
    exit 2
fi

want=$(cat "$lock" pyproject.toml | "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
stamp=.venv/.gouji-$kind
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ]; then
    exit 0
fi

count=$(grep -c '==' "$lock")
echo "Setting up .venv ($kind): $count locked packages from $lock, about 1.5 GB on disk; two to five minutes the first time."
[ -x .venv/bin/python ] || "$python" -m venv .venv
pip=".venv/bin/python -m pip --disable-pip-version-check"
$pip install --quiet --no-deps --require-hashes -r "$lock"
$pip install --quiet --no-deps --no-build-isolation --editable .
$pip check >/dev/null || { $pip check; exit 1; }
echo "$want" >"$stamp"
# The dev lock holds everything of the runtime lock at the same versions.
if [ "$kind" = dev ]; then
    cat requirements.lock pyproject.toml | "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())' >.venv/.gouji-runtime
fi
echo "Ready: .venv/bin/gouji --help"
