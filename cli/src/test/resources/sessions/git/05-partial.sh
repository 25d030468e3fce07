# partial, shallow and sparse clones, with work on top
#%% session
clone --filter=blob:none $P partial; clone --filter=tree:0 --no-checkout $P treeless; git -C treeless status >/dev/null
clone --filter=blob:none --sparse $P partialsparse; (cd partialsparse; git sparse-checkout set d1 d2; echo x >> d1/f1.txt; commit d2/f2.txt p)
clone $P sparse; (cd sparse; git sparse-checkout set --sparse-index d1; echo x >> d1/f1.txt; mkdir -p d4; echo out > d4/f4.txt; echo un > d4/un)
clone $P sparsepat; (cd sparsepat; git sparse-checkout set --no-cone /README.md '!/d0/' 'd3/*3.txt')
clone --depth 1 $P shallow; (cd shallow; commit s s; echo u > u)
clone --depth 1 --filter=blob:none --single-branch $P shallowpartial
#%% after
try sparse 'git sparse-checkout add d2; ls; git sparse-checkout disable; ls | wc -l'
try partialsparse 'git commit -qam x; git log -p -1'
try shallow 'git add -A; git commit -qm s2; git log --oneline'
