#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin:~/.local/bin
[ "$(mycmd)" = 'from mypkg' ]; [ "$(tool)" = tool ]; [ "$(hello-c)" = hi ]; /content/env310/bin/python -c 'import requests; assert requests.__version__=="2.31.0"'
python3 -c 'import sqlite3; assert sqlite3.connect("/content/db.sqlite").execute("select a from t").fetchone()==(42,)'
[ "$(ls /data/set | wc -l)" = 500 ]; test -f /kaggle/working/r.csv -a -f /srv/s -a -f /var/lib/mystate/w -a -f /var/www/html/index.html -a -d /workspace/out
test -s ~/.keras/datasets/mnist.npz; test -f ~/.local/share/jupyter/kernels/env310/kernel.json; git config --global alias.st; [ "$(pip --version | cut -d' ' -f2)" = 24.0 ]; pip check
python3 -c 'import attr,sys; sys.path.insert(0,"/content/libs"); import tqdm'; PYTHONPATH=/content/libs python3 -c 'import tqdm; assert tqdm.__version__=="4.66.1"'
grep -q timeout ~/.config/pip/pip.conf || echo SOFT pip.conf; [ -z "$(grep -r marmalade77 ~/.config || true)" ]; test -f ~/.ssh/config; test -x ~/.local/bin/black || echo SOFT black
echo CHECK-OK 62-home-of-tools
