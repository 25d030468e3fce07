# What the cases of this folder share; P is a repository of forty files, LIB, INNER and LFS others.
set -e
export LC_ALL=C GIT_EDITOR=true GIT_COMMITTER_DATE='2027-01-01T00:00:00Z' GIT_AUTHOR_DATE='2027-01-01T00:00:00Z'
git config --global user.name 'A Person'
git config --global user.email person@example.invalid
git config --global init.defaultBranch main
git config --global protocol.file.allow always
git config --global advice.detachedHead false
P=$GIT_BASE/proj.git LIB=$GIT_BASE/lib.git INNER=$GIT_BASE/inner.git LFS=$GIT_BASE/lfs.git
mkdir -p /content/r
cd /content/r
clone() { git clone -q "$@"; }
commit() { echo "$2" >> "$1"; git add "$1"; git commit -qm "$1 $2"; }
# Two branches that change the same line.
forked() {
  clone "$P" "$1"
  (cd "$1"; git checkout -q -b topic; for i in 1 2 3; do echo t$i > README.md; git commit -qam t$i; done
   git checkout -q main; echo m > README.md; git commit -qam m)
}
# Does something in a repository and says what came of it.
try() {
  (cd "$1" && bash -c "$2" 2>&1; echo "status $?"; git log -3 --oneline; git status --porcelain=v2 --branch) 2>&1 || true
}
