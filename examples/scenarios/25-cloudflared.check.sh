#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
cd /content; python3 -c 'import app'; ./cloudflared | q -q 2024.1.0; /usr/bin/cloudflared | q -q 2024.1.0; dpkg -s cloudflared | q -q '^Version: 2024.1.0'
echo CHECK-OK 25-cloudflared
