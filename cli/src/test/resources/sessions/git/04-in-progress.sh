# rebases of every kind, merge, cherry-pick, revert, am and bisect in the middle, and rerere
#%% session
clone $P detached; (cd detached; commit a 1; commit a 2; git checkout -q HEAD~1; commit b 1)
forked rebase; (cd rebase; git checkout -q topic; ! git rebase main >/dev/null 2>&1; test -d .git/rebase-merge)
forked rebase-apply; (cd rebase-apply; git checkout -q topic; ! git rebase --apply main >/dev/null 2>&1; test -d .git/rebase-apply)
forked rebase-i; (cd rebase-i; git checkout -q topic; GIT_SEQUENCE_EDITOR='sed -i 1s/pick/edit/' git rebase -q -i HEAD~3 2>/dev/null; test -d .git/rebase-merge)
forked rebase-exec; (cd rebase-exec; git checkout -q topic; ! git rebase -q --exec 'test -e ok' HEAD~2 >/dev/null 2>&1; test -d .git/rebase-merge)
forked rebase-auto; (cd rebase-auto; git checkout -q topic; echo dirty >> d0/f0.txt; ! git rebase --autostash main >/dev/null 2>&1; test -e .git/rebase-merge/autostash)
forked merge; (cd merge; ! git merge topic >/dev/null 2>&1; test -e .git/MERGE_HEAD)
forked pick; (cd pick; ! git cherry-pick main..topic >/dev/null 2>&1; test -d .git/sequencer)
forked revert; (cd revert; git checkout -q topic; ! git revert --no-edit HEAD~2 HEAD~1 >/dev/null 2>&1; test -e .git/REVERT_HEAD)
forked am; (cd am; git format-patch -q -3 topic --stdout > ../am.mbox; ! git am ../am.mbox >/dev/null 2>&1; test -d .git/rebase-apply)
forked bisect; (cd bisect; git checkout -q topic; git bisect start >/dev/null; git bisect bad >/dev/null; git bisect good HEAD~3 >/dev/null; test -e .git/BISECT_LOG)
forked rerere; (cd rerere; git config rerere.enabled true; git merge -q topic >/dev/null 2>&1 || true; echo solved > README.md; git add README.md; git commit -qm solved 2>/dev/null)
#%% after
for r in rebase rebase-apply; do try $r 'for i in 1 2 3; do echo r$i > README.md; git add -A; git rebase --continue 2>&1 | tail -1; done'; done
try rebase-i 'git commit -q --amend -m amended; git rebase --continue'
try rebase-exec 'touch ok; git rebase --continue'
try rebase-auto 'git rebase --abort; git diff --stat'
try merge 'echo r > README.md; git add -A; git merge --continue'
try pick 'echo r > README.md; git add -A; git cherry-pick --continue | tail -1; git cherry-pick --skip; git cherry-pick --skip'
try revert 'git revert --abort'
try am 'git am --skip | tail -1; git am --abort'
try bisect 'git bisect run false; git bisect reset'
try rerere 'git reset -q --hard HEAD~1; git merge topic; cat README.md'
