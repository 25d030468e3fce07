# What find, sha256sum and git say of all repositories of a machine, a line each, after its path.
# Looking must fetch nothing: what a partial clone lacks stays away on both machines.
export GIT_ALLOW_PROTOCOL=none
export GIT_OPTIONAL_LOCKS=0 LC_ALL=C.UTF-8
look() { find /content/r /root /home -xdev \( -path '*/.cache' -o -path '*/.git/lfs/tmp' -o -path /root/.gitconfig -o -name '*.lock' \) -prune -o "$@"; }
cd /
look -type d -printf '%y %m %u:%g %p\0' -o -printf '%y %m %u:%g %s %T@ %n %l %p\0' | tr '\n\0' '%\n' | sort
look -type f -print0 | sort -z | xargs -0 -r sha256sum
look \( -name .git -o -name '*.git' \) -print0 | sort -z | while IFS= read -r -d '' data; do
  cd "${data%/.git}" || continue
  for asked in 'rev-parse --git-dir --is-bare-repository --is-shallow-repository' \
      'status --porcelain=v2 --branch --show-stash --ignored' 'stash list -p --include-untracked' \
      'log --all --format=%H%d%n%B --notes' 'for-each-ref' 'reflog --all' 'worktree list --porcelain' \
      'submodule status --recursive' 'config -l --show-origin' 'diff' 'diff --cached' 'ls-files -s -v' \
      'ls-files -o' 'sparse-checkout list' 'fsck --full --no-progress --connectivity-only' 'remote -v' \
      'bisect log' 'count-objects -v' 'tag -n'; do
    # Git lists the logs of worktrees in the order of a folder.
    git -c 'safe.directory=*' $asked 2>&1 </dev/null | sort | sed "s|^|$(printf %q "$data") git $asked: |"
  done
done
