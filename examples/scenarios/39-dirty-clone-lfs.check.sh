#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
cd /content/exploring; [ "$(git rev-parse HEAD)" = "$REF_CONTRASTIVE_MAIN" ]; git diff --name-only | q -qx requirements.txt; grep -q 'tomli>=2' requirements.txt
sha256sum clip-embeddings/model.bin | q -q "$SHA_LFS"; [ "$(git -C clip-embeddings rev-parse HEAD)" = "$REF_LFSMODEL_MAIN" ]
python3 -c 'import tomli, six; assert six.__version__=="1.16.0"'; git config --global filter.lfs.required
echo CHECK-OK 39-dirty-clone-lfs
