#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
python3 -c 'import json; assert json.load(open("/usr/share/glvnd/egl_vendor.d/10_nvidia.json"))["ICD"]["library_path"]=="libEGL_nvidia.so.0"'
python3 -c 'import dm_env, ctypes; ctypes.CDLL("libEGL.so.1"); ctypes.CDLL("libOSMesa.so.8")'
echo CHECK-OK 04-dm-control-egl
