# A second Python from apt, with packages and an environment of its own.
#%% session
apt-get install -y -qq --no-install-recommends pypy3 pypy3-venv >/dev/null
pypy3 -m venv /content/pypyenv && /content/pypyenv/bin/pip install -q packaging==24.1
/content/pypyenv/bin/python -c 'import packaging.version'
#%% state
pypy3 --version; /content/pypyenv/bin/pip freeze --all; /content/pypyenv/bin/pip check
/content/pypyenv/bin/python -c 'import packaging, sys; print(packaging.__file__, sys.version_info[:2])'; dpkg --audit
