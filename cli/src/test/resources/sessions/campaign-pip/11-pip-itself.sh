# pip and setuptools upgraded by pip over Debian's, twice.
#%% session
pip install -q --upgrade pip==24.0 setuptools==68.0.0 wheel==0.42.0
pip install -q --upgrade pip==24.2
#%% state
pip --version; python3 -m pip --version; python3 -c 'import setuptools; print(setuptools.__version__, setuptools.__file__)'
pip freeze --all; pip check; dpkg -V python3-pip python3-setuptools python3-wheel; ls -d /usr/lib/python3/dist-packages/pip* /usr/local/lib/python3*/dist-packages/pip*
