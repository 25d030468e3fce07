# One package twice: by Debian and by pip, from before and from after.
#%% session
apt-get install -y -qq --no-install-recommends python3-six python3-yaml >/dev/null
pip install -q --ignore-installed six==1.16.0 PyYAML==6.0.2
python3 -c 'import six, yaml'
#%% state
python3 -c 'import six, yaml; print(six.__file__, six.__version__, yaml.__file__, yaml.__version__)'
pip freeze --all; pip check; dpkg -V python3-six python3-yaml; dpkg -l python3-six python3-yaml | tail -2
#%% after
pip uninstall -q -y six PyYAML && python3 -c 'import six, yaml; print(six.__file__, yaml.__file__)'
