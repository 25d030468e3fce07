# What is mounted belongs to no session: a folder bound elsewhere, a read-only disk, a drive full of
# files that says what it is asked. Repositories are looked for at its top, and nothing below.
set -e
mkdir -p /content/bound /content/fixed /content/drive /srv/bound /srv/drive
mount --bind /srv/bound /content/bound; echo bound > /content/bound/file
mount -t tmpfs none /content/fixed; echo fixed > /content/fixed/file; mount -o remount,ro /content/fixed
mkdir -p /srv/drive/one/two/deep; (cd /srv/drive/one/two/deep && seq 2000 | xargs touch)
[ -e /dev/fuse ] || mknod -m 666 /dev/fuse c 10 229
bindfs -f -d /srv/drive /content/drive >/run/drive.log 2>&1 </dev/null &
for i in $(seq 100); do [ -d /content/drive/one ] && break; sleep 0.1; done
[ "$(find /content/drive | wc -l)" = 2004 ]
cat /content/drive/one/two/deep/1234; grep -q two/deep/1234 /run/drive.log
: > /run/drive.log
