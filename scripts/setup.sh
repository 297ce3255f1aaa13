#!/bin/sh
# Sets Klubbat up in .venv (or $VENV): the virtual environment, the packages, and the programs outside Python.
# Quick when there is nothing left to do. `sh scripts/setup.sh test` also brings what only the tests use.
set -eu
cd "$(dirname "$0")/.."
VENV=${VENV:-.venv}
say() { printf 'klubbat: %s\n' "$*" >&2; }

# --- Programs outside Python -------------------------------------------------------------------------------
packages=""
command -v tesseract >/dev/null 2>&1 || packages="tesseract-ocr tesseract-ocr-swe"
if [ -z "$packages" ] && ! tesseract --list-langs 2>/dev/null | grep -qx swe; then
    packages="tesseract-ocr-swe"
fi
if [ "${1:-}" = test ] && ! command -v pdftotext >/dev/null 2>&1; then
    packages="$packages poppler-utils"
fi
PYTHON=${PYTHON:-python3}
command -v "$PYTHON" >/dev/null 2>&1 || { say "Python 3.11 or later is missing; install it, then run this again."; exit 3; }
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "$("$PYTHON" --version) is too old; Klubbat needs Python 3.11 or later. Name another with PYTHON=python3.12 make ..."
    exit 3
}
[ -x "$VENV"/bin/python ] || "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || packages="$packages python3-venv"

if [ -n "$packages" ]; then
    if ! command -v apt-get >/dev/null 2>&1; then
        say "please install: $packages (the names are Debian's), then run this again"
        exit 3
    elif [ "$(id -u)" = 0 ]; then
        as=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as="sudo"
    else
        say "some programs are missing and need an administrator. Type this, then run the command again:"
        say "    sudo apt-get install $packages"
        exit 3
    fi
    say "installing $packages"
    # An old list of packages is refreshed only if the first try fails.
    # shellcheck disable=SC2086  # the packages are words
    DEBIAN_FRONTEND=noninteractive $as apt-get install -y -qq --no-install-recommends $packages >/dev/null 2>&1 || {
        $as apt-get update -qq
        DEBIAN_FRONTEND=noninteractive $as apt-get install -y -qq --no-install-recommends $packages >/dev/null
    }
fi

# --- Python ------------------------------------------------------------------------------------------------
stamp=$VENV/klubbat-installed
wanted=$(cat pyproject.toml "$0" | cksum)
if [ ! -x "$VENV"/bin/klubbat ] || [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    say "setting up $VENV (once)"
    [ -x "$VENV"/bin/python ] || "$PYTHON" -m venv "$VENV"
    "$VENV"/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' || {
        say "the packages could not be installed. Is the package index reachable? Then run this again."
        exit 3
    }
    # Quicker reading of scans, where somebody built it for this machine; all works without.
    "$VENV"/bin/python -m pip install --quiet --disable-pip-version-check --only-binary tesserocr -e '.[fast]' \
        >/dev/null 2>&1 || say "tesserocr is not to be had here; scans are read a little more slowly"
    echo "$wanted" >"$stamp"
fi
