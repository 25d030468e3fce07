#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
cd /content/webui; [ "$(git rev-parse HEAD)" = "$REF_WEBUI_V2_2" ]; [ "$(git diff --name-only)" = launch.py ]; [ "$(git diff --cached --name-only)" = modules/shared.py ]
[ "$(git -C extensions/controlnet rev-parse HEAD)" = "$REF_EXT_CONTROLNET_MAIN" ]; [ "$(git -C extensions/controlnet rev-parse --is-shallow-repository)" = true ]
[ "$(git -C extensions/browser rev-parse HEAD)" = "$REF_EXT_BROWSER_MAIN" ]; grep -q browser extensions/browser/install.py
[ "$(readlink outputs)" = ../../../data ]; [ "$(sha256sum < models/Stable-diffusion/model.safetensors | cut -d' ' -f1)" = "$SHA_MODEL" ]
cd /; python3 -c 'import torchlite, tabulate, xformerslite; assert torchlite.__version__=="2.0.1+cu118" and tabulate.__version__=="0.9.0+cu118" and xformerslite.V==15'
dpkg -s google-perftools-standin | grep -x 'Version: 2.5-2.2'; test -f /usr/lib/x86_64-linux-gnu/libtcmalloc-standin.so.4
echo CHECK-OK 51-webui-extensions
