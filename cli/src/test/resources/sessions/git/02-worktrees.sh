# linked worktrees: beside, inside and elsewhere, detached, locked, gone, of a bare repository
#%% session
clone $P wt
cd wt
git worktree add -q ../wt-a -b wa; git worktree add -q --detach ../wt-b; git worktree add -q inside/wt -b in
git worktree add -q /root/wt-home -b home; git worktree lock ../wt-b --reason 'on purpose'
(cd ../wt-a; commit aa one; echo dirt > dirt; echo st > README.md; git add README.md)
git worktree add -q ../wt-gone -b gone; rm -rf ../wt-gone
git config extensions.worktreeConfig true; git -C ../wt-a config --worktree user.name Another
(cd inside/wt; git bisect start; echo x > y)
cd ..
clone --bare $P wtbare.git
(cd wtbare.git; git worktree add -q ../wt-of-bare main; cd ../wt-of-bare; commit z z)
#%% after
try wt 'git worktree prune -v; git worktree unlock ../wt-b; git worktree remove --force ../wt-b; git worktree list
  git -C inside/wt bisect log; git -C ../wt-a commit -qm wa; git worktree move ../wt-a ../wt-z; git branch -a'
try wt-of-bare 'git commit -q --allow-empty -m x'
