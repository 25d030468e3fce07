# A second Python that the session itself brought, packages in it, environments of it, environments in environments.
#%% session
kit=/tmp/kit.py
python3 $kit wheel second 1.0 script=second-tool
python3 $kit wheel envpack 1.0 script=env-tool
mkdir -p /srv/py/bin /srv/py/lib
v=$(python3 -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
cp -a /usr/bin/$v /srv/py/bin/ && ln -s $v /srv/py/bin/python3 && cp -a /usr/lib/$v /srv/py/lib/
ln -s /srv/py/bin/$v /usr/local/bin/other-python3
pip install -q --no-index --find-links /tmp/kit --no-warn-script-location --prefix /srv/py second
/srv/py/bin/python3 -m venv --without-pip /content/env-of-second
python3 -m venv --without-pip /content/outer
/content/outer/bin/python -m venv --without-pip --system-site-packages /content/outer/inner
for e in outer outer/inner env-of-second; do pip --python /content/$e/bin/python install -q --no-index --find-links /tmp/kit envpack; done
#%% state
/srv/py/bin/python3 -c 'import sys; print(sys.prefix, sys.version)'; other-python3 -V
for e in outer outer/inner env-of-second; do
  /content/$e/bin/env-tool; /content/$e/bin/python -c 'import sys, envpack; print(sys.prefix, sys.base_prefix, envpack.__file__)'
  pip --python /content/$e/bin/python freeze --all; pip --python /content/$e/bin/python check; done
for s in /srv/py/local/lib/python3*/dist-packages /srv/py/lib/python3*/site-packages; do [ ! -d $s ] || PYTHONPATH=$s /srv/py/bin/python3 -c 'import second; print(second.__file__)' ; done
