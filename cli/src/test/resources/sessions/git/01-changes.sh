# staged, changed, untracked, ignored, hidden and stashed changes, tags, notes and odd names
#%% session
clone $P dirty
cd dirty
echo s > README.md; echo new > newfile; git stash -qu
echo s2 > README.md; git add README.md; echo s3 > README.md; git stash -q -m second
commit local1 one; git tag v1; git tag -a v2 -m annotated; git notes add -m note; git branch other; git update-ref refs/pull/3/head HEAD~1
echo staged > staged; git add staged; echo more >> staged
git rm -q --cached d0/f0.txt; rm d0/f5.txt; chmod +x d1/f1.txt; rm d1/f6.txt; ln -s ../README.md d1/f6.txt
printf x > "$(printf 'odd \351\n name')"; printf y > "$(printf 'tracked \377')"; git add "$(printf 'tracked \377')"
echo '*.log' > .gitignore; mkdir -p logs empty/dir; echo log > logs/a.log; echo ignored > b.log
echo n > intended; git add -N intended
git update-index --assume-unchanged d2/f2.txt; echo hidden >> d2/f2.txt; git update-index --skip-worktree d2/f7.txt
#%% after
try dirty 'git stash pop; git stash drop; git commit -qam all; git gc -q; git fsck; git notes show HEAD~1'
