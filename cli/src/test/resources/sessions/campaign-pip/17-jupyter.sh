# ipykernel with a kernel of an environment, and notebook settings.
#%% session
pip install -q ipykernel==6.29.5
python3 -m venv --system-site-packages /content/kernelenv
/content/kernelenv/bin/python -m ipykernel install --name mykernel --display-name 'My kernel' >/dev/null
python3 -m ipykernel install --user --name other >/dev/null
#%% state
jupyter kernelspec list 2>/dev/null; cat /usr/local/share/jupyter/kernels/mykernel/kernel.json /root/.local/share/jupyter/kernels/other/kernel.json
/content/kernelenv/bin/python -c 'import ipykernel; print(ipykernel.__version__)'; pip freeze --all; pip check
