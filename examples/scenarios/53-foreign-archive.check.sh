#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
[ "$(ppatool)" = 'ppatool 1.0' ]; jq --version | grep -q '^jq-1'; grep -qx 'Pin-Priority: -1' /etc/apt/preferences.d/no-foreign-jq; test -s /usr/share/keyrings/standin.asc
[ "$(mytool)" = 'mytool 1.0' ]; [ "$(readlink /usr/local/bin/mytool)" = /root/.tool/bin/mytool ]; grep -q '.tool/bin' /root/.bashrc
cd /; python3 -c 'import yaml, oldsdist, llamalite; from importlib.metadata import version; assert version("imageio")=="2.33.0" and yaml.__version__=="6.0.1" and "CUBLAS" in llamalite.FLAGS'; pip show wheel | grep -x 'Version: 0.42.0'
[ "$(su worker -c '~/bin/hi')" = hi ]; [ "$(stat -c '%U %a' /home/worker/bin/hi)" = 'worker 750' ]
echo CHECK-OK 53-foreign-archive
