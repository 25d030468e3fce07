# Packages of the base upgraded, downgraded, uninstalled, reinstalled; a namespace that two share; the next machine has another version.
#%% base
k=/tmp/kit.py
python3 $k wheel upme 1.0 script=upme-old file=upme/gone.py; python3 $k wheel downme 2.0 file=downme/extra.py
python3 $k wheel goneme 1.0 script=gone-tool data=share/goneme/d; python3 $k wheel sameme 1.0
python3 $k wheel twice 1.0; python3 $k wheel ns-a 1.0 plain file=ns/a.py
pip install -q --no-index --find-links /tmp/kit upme downme goneme sameme ns-a twice
python3 -c 'import upme.gone, downme.extra, goneme.part, sameme, ns.a'
#%% next
python3 /tmp/kit.py wheel drifted 1.5 file=drifted/only15.py script=drifted-tool15
pip install -q --no-index --find-links /tmp/kit drifted
python3 -c 'import drifted.only15'
#%% session
k=/tmp/kit.py
python3 $k wheel upme 2.0 script=upme-new file=upme/fresh.py; python3 $k wheel downme 1.0
python3 $k wheel ns-b 1.0 plain file=ns/b.py; python3 $k wheel drifted 2.0 file=drifted/only20.py
pip install -q --no-index --find-links /tmp/kit upme==2.0 downme==1.0 ns-b drifted==2.0
pip install -q --no-index --find-links /tmp/kit --force-reinstall sameme==1.0
for v in 1.1 1.2; do python3 $k wheel twice $v; pip install -q --no-index --find-links /tmp/kit --ignore-installed twice==$v; done
python3 -c 'import upme.fresh, downme, ns.a, ns.b, drifted.only20, sameme'
#%% session taken
pip uninstall -q -y goneme
#%% state
python3 -c 'import upme.fresh, downme, ns.a, ns.b, drifted, sameme; print(upme.V, downme.V, drifted.V)'
upme-new; for gone in upme-old gone-tool drifted-tool15; do type $gone >/dev/null 2>&1 || echo no $gone; done
for m in upme.gone downme.extra drifted.only15 goneme; do python3 -c "import $m" 2>&1 | tail -1; done
pip freeze --all; pip check; pip list; ls /usr/local/share /usr/local/lib/python3*/dist-packages /usr/local/lib/python3*/dist-packages/[a-z_]* | grep -v '~'
