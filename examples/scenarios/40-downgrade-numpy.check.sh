#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
python3 -c 'import numpy, cftime; assert numpy.__version__=="1.25.2"; cftime.DatetimeNoLeap(2000,1,1)'; no pip show packaging >/dev/null 2>&1; [ "$(ls -d /usr/local/lib/python3.11/dist-packages/numpy-*.dist-info | wc -l)" = 1 ]
echo CHECK-OK 40-downgrade-numpy
