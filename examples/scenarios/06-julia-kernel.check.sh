#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
julia --version | q -q 1.6.0; test -L /usr/local/lib/julia/libjulia.so; [ "$(readlink /usr/local/lib/julia/libjulia.so)" = libjulia.so.1 ]
grep -q julia $HOME/.local/share/jupyter/kernels/julia/kernel.json; no test -e $HOME/.local/share/jupyter/kernels/julia-1.6
echo CHECK-OK 06-julia-kernel
