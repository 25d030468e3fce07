#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
cd /; python3 -c 'import torch_scatterlite, tinycudalite, foldlib; assert tinycudalite.V==17'
pip --version | q -q '^pip 24.0 '; colmap | q -q 'COLMAP 3.8'; test -f /usr/local/lib/libcolmap.a
test -f /usr/include/gflags/gflags.h; test -f /usr/include/sqlite3.h
echo CHECK-OK 09-nerfstudio
