# no .git, nested, bare, mirror, unborn, empty, data elsewhere, alternates, links, other users' and odd names
#%% session
clone $P nogit; rm -rf nogit/.git
clone $P outer; (cd outer; clone $LIB nested; echo ig/ > .git/info/exclude; mkdir -p ig a/b; clone $LIB ig/nested; clone $INNER a/b/c; cd nested; commit k k; echo d >> lib.py)
clone --mirror $P mirror.git; git init -q --bare bare.git; git init -q unborn; (cd unborn; echo x > x; git add x; echo y > y); git init -q empty
git init -q --separate-git-dir /root/sep.git sep; (cd sep; commit a a; echo d >> a)
clone $P source; (cd source; commit s s); clone --shared source alt; (cd alt; commit q q); clone --reference $PWD/source $P ref; git -C ref commit -q --allow-empty -m e
git init -q --shared=group shared; (cd shared; commit a a)
clone $P linked; mv linked/.git linked-data.git; ln -s ../linked-data.git linked/.git; (cd linked; commit a a; echo d >> a)
for D in "$(printf 'caf\351 \377')" "$(printf 'new\nline')" 'sp ace "q' -dash; do clone -- $P "$D"; (cd -- "$D"; commit x x; echo dirty >> README.md; echo u > u); done
useradd -m ada; clone $P /home/ada/proj; (cd /home/ada/proj; commit a a; echo d >> a; echo u > u); chown -R ada:ada /home/ada/proj
clone $P owned; (cd owned; commit a a); chown -R nobody:nogroup owned; git config --global --add safe.directory /content/r/owned
clone $P torso; rm torso/.git/HEAD; echo x > torso/x
#%% after
try outer 'git clean -nd; git -C nested commit -qam n; git -C a/b/c commit -q --allow-empty -m c'
try alt 'git gc -q; git fsck; git log --oneline | head -2'
try sep 'git commit -qam s; git fsck'
try shared 'git commit -q --allow-empty -m c; stat -c %A .git/objects .git/refs'
try linked 'git commit -qam c'
try unborn 'git commit -qm c; git fsck'
for D in "$(printf 'caf\351 \377')" "$(printf 'new\nline')" 'sp ace "q'; do try "$D" 'git add -A; git commit -qm c; git fsck'; done
git init -q /tmp/x; git -C /tmp/x commit -q --allow-empty -m c; git -C /tmp/x push -q /content/r/bare.git HEAD:main 2>&1; git -C bare.git log --oneline
su ada -c 'cd ~/proj; git -c user.name=a -c user.email=a@example.invalid commit -qam c; git status --porcelain; git log --oneline | head -2'
try owned 'git commit -q --allow-empty -m c; git fsck'
try mirror.git 'git fsck; git gc -q'
