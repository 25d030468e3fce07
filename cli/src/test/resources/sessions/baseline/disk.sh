# disk.sh SIGN: a whole machine's own disk, which is no union of folders, made with one sign of when
# it was made or with none; it is booted twice, worked on each time and recorded at the end.
set -e
disk=/mnt/disk-$1
mkdir -p $disk; mount -t tmpfs none $disk; cd $disk
mkdir usr proc dev run tmp root content mnt; mkdir -p opt/envsnap store
mount --bind /usr usr; mount --bind /opt/envsnap opt/envsnap; mount --bind /store store
cp -a /etc /var .; for name in bin lib lib64 sbin; do ln -s usr/$name $name; done
echo image > etc/of-the-image
sleep 0.1
case $1 in
  container) touch .dockerenv ;;
  cloud) mkdir -p var/lib/cloud/instance/sem; touch var/lib/cloud/instance/sem/config_ssh ;;
  machine) echo 0123456789abcdef0123456789abcdef > etc/machine-id ;;
esac
sleep 0.1
boot() { # a PID 1 of its own
  unshare --mount --pid --fork chroot . sh -ec '
    mount -t proc proc /proc; mount -t tmpfs dev /dev; mount -t tmpfs run /run
    mknod -m 666 /dev/null c 1 3; mknod -m 666 /dev/urandom c 1 9; mknod -m 666 /dev/random c 1 8
    ln -s /proc/self/fd /dev/fd
    if [ -f /etc/machine-id ]; then mkdir -p /run/systemd/system; fi
    sleep 0.1
    '"$1"; }
boot 'echo 1 > /content/before; sleep 0.2'
boot 'echo 2 > /content/after; cd /content
  java -jar /opt/envsnap/envsnap.jar record --once --store /store --name '"$1"
