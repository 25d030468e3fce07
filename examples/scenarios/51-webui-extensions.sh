#!/bin/bash
#  source: written for this project after the shape of image-generation notebooks
#  categories: git-tag nested-clones extra-index local-version wheel-url deb-by-path launcher-sed detached-head
#  stand-ins: webui and its extensions (drift: ext-browser moves on), torchlite wheels (drift: gone), tcmalloc .debs
# approx-MB: 12
set -euo pipefail
: "${GIT_BASE:?}" "${FILE_BASE:?}"; export DEBIAN_FRONTEND=noninteractive; mkdir -p /content; cd /content
# %% cell 0: what a Colab image already has
apt-get update -qq; apt-get install -y -qq --no-install-recommends wget >/dev/null
# %% cell 1
git clone -q -b v2.2 $GIT_BASE/webui webui
git clone -q $GIT_BASE/ext-browser webui/extensions/browser
git clone -q --depth 1 $GIT_BASE/ext-controlnet webui/extensions/controlnet
# %% cell 2
wget -q $FILE_BASE/libtcmalloc-standin4_2.5-2.2_amd64.deb $FILE_BASE/google-perftools-standin_2.5-2.2_all.deb
apt-get install -y -qq ./libtcmalloc-standin4_2.5-2.2_amd64.deb ./google-perftools-standin_2.5-2.2_all.deb >/dev/null
rm ./*.deb
# %% cell 3
pip install -q torchlite==2.0.1+cu118 tabulate==0.9.0+cu118 --extra-index-url $FILE_BASE/whl/cu118
pip install -q $FILE_BASE/xformerslite-0.0.15-cp311-cp311-linux_x86_64.whl
cd webui
pip install -q -r requirements.txt
sed -i 's/return "ok"/return "patched"/' launch.py
echo 'show_progress = 10' >> modules/shared.py; git add modules/shared.py
python3 -c 'from modules import launch_utils'
mkdir -p models/Stable-diffusion && wget -q $FILE_BASE/models/model.safetensors -O models/Stable-diffusion/model.safetensors
ln -s ../../../data outputs
