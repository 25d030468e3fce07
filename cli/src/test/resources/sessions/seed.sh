#!/bin/bash
# A real session, cell by cell, as plain commands. ARCHIVE, INDEX, FILES and GIT_BASE are local servers
# that forget things between this session and its restore.
set -euo pipefail
mkdir -p /content && cd /content
# %% several names at once
apt-get update -qq
apt-get install -y -qq --no-install-recommends jq tree graphviz wget curl >/dev/null
# %% a third-party source, its key by file
curl -fsS "$ARCHIVE/key.asc" -o /usr/share/keyrings/forgetful.asc
echo "deb [signed-by=/usr/share/keyrings/forgetful.asc] $ARCHIVE stable main" > /etc/apt/sources.list.d/forgetful.list
# %% another one, as deb822 with the key inside
{
  printf 'Types: deb\nURIs: %s\nSuites: stable\nComponents: extra\nSigned-By:\n' "${ARCHIVE/127.0.0.1/localhost}"
  sed 's/^$/./; s/^/ /' /usr/share/keyrings/forgetful.asc
} > /etc/apt/sources.list.d/inline.sources
apt-get update -qq
apt-get install -y -qq onlyhere=1.0 extratool >/dev/null
apt-mark -qq hold onlyhere
# %% python packages of some size
pip install -q numpy scipy scikit-learn pydot
# %% what opencv needs, and opencv
apt-get install -y -qq --no-install-recommends libsm6 libxext6 libgl1 libglib2.0-0 >/dev/null
pip install -q opencv-python
# %% a wheel by address, with a local version; the address will be gone
pip install -q "$FILES/gpulite-2.0.1+cu118-py3-none-any.whl"
# %% a binding that is compiled here, and then the compiler goes
apt-get install -y -qq --no-install-recommends libarchive-dev gcc libc6-dev python3-dev >/dev/null
pip install -q setuptools wheel
pip install -q --no-build-isolation --index-url "$INDEX" archivelite==0.3
apt-get purge -y -qq gcc gcc-12 python3-dev >/dev/null
apt-get autoremove -y -qq >/dev/null
# %% an old source package that cannot be built; people go on after that
pip install -q --no-build-isolation --index-url "$INDEX" oldbroken==0.1 2>/dev/null || true
# %% a clone that is worked on
git clone -q "$GIT_BASE/tutorial.git" tutorial
cd tutorial
echo 'EPOCHS = 3' >> settings.py
echo 'mine' > untracked.txt
git -c user.name=me -c user.email=me@example.invalid commit -q --allow-empty -m 'a commit never pushed'
echo staged > staged.txt && git add staged.txt
