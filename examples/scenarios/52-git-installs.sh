#!/bin/bash
#  source: written for this project after the shape of notebooks that install from repositories
#  categories: pip-git extra deleted-package-file tag-that-vanishes editable-with-submodule build-option sources-deleted generated-code venv user-site target
#  stand-ins: foldlib, whisperlite (drift: force-pushed, tag gone), toolkit with third_party/lib, apexlite, odmodels
# approx-MB: 130
set -euo pipefail
: "${GIT_BASE:?}" "${FILE_BASE:?}"; export DEBIAN_FRONTEND=noninteractive; mkdir -p /content; cd /content
# %% cell 0: what a Colab image already has
apt-get update -qq; apt-get install -y -qq --no-install-recommends gcc libc6-dev python3-dev protobuf-compiler >/dev/null
# %% cell 1
pip install -q "foldlib[small] @ git+$GIT_BASE/foldlib" "git+$GIT_BASE/whisperlite@v20231117"
rm /usr/local/lib/python3.11/dist-packages/foldlib/bad_kernel.py
# %% cell 2
git clone -q --recurse-submodules $GIT_BASE/toolkit
cd toolkit; pip install -q -r requirements.txt; pip install -q -e .; echo 'LOCAL = 1' | tee -a toolkit/__init__.py >> third_party/lib/thirdlib.py
git -c user.name=me -c user.email=me@example.invalid commit -q -am 'never pushed'; echo draft > draft.py; git stash -q -u 2>/dev/null || git -c user.name=me -c user.email=me@example.invalid stash -q -u
cd ..
# %% cell 3
git clone -q $GIT_BASE/apexlite; cd apexlite
pip install -q --no-build-isolation --config-settings=--build-option=--cpp_ext . || CFLAGS=-O1 python3 setup.py -q install --cpp_ext
cd ..; rm -rf apexlite
# %% cell 4
git clone -q --depth 1 $GIT_BASE/odmodels models
cd models/research; protoc object_detection/protos/*.proto --python_out=.
cp object_detection/packages/tf2/setup.py .; pip install -q .
# %% cell 5
cd /content; python3 -m venv env; env/bin/pip install -q six==1.16.0; pip install -q --user idna; pip install -q --target /content/lib toolz==0.12.1
