#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
jackhmmer -h >/dev/null; test -d /tmp/ramdisk || echo SOFT ramdisk
test -x /opt/conda/bin/conda; test -f /opt/conda/lib/python3.12/site-packages/openmm/__init__.py
grep -q 'FIXED = True' /opt/conda/lib/python3.12/site-packages/openlite.py
cd /; python3 -c 'import alphalite,absl'; [ "$(pip show absl-py | sed -n 's/^Version: //p')" = 1.0.0 ]; no pip show colorama >/dev/null 2>&1
cd /content/alphafold; [ "$(git rev-parse HEAD)" = "$REF_ALPHALITE_MAIN" ]; grep -q props alphafold/common/stereo_chemical_props.txt; [ "$(stat -c %s data/params/model_3.npz)" = 200000 ]; no test -e data/params/p.tar
echo CHECK-OK 03-alphafold
