#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
cd /; python3 -c 'import foldlib, absl, whisperlite, toolkit, apexlite, idna; assert whisperlite.__version__=="20231117" and toolkit.__file__.startswith("/content/toolkit/")'
if python3 -c 'import foldlib.bad_kernel' 2>/dev/null; then exit 1; fi
cd /content/toolkit; [ "$(git log -1 --format=%s)" = 'never pushed' ]; [ "$(git rev-parse HEAD~1)" = "$REF_TOOLKIT_MAIN" ]; [ "$(git stash list | wc -l)" = 1 ]; git fsck --no-progress
grep -q LOCAL third_party/lib/thirdlib.py; git submodule status | grep third_party/lib
test ! -e /content/apexlite; test -f /content/models/research/object_detection/protos/anchor_pb2.py
/content/env/bin/python -c 'import six; assert six.__version__=="1.16.0"'; PYTHONPATH=/content/lib python3 -c 'import toolz'
echo CHECK-OK 52-git-installs
