#!/bin/bash
# The set-up cells of a small notebook, as plain commands: what a person types, and nothing of envsnap.
# GIT_BASE is where the tutorial's repository is served.
set -euo pipefail
mkdir -p /content && cd /content
# %% cell 1: a drawing program from the distribution
apt-get update -qq
apt-get install -y -qq graphviz libgomp1 >/dev/null
# %% cell 2: what the training needs
pip install -q scikit-learn pydot
# %% cell 3: the tutorial, with a change of one's own
git clone -q "${GIT_BASE:?}/digits-tutorial.git" digits-tutorial
cd digits-tutorial
sed -i 's/^HIDDEN = .*/HIDDEN = 64/' settings.py
echo 'accuracy goal: 0.95' > notes.txt
