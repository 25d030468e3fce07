#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
echo 6*7 | bc | q -qx 42; jq --version; apt-mark showhold | q -qx jq; no sh -c "dpkg -s cowsay 2>/dev/null | q -q '^Status: .* ok installed'"; apt-mark showmanual | q -qx bc
echo CHECK-OK 45-apt-hold-purge
