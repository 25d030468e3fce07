#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
python3 -c 'import cairo; assert cairo.version=="1.26.0"; cairo.ImageSurface(cairo.FORMAT_A8,1,1); import decorator'
pkg-config --exists cairo
echo CHECK-OK 21-manim-cairo
