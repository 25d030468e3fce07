#!/bin/bash
#  source: written for this project after the shape of tools that bring their own archive or installer
#  categories: curl-pipe-bash apt-third-party signed-by preferences pin curl-pipe-sh home-bin get-pip env-at-build requirements-by-url sdist
#  stand-ins: the signed archive (drift: ppatool 1.0 -> 1.1), install.sh, get-pip.py, llamalite and oldsdist sources
# approx-MB: 25
set -euo pipefail
: "${GIT_BASE:?}" "${FILE_BASE:?}"; export DEBIAN_FRONTEND=noninteractive; mkdir -p /content; cd /content
# %% cell 0: what a Colab image already has
apt-get update -qq; apt-get install -y -qq --no-install-recommends curl gpgv >/dev/null
# %% cell 1
curl -fsSL $FILE_BASE/script.deb.sh | bash
printf 'Package: jq\nPin: origin 127.0.0.1\nPin-Priority: -1\n' > /etc/apt/preferences.d/no-foreign-jq
apt-get install -y -qq ppatool jq >/dev/null
# %% cell 2
curl -fsSL $FILE_BASE/install.sh | sh
curl -fsSL $FILE_BASE/get-pip.py | python3 -
curl -fsSLO $FILE_BASE/requirements-unit4.txt && pip install -q -r requirements-unit4.txt --no-deps
# %% cell 3
CMAKE_ARGS=-DLLAMA_CUBLAS=on pip install -q $FILE_BASE/sdists/llamalite/llamalite-0.2.20.tar.gz
pip install -q $FILE_BASE/sdists/oldsdist/oldsdist-0.1.tar.gz
mkdir -p /etc/sysctl.d; echo 'net.core.somaxconn = 1024' > /etc/sysctl.d/99-mine.conf; echo 'LANG=C.UTF-8' >> /etc/environment
(crontab -l 2>/dev/null || true); mkdir -p /root/.config/app && echo '{"theme": "dark"}' > /root/.config/app/settings.json
useradd -m -s /bin/bash worker && su worker -c 'mkdir -p ~/bin && echo "echo hi" > ~/bin/hi && chmod 750 ~/bin/hi'
