#!/bin/bash
#  source: own, of what notebook users keep in their home and beside it
#  categories: venv kernelspec pipx editable user-site target pip-conf-secret git-global nltk keras sqlite own-binaries data-folders ssh-key
#  stand-ins: none
#  must-not-leak: marmalade77pass
# approx-MB: 60
set -euo pipefail
: "${GIT_BASE:?}" "${FILE_BASE:?}"; export DEBIAN_FRONTEND=noninteractive; mkdir -p /content; cd /content
# %% cell 0
apt-get update -qq
apt-get install -y -qq --no-install-recommends curl gcc libc6-dev openssh-client >/dev/null 2>&1
# %% cell 1
pip install -q pipx 'jupyter-core' ipykernel nltk 2>&1 | tail -1
python3 -m venv /content/env310; /content/env310/bin/pip install -q requests==2.31.0 six
python3 -m ipykernel install --user --name env310 --display-name "My Env" >/dev/null
pipx install -q black==24.3.0 >/dev/null 2>&1 || true
# %% cell 2
mkdir -p ~/nltk_data/corpora ~/.keras/datasets ~/.cache/torch/hub/checkpoints ~/.cache/huggingface/hub/models--x/snapshots ~/.ipython/profile_default/startup ~/.jupyter ~/.config/matplotlib ~/.local/share/fonts ~/.kaggle
head -c 300000 /dev/urandom > ~/.keras/datasets/mnist.npz; head -c 30000 /dev/urandom > ~/nltk_data/corpora/words.zip
echo 'import os' > ~/.ipython/profile_default/startup/00.py; echo 'backend: Agg' > ~/.config/matplotlib/matplotlibrc; echo 'c = get_config()' > ~/.jupyter/jupyter_notebook_config.py
printf '[global]\nextra-index-url = https://user:marmalade77pass@pip.example/simple\ntimeout = 60\n' > ~/.config/pip.conf || true; mkdir -p ~/.config/pip; printf '[global]\nextra-index-url = https://user:marmalade77pass@pip.example/simple\ntimeout = 60\n' > ~/.config/pip/pip.conf
git config --global user.email a@mail.example; git config --global credential.helper store; git config --global alias.st status
# %% cell 3
mkdir -p proj/src/mypkg && cd proj && printf '[build-system]\nrequires=["setuptools"]\nbuild-backend="setuptools.build_meta"\n[project]\nname="mypkg"\nversion="0.3"\n[project.scripts]\nmycmd="mypkg:main"\n' > pyproject.toml && printf 'def main():\n  print("from mypkg")\n' > src/mypkg/__init__.py && git init -q . && git add . && git commit -qm first && pip install -q -e . 2>&1 | tail -1; cd ..
pip install -q --user attrs==23.1.0; pip install -q --target /content/libs tqdm==4.66.1; pip install -q 'urllib3<2'; pip install -q setuptools==69.0.0 wheel; pip install -q --force-reinstall --no-deps pip==24.0
python3 -m pip install -q git+$GIT_BASE/webui 2>/dev/null || true
echo 'export PYTHONPATH=/content/libs' >> ~/.bashrc
python3 -c 'import sqlite3; c=sqlite3.connect("/content/db.sqlite"); c.execute("pragma journal_mode=wal"); c.execute("create table t(a)"); c.execute("insert into t values (42)"); c.commit()'
# %% cell 4
mkdir -p /opt/tool/bin && printf '#!/bin/sh\necho tool\n' > /opt/tool/bin/tool && chmod +x /opt/tool/bin/tool && ln -s /opt/tool/bin/tool /usr/local/bin/tool
mkdir -p /data/set && for i in $(seq 500); do echo $i > /data/set/$i.txt; done; mkdir -p /workspace/out /kaggle/working; echo r > /kaggle/working/r.csv; echo s > /srv/s; mkdir -p /var/lib/mystate /var/www/html; echo w > /var/lib/mystate/w; echo h > /var/www/html/index.html
mkdir -p ~/.ssh && ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519 2>/dev/null || true; printf 'Host x\n  User y\n' > ~/.ssh/config
printf '#include <stdio.h>\nint main(){puts("hi");}\n' > h.c && gcc -o h h.c && cp h /usr/local/bin/hello-c
