# Files edited, deleted and added by hand in packages of the base and of the session, links into the site folder.
#%% base
for n in basea baseb basec; do python3 /tmp/kit.py wheel $n 1.0 script=$n-tool; done
pip install -q --no-index --find-links /tmp/kit basea baseb basec
#%% session
python3 /tmp/kit.py wheel handmade 1.0 file=handmade/unused.py
pip install -q --no-index --find-links /tmp/kit handmade
s=$(python3 -c 'import handmade, os; print(os.path.dirname(os.path.dirname(handmade.__file__)))')
sed -i 's/1.0/1.0-edited/' $s/handmade/part.py $s/basea/part.py
rm $s/handmade/unused.py
echo 'WEIGHTS = 1' > $s/handmade/downloaded.py; mkdir $s/basea/models && echo model > $s/basea/models/m.bin
mkdir -p /content/linked && echo 'L = 1' > /content/linked/__init__.py && ln -s /content/linked $s/linked
echo 'S = 2' > /content/single.py && ln -s ../../../../../content/single.py $s/single.py
echo /content/mods-by-pth > $s/mine.pth && mkdir -p /content/mods-by-pth && echo 'P = 3' > /content/mods-by-pth/bypth.py
echo 'import builtins; builtins.CUSTOM = 7' > $s/sitecustomize.py
mkdir -p "$s/~illed" "$s/~illed-0.9.dist-info" && echo old > "$s/~illed/__init__.py" && printf 'Metadata-Version: 2.1\nName: killed\nVersion: 0.9\n' > "$s/~illed-0.9.dist-info/METADATA"
chmod 750 $s/handmade/__init__.py; chmod 600 $s/basea/__init__.py
python3 -c 'import handmade.part, basea.part, baseb.part, linked, single, bypth'
#%% session taken
rm $s/baseb/part.py
rm -r $s/basec $s/basec-1.0.dist-info
#%% state
python3 -c 'import handmade.part, basea.part, linked, single, bypth; print(handmade.part.PART, basea.part.PART, handmade.downloaded, CUSTOM)' 2>&1 | tail -1
python3 -c 'import baseb.part' 2>&1 | tail -1; python3 -c 'import basec' 2>&1 | tail -1
pip freeze --all; pip check
