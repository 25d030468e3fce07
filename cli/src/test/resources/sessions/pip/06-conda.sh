# A conda-like prefix over /usr/local: its own python and pip in front of the image's, conda-meta, packages without RECORD.
#%% session
v=$(python3 -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
mkdir -p /usr/local/conda-meta /usr/local/bin /usr/local/pkgs/tool-1-0/bin /usr/local/lib/python3.12/site-packages /usr/local/lib/$v
cp -a /usr/lib/$v/. /usr/local/lib/$v/ && cp -a /usr/bin/$v /usr/local/bin/$v.real
printf '#!/bin/sh\nPYTHONHOME=/usr/local exec /usr/local/bin/%s.real "$@"\n' $v > /usr/local/bin/python && chmod 755 /usr/local/bin/python
printf '#!/bin/sh\necho conda 24.1\n' > /usr/local/pkgs/tool-1-0/bin/conda && chmod 755 /usr/local/pkgs/tool-1-0/bin/conda
ln /usr/local/pkgs/tool-1-0/bin/conda /usr/local/bin/conda && ln -s conda /usr/local/bin/mamba
p=/usr/local/lib/python3.12/site-packages
mkdir -p $p/veloxchem $p/veloxchem-1.0.dist-info && echo 'V = 1' > $p/veloxchem/__init__.py
printf 'Metadata-Version: 2.1\nName: veloxchem\nVersion: 1.0\n' > $p/veloxchem-1.0.dist-info/METADATA
echo conda > $p/veloxchem-1.0.dist-info/INSTALLER
printf '{"name": "veloxchem", "version": "1.0", "build": "py312_0", "channel": "conda-forge", "files": ["lib/python3.12/site-packages/veloxchem/__init__.py"]}\n' > /usr/local/conda-meta/veloxchem-1.0-py312_0.json
printf '==> 2026-01-01 00:00:00 <==\n# cmd: conda install veloxchem\n' > /usr/local/conda-meta/history
mkdir -p /content/mini/conda-meta /content/mini/bin && touch /content/mini/conda-meta/history && cp -a /usr/bin/$v /content/mini/bin/python3 && mkdir -p /content/mini/lib && cp -a /usr/lib/$v /content/mini/lib/
python3 /tmp/kit.py wheel inconda 1.0 script=inconda-tool
/usr/local/bin/python -c 'import sys; print(sys.prefix)'
PIP_CONFIG_FILE=/dev/null pip install -q --no-index --find-links /tmp/kit --target /content/mini/lib/$v/site-packages inconda
#%% state
conda; mamba; stat -c '%h %F %n' /usr/local/bin/conda /usr/local/bin/mamba; cat /usr/local/conda-meta/*
python -c 'import sys; print(sys.prefix)'; /content/mini/bin/python3 -c 'import sys; print(sys.prefix)'
PYTHONPATH=/usr/local/lib/python3.12/site-packages python3 -c 'import veloxchem; print(veloxchem.V)'
PYTHONPATH=$(ls -d /content/mini/lib/python3*/site-packages) /content/mini/bin/python3 -c 'import inconda; print(inconda.V)'
