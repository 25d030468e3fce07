# numpy and pandas upgraded over older ones of the image, with machine code, compiled files and console scripts.
#%% base
pip install -q numpy==1.26.4 six==1.16.0 && python3 -c 'import numpy'
#%% session
pip install -q 'numpy==2.1.3' pandas==2.2.3 'six==1.17.0' requests flask==3.0.0
python3 -c 'import numpy, pandas, requests, flask'
#%% state
python3 -c 'import numpy, pandas, flask; print(numpy.__version__, pandas.__version__, numpy.linalg.inv([[2.0, 0], [0, 4]]).tolist(), pandas.DataFrame({"a": [1, 2]}).sum().to_dict())'
flask --version; f2py -v; pip freeze --all; pip check
#%% after
pip uninstall -q -y pandas numpy && python3 -c 'import numpy' 2>&1 | tail -1
