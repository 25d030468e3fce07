# --target, --prefix, --user, PYTHONPATH folders, data files and console scripts.
#%% session
kit=/tmp/kit.py
python3 $kit wheel demo 1.0 need=leaf script=demo-tool data=share/demo/readme data=etc/demo.conf
python3 $kit wheel leaf 2.1 'file=leaf/odd, "name" – ü.txt'
python3 $kit wheel targeted 1.0 need=leaf script=targeted-tool
python3 $kit wheel prefixed 1.0 script=prefixed-tool data=share/prefixed/x
python3 $kit wheel mine 1.0 script=mine-tool
pip install -q --no-index --find-links /tmp/kit demo
pip install -q --no-index --find-links /tmp/kit --target /content/libs targeted
pip install -q --no-index --find-links /tmp/kit --prefix /srv/prefix prefixed
pip install -q --no-index --find-links /tmp/kit --user mine
mkdir -p /content/mods/deep && echo 'V = 5' > /content/mods/plain.py && echo 'V = 6' > /content/mods/deep/inner.py
PYTHONPATH=/content/libs:/content/mods python3 -c 'import targeted.part, plain, deep.inner'
#%% state
demo-tool; PYTHONPATH=/content/libs /content/libs/bin/targeted-tool
PYTHONPATH=$(ls -d /srv/prefix/local/lib/python3*/dist-packages) $(ls /srv/prefix/local/bin/prefixed-tool)
/root/.local/bin/mine-tool
PYTHONPATH=/content/libs:/content/mods python3 -c 'import targeted.part, plain, deep.inner, mine; print(targeted.V, plain.V, deep.inner.V)'
pip freeze --path /content/libs; pip freeze --all; pip check; pip show -f demo
cat /usr/local/etc/demo.conf /usr/local/share/demo/readme
