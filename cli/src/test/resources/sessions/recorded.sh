# A session of many forms. Each action is noted as the shell sees it end: program, status, words.
set -u
exec 3>/tmp/expected
cd /content
act() { # program of the journal, then the command
  by=$1
  shift
  "$@" >/tmp/said 2>&1
  printf '%s %s %s\n' "$by" "$?" "$*" >&3
}
sh_act() { # program, the words that the program gets, a shell line
  bash -c "$3" >/tmp/said 2>&1
  printf '%s %s %s\n' "$1" "$?" "$2" >&3
}

# apt, with and without success
act apt apt-get update -qq
act apt apt-get install -y -qq --no-install-recommends git-lfs
# Its maintainer script calls git.
echo 'git 0 git lfs install --skip-repo --system' >&3
rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
echo "deb [trusted=yes] $ARCHIVE stable main extra" >/etc/apt/sources.list.d/world.list
act apt apt-get update -qq
act apt apt-get install -y -qq onlyhere
act apt apt-get install -y nosuchpackage
act apt apt-get install -y -qq onlyhere=9.9
act apt apt install -y extratool
act apt apt-get remove -y -qq extratool
act apt apt-get install -y -qq extratool
act apt apt-get purge -y -qq extratool
act apt apt-get install --reinstall -y -qq onlyhere
sh_act apt 'apt-get install -y -qq extratool' 'env -i PATH="$PATH" sh -c "apt-get install -y -qq extratool"'
sh_act apt 'apt-get -qq autoremove -y' 'cd / && apt-get -qq autoremove -y'

# dpkg alone
act dpkg dpkg -i "$DEB"
act dpkg dpkg -i nosuch.deb
act dpkg dpkg -r byhand
sh_act dpkg "dpkg -i $DEB" "python3 -c 'import subprocess; subprocess.run([\"dpkg\", \"-i\", \"$DEB\"])'"
act dpkg dpkg -P byhand

# git, in any order and nesting
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=protocol.file.allow GIT_CONFIG_VALUE_0=always
act git git config --global user.name Ada
act git git config --global user.email ada@git.example
act git git init -q -b main /content/lib
sh_act git 'git -C /content/lib commit -q --allow-empty -m first' 'git -C /content/lib commit -q --allow-empty -m first'
act git git clone -q "$GIT_BASE/tutorial.git" /content/tutorial
act git git clone -q "$GIT_BASE/nosuch.git" /content/nosuch
act git git clone -q /content/lib /content/copy
cd /content/copy
echo a >a.txt
act git git add a.txt
act git git commit -q -m second
act git git commit -q -m nothing
act git git checkout -q -b topic
act git git switch -q main
act git git checkout -q nosuchbranch
act git git mv a.txt b.txt
act git git stash -q
act git git stash pop -q
act git git reset -q --hard
act git git tag v1
act git git branch other
act git git merge -q topic
act git git fetch -q
act git git pull -q
act git git submodule add -q /content/lib sub
act git git commit -q -m sub
act git git submodule update --init -q
act git git remote add mine https://git.example/a.git
act git git revert --no-edit HEAD
act git git cherry-pick v1
act git git cherry-pick --abort
act git git clean -q -fd
act git git worktree add -q ../tree topic
act git git lfs install --local
act git git lfs track '*.bin'
act git git lfs pull
sh_act git 'git commit -q --allow-empty -m nested' 'sh -c "cd /content/copy && git commit -q --allow-empty -m nested"'
sh_act git 'git tag v2' "python3 -c 'import subprocess; subprocess.run([\"git\", \"tag\", \"v2\"])'"
cd /content
unset GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0

# pip, in all its forms
export PIP_INDEX_URL=$INDEX
echo 'alpha==1.0' >requirements.txt
echo 'beta<2' >constraints.txt
act pip pip install -q alpha
act pip pip3 install -q nosuchproject
act pip python3 -m pip install -q -r requirements.txt -c constraints.txt
sh_act pip 'python3 -m pip install -q beta' "python3 -c 'import subprocess, sys; subprocess.run([\"python3\", \"-m\", \"pip\", \"install\", \"-q\", \"beta\"])'"
act pip python3 -I -m pip uninstall -q -y beta
act pip pip install -q "$FILES/gpulite-2.0.1+cu118-py3-none-any.whl"
act pip pip download -q --no-deps -d /content/wheels alpha
act pip pip install -q --target /content/target beta
python3 -m venv /content/env
act pip /content/env/bin/pip install -q alpha
act pip /content/env/bin/python -m pip uninstall -q -y nosuchproject
act pip pip install -q --no-such-option
act pip pip install -q --force-reinstall --no-deps -r requirements.txt -c constraints.txt

# uv, which has no hook
export UV_DEFAULT_INDEX=$INDEX
act uv uv venv -q /content/uvenv
act uv uv pip install -q --python /content/uvenv alpha
act uv uv pip install -q --python /content/uvenv nosuchproject
act uv uv pip uninstall -q --python /content/uvenv alpha
act uv uv pip install -q --python /content/uvenv beta==1.0
act uv uv tool install -q alpha
mkdir /content/project
printf '[project]\nname = "project"\nversion = "1"\nrequires-python = ">=3.9"\n' >/content/project/pyproject.toml
act uv uv add -q --project /content/project alpha
act uv uv sync -q --project /content/project
sh_act uv 'uv pip install -q --system gamma' 'cd /content && python3 -c "import subprocess; subprocess.run([\"uv\", \"pip\", \"install\", \"-q\", \"--system\", \"gamma\"])"'
act pip pip install -q /content/local-1.0.tar.gz
sleep 1

# a package file that is gone when it is installed
echo 'wget -q https://files.example/x/gone.deb' >/content/get.sh
cp "$DEB" /tmp/gone.deb
act dpkg dpkg -i /tmp/gone.deb
rm /tmp/gone.deb

# secrets of many kinds; what matters is that none is written
secret() { # program and status only
  by=$1
  shift
  "$@" >/tmp/said 2>&1
  printf '%s %s\n' "$by" "$?" >&3
}
while IFS= read -r token; do
  secret git git -C /content/lib tag -d "$token"
done </tmp/tokens
secret git git clone -q "https://user:passw0rd-Alpha@127.0.0.1:1/a.git" /content/no1
secret git git clone -q "https://tokenasuser12@127.0.0.1:1/a.git" /content/no2
secret git git -c "http.extraHeader=Authorization: Basic dXNlcjpwYXNzQWxwaGE=" clone -q https://127.0.0.1:1/a.git /content/no3
secret git git -c "credential.helper=!f() { echo password=helperS3cret; }; f" clone -q https://127.0.0.1:1/a.git /content/no4
secret pip pip install -q --retries 0 --index-url "https://user:indexS3cret@127.0.0.1:1/simple" nosuch
secret pip pip install -q --retries 0 "https://127.0.0.1:1/a-1.0-py3-none-any.whl?token=qu3ryS3cret&x=1"
secret apt apt-get -o "Acquire::http::Proxy=http://user:pr0xyS3cret@127.0.0.1:1" install -y -qq nosuchpackage
secret pip env PIP_EXTRA_INDEX_URL="https://user:extraS3cret@127.0.0.1:2/simple" pip install -q --retries 0 nosuch
secret uv env UV_HTTP_RETRIES=0 UV_INDEX="https://user:uvS3cret99@127.0.0.1:3/simple" uv pip install -q --python /content/uvenv nosuch
sleep 1
