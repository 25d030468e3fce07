# other hashes and indexes, packs, loose objects, commit graphs, bitmaps, replaced objects, long histories
#%% session
git init -q --object-format=sha256 sha256; (cd sha256; commit a a; commit b b; echo s > s; git add s; git stash -q; echo e >> a)
clone $P v4; (cd v4; git update-index --index-version 4; echo d >> README.md; git add README.md; echo d >> README.md)
clone $P split; (cd split; git update-index --split-index; echo d >> README.md; git add README.md; git update-index --untracked-cache 2>/dev/null; echo u > u)
clone $P packed
(cd packed; for i in 1 2 3; do commit f $i; done; git gc -q; git commit-graph write --reachable --changed-paths
 for i in 4 5; do commit f $i; done; git repack -q -d; git multi-pack-index write --bitmap 2>/dev/null
 pack=$(ls .git/objects/pack/*.pack | head -1); touch "${pack%pack}keep"; for i in 6 7; do commit f $i; done
 git pack-refs --all; git replace HEAD HEAD~1; git config gc.auto 0)
git init -q long
(cd long; python3 - <<'P' | git fast-import --quiet
for i in range(5000):
    text = f"line {i}\n"
    print(f"commit refs/heads/main\nmark :{i+1}\ncommitter A <a@example.invalid> {1700000000+i} +0000\ndata 1\nc")
    if i: print(f"from :{i}")
    print(f"M 100644 inline f{i % 50}\ndata {len(text)}\n{text}")
P
 git reset -q --hard main; git commit-graph write --reachable
 for i in $(seq 2000); do echo "create refs/tags/t$i HEAD"; done | git update-ref --stdin)
#%% after
try sha256 'git commit -qam s; git stash pop; git fsck'
try v4 'git commit -qam c; git gc -q'
try split 'git add -A; git commit -qam c; git gc -q'
try packed 'git commit -q --allow-empty -m c; git gc -q; git fsck; git commit-graph verify; git multi-pack-index verify'
try long 'git commit -q --allow-empty -m c; git fsck; git describe --tags --always'
