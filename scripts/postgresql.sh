#!/usr/bin/env bash
# See that PostgreSQL is there for the tests: where its programs are missing, install Debian's package if this may be done.
set -uo pipefail

installed() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

installed && exit 0
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo -n)
    sudo -n true 2>/dev/null || as_root=(false)
fi
if command -v apt-get >/dev/null && [ "${as_root[*]-}" != false ]; then
    echo "Installing PostgreSQL for the tests ..."
    "${as_root[@]}" apt-get update -qq >/dev/null 2>&1
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends postgresql \
        >/dev/null 2>&1
fi
installed || echo "PostgreSQL is missing and could not be installed: the tests of the record on it can't run"
