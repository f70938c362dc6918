#!/usr/bin/env bash
# Install Debian's PostgreSQL for the tests where it is missing and nobody has to be asked for it.
# Never a failure: where it can't be had, the tests themselves say what was not tested.
set -uo pipefail

compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && exit 0
command -v initdb >/dev/null && exit 0
command -v apt-get >/dev/null || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || exit 0
  as_root=(sudo -n)
fi

echo "Installing PostgreSQL, which the tests start a server of ..."
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive timeout 300 apt-get -qq)
{ "${install[@]}" update && "${install[@]}" install --yes --no-install-recommends postgresql; } >/dev/null 2>&1 ||
  echo "PostgreSQL can't be installed here: go on without it"
