#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
test -x /usr/local/bin/conda; test -L /usr/local/bin/mamba; test -f /usr/local/conda-meta/veloxchem-1-0.json
PYTHONPATH=/usr/local/lib/python3.12/site-packages python3 -c 'import veloxchem; assert veloxchem.V==1'; python3 -c 'import xyzservices'
echo CHECK-OK 24-conda-over-usr-local
