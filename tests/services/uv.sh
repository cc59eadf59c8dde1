#!/bin/sh
# Puts uv, which installs everything else, into .tools; says plainly what is missing where that cannot be done.
set -eu
version=$1

for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "${python:-}" ]; then
    echo "This site needs Python 3.11 or newer; here there is: $(python3 --version 2>&1 || echo none)." >&2
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "Python has no venv module here. On Debian: apt-get install python3-venv" >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv
fi

rm -rf .tools
"$python" -m venv .tools
.tools/bin/pip install --quiet --disable-pip-version-check "uv==$version"
