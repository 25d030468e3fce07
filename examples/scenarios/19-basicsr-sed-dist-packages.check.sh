#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
cd /; python3 -c 'import basicsrlite.data.degradations as d; d.dumps(1); import toolkit; assert toolkit.__file__.startswith("/content/GFPGAN/")'
[ "$(git -C /content/GFPGAN rev-parse HEAD)" = "$REF_TOOLKIT_V3_1_0" ]; test -f /content/GFPGAN/setup.py; sha256sum /content/GFPGAN/experiments/pretrained_models/model.safetensors | q -q "$SHA_MODEL"
echo CHECK-OK 19-basicsr-sed-dist-packages
