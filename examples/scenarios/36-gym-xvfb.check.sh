#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
python3 -c 'import pyvirtualdisplay, OpenGL, pyglet; assert pyglet.version=="1.5.27"'; pip show pyvirtualdisplay | q -q '^Version: 0\.2\.'
Xvfb -help 2>&1 | q -q screen; command -v xdpyinfo
echo CHECK-OK 36-gym-xvfb
