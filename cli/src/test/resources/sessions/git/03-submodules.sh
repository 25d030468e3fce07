# submodules with local commits, branches and stashes, nested, not initialised, and of the old kind
#%% session
clone $P super
(cd super; git submodule --quiet add $LIB libs/lib; git submodule --quiet add $INNER inner; git commit -qm subs
 (cd libs/lib; commit lib.py local; git checkout -q -b feature; git submodule --quiet add $INNER deep; git commit -qm deep
  echo stash >> lib.py; git stash -q; echo dirty >> lib.py; echo u > untracked)
 (cd inner; git checkout -q --detach; commit inner.py d)
 clone $INNER oldstyle; git add oldstyle 2>/dev/null; git commit -qm oldstyle; cd oldstyle; commit q q)
clone --recurse-submodules $PWD/super super2 || true
clone $PWD/super super-bare
#%% after
try super 'git submodule --quiet update --init inner; git submodule status; git -C libs/lib stash list
  git -C libs/lib commit -qam f; git commit -qam sub; git submodule foreach --recursive --quiet pwd
  git submodule --quiet deinit -f inner; git -C oldstyle commit -qm q --allow-empty'
