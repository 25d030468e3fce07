#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
mecab-ko | q -q 996; ldconfig -p | q -q libmecabko.so.2; grep -q dicdir /usr/local/etc/mecabko-rc
cd /; python3 -c 'import apexlite, lxml; assert apexlite.__version__=="0.1"'
[ "$(git -C /content/mecab-python-0.996 rev-parse HEAD)" = "$REF_APEXLITE_MAIN" ]
echo CHECK-OK 12-mecab-from-source
