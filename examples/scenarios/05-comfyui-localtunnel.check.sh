#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
cd /content/ComfyUI; [ "$(git rev-parse HEAD)" = "$REF_WEBUI_MAIN" ]; grep -q fp16 index.html
sha256sum models/checkpoints/model.safetensors | q -q "$SHA_MODEL"
cd /; python3 -c 'import einops,tqdm; assert einops.__version__=="0.6.1" and tqdm.__version__=="4.66.1"'
lt --version; test -L /usr/local/bin/lt
echo CHECK-OK 05-comfyui-localtunnel
