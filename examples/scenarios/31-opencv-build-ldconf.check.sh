#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
/usr/local/bin/cvapp | q -q 'cvlite 42'; ldconfig -p | q -q '/usr/local/lib/cvlite4.5/libcvlite.so.4.5'; test -L /usr/local/lib/cvlite4.5/libcvlite.so
cd /content/opencv; [ "$(git rev-parse HEAD)" = "$REF_CVLITE_MAIN" ]; test -f cvapp
echo CHECK-OK 31-opencv-build-ldconf
