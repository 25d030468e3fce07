#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
test -d /content/data/local; test -f /content/train.zip; pip show kaggle | q -q '^Version: 1.5.16'; test -x /usr/local/bin/kaggle
if test -e ~/.kaggle/kaggle.json; then [ "$(stat -c %a ~/.kaggle/kaggle.json)" = 600 ]; else echo SOFT secret withheld; fi; no test -e /content/kaggle.json
echo CHECK-OK 29-kaggle-secret
