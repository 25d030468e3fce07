# git-lfs with objects, with pointers left on purpose, with both, unpushed and untracked
#%% session
apt-get install -y -qq --no-install-recommends git-lfs >/dev/null
clone $LFS lfs
(cd lfs; git lfs install --local >/dev/null; git lfs track '*.bin' >/dev/null; head -c 300000 /dev/urandom > m.bin; head -c 100 /dev/urandom > s.bin
 git add -A; git commit -qm lfs; git push -q origin main 2>/dev/null; head -c 200000 /dev/urandom > local.bin; git add local.bin; git commit -qm unpushed
 echo changed >> s.bin; head -c 50000 /dev/urandom > staged.bin; git add staged.bin; head -c 3000000 /dev/urandom > untracked.bin)
GIT_LFS_SKIP_SMUDGE=1 clone $LFS pointers; (cd pointers; git lfs install --local --skip-smudge >/dev/null)
GIT_LFS_SKIP_SMUDGE=1 clone $LFS mixed; (cd mixed; git lfs install --local >/dev/null; git lfs pull -I m.bin >/dev/null 2>&1)
#%% after
try lfs 'git lfs fsck 2>&1 | tail -1; git commit -qam more; git lfs ls-files; rm m.bin; git checkout m.bin; sha256sum m.bin; git show HEAD:m.bin'
try pointers 'cat m.bin; git lfs ls-files'
try mixed 'sha256sum m.bin; cat s.bin'
