#!/bin/sh
# boot.sh WORK LOWER NAME NETWORK [HOST:GUEST ...]
# Runs as PID 1 of new mount, PID, UTS and IPC namespaces: puts an overlay over LOWER (folders with a colon between them), makes it the root
# and stays as a PID 1 that reaps. WORK/up and WORK/wk survive it, so the same disk can be booted again.
set -e
work=$1 lower=$2 name=$3 network=$4
shift 4
mount --make-rprivate /
mkdir -p "$work/up" "$work/wk" "$work/root"
root=$work/root
mount -t overlay overlay -o "lowerdir=$lower,upperdir=$work/up,workdir=$work/wk" "$root"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$root/sys" 2>/dev/null || mount --rbind /sys "$root/sys"
mount -t tmpfs -o mode=755,size=64k,nosuid devtmp "$root/dev"
for device in null zero full random urandom tty; do
  : > "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mount -t tmpfs -o mode=1777,size=64m shm "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"
mount -t tmpfs -o mode=755,nosuid,nodev run "$root/run"
for share in "$@"; do
  mkdir -p "$root${share#*:}"
  mount --bind "${share%%:*}" "$root${share#*:}"
done
hostname "$name"
echo "$name" > "$root/etc/hostname"
printf '127.0.0.1 localhost %s\n::1 localhost\n' "$name" > "$root/etc/hosts"
[ "$network" = host ] || ip link set lo up
[ "$network" = cut ] && : > "$root/etc/resolv.conf" || cp -L /etc/resolv.conf "$root/etc/resolv.conf"
cd "$root"
mkdir -p .old
pivot_root . .old
exec chroot . /bin/sh -c '
  umount -l /.old
  rmdir /.old
  mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys
  trap : TERM HUP INT
  echo booted
  while :; do sleep 1000 & wait $! || :; done' init
