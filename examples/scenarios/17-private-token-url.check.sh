#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
# a tool may ask for the token again at restore; afterwards everything must be there
cd /content/llm-project; [ "$(git rev-parse HEAD)" = "$REF_PRIVATEREPO_MAIN" ]; [ "$(git config --global user.email)" = you@example.com ]
cd /; python3 -c 'import toolz, privlib; assert toolz.__version__=="0.12.1"'
echo CHECK-OK 17-private-token-url
