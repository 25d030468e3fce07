# a worktree of fifty thousand files
#%% session
git init -q many
(cd many; python3 - <<'P'
import os
for d in range(500):
    os.makedirs(f"d{d}")
    for f in range(100):
        with open(f"d{d}/f{f}.txt", "w") as out: out.write(f"{d} {f}\n" * 10)
P
 git add -A; git commit -qm one; echo x >> d1/f1.txt; git commit -qam two; echo dirty >> d2/f2.txt; echo u > untracked)
#%% after
try many 'git commit -qam three; git fsck'
