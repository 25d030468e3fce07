# setup.py install and develop, editable installs old and new, from git, from an address with a local version.
#%% session
mk() { mkdir -p $1/$2 && printf 'V = 1\ndef main():\n    print("%s", V)\n' $2 > $1/$2/__init__.py
  printf 'from setuptools import setup\nsetup(name="%s", version="0.4", packages=["%s"], entry_points={"console_scripts": ["%s-tool = %s:main"]})\n' $2 $2 $2 $2 > $1/setup.py; }
mk /content/egged egged; (cd /content/egged && python3 setup.py -q install >/dev/null 2>&1)
mk /content/zipped zipped; (cd /content/zipped && python3 setup.py -q bdist_egg >/dev/null 2>&1 && cp dist/*.egg /content/zipped.egg)
mk /content/flat flat; (cd /content/flat && python3 setup.py -q install --single-version-externally-managed --record /content/flat.txt >/dev/null 2>&1)
mk /content/developed developed; (cd /content/developed && python3 setup.py -q develop >/dev/null 2>&1)
mk /content/edit edit; pip install -q --no-index --no-build-isolation -e /content/edit
printf '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n' | tee /content/edit/pyproject.toml > /dev/null
mk /content/modern modern; cp /content/edit/pyproject.toml /content/modern/; pip install -q --no-index --no-build-isolation -e /content/modern
mk /srv/vcs vcs; cp /content/edit/pyproject.toml /srv/vcs/
git -C /srv/vcs init -q -b main; git -C /srv/vcs add -A; git -C /srv/vcs -c user.name=a -c user.email=a@example.invalid commit -qm one
pip install -q --no-index --no-build-isolation git+file:///srv/vcs@main
pip install -q --no-index --no-build-isolation --src /content/src -e git+file:///srv/vcs@main#egg=vcs >/dev/null 2>&1 || echo no-editable-vcs
mk /content/fromdir fromdir; pip install -q --no-index --no-build-isolation /content/fromdir; rm -r /content/fromdir
python3 /tmp/kit.py wheel local 2.0.1+cu118
(cd /tmp/kit && exec python3 -m http.server 8123 >/dev/null 2>&1) & server=$!
sleep 1; pip install -q --no-index http://127.0.0.1:8123/local-2.0.1+cu118-py3-none-any.whl; kill $server
#%% state
cd /; for m in egged flat developed edit modern vcs fromdir; do $m-tool; python3 -c "import $m; print($m.__file__)"; done
python3 -c 'import local; print(local.V)'
PYTHONPATH=/content/zipped.egg python3 -c 'import zipped; print(zipped.__file__)'
pip freeze --all; pip check; cat /usr/local/lib/python3*/dist-packages/easy-install.pth; git -C /srv/vcs status --porcelain; git -C /content/src/vcs status --porcelain --branch
