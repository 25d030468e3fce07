#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
test -L ~/.mujoco/mujoco210/bin/libmujoco.so; [ "$(grep -c mujoco210 ~/.bashrc)" = 1 ]; test -e /content/.mujoco_setup_complete; patchelf --version; pip show glfw | q -q 2.6.2
echo CHECK-OK 37-mujoco-home
