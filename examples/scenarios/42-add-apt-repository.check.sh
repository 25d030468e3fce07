#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
grep -rq 'trusted=yes' /etc/apt/sources.list /etc/apt/sources.list.d; dpkg -s chromium-standin | q -q '^Version: 90.0'; command -v fusermount3; command -v add-apt-repository
echo CHECK-OK 42-add-apt-repository
