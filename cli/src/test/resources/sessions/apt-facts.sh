list() { dpkg-query -W -f '${Package} ${Architecture} ${Version} ${Status}\n'; }
list | grep -v ' half\| half-\|^half\|^needhalf' | sed 's/^/list: /'
dpkg -V 2>&1 | sed 's/^/verify: /'
apt-mark showhold | sed 's/^/hold: /'
apt-mark showmanual | grep -v half | sed 's/^/manual: /'
dpkg-divert --list | sed 's/^/divert: /'
dpkg-statoverride --list | sed 's/^/override: /'
dpkg --print-foreign-architectures | sed 's/^/arch: /'
find / -xdev \( -perm -4000 -o -perm -2000 \) -not -path '/var/log/*' -printf 'suid: %p %u:%g %m\n'
getcap -r / 2>/dev/null | sed 's/^/cap: /'
getent passwd | cut -d: -f1,5- | sed 's/^/user: /'
getent group | cut -d: -f1,4 | sed 's/^/group: /'
for u in $(getent passwd | cut -d: -f1); do echo "primary: $u $(id -gn $u)"; done
find /home /var/lib/svc /etc/svc -printf 'path: %p %y %u:%g %m\n'
sed -n '/^Name: \(svc\|shared.svc\)/,/^$/p' /var/cache/debconf/*.dat | sed 's/^/debconf: /'
for t in /var/lib/dpkg/triggers/*; do sed "s|^|trigger: $t |" $t; done
find /etc/systemd/system /var/lib/systemd/deb-systemd* -printf 'unit: %p %l\n'
(cd /var/lib/dpkg/info && sha256sum $(ls | grep -v half)) | sed 's/^/info: /'
for a in $(update-alternatives --get-selections | cut -d' ' -f1); do update-alternatives --display "$a" | sed "s|^|display: $a |"; done
for what in 'install jq' 'install openssh-client' 'remove svc' 'remove fontconfig' 'purge svcnamed' upgrade dist-upgrade autoremove; do
  apt-get -s $what 2>&1 | grep '^Inst\|^Remv\|^Purg\|^Conf\|^E:' | sed "s/^/simulated $what: /"; done
ldconfig -p | grep svc | sed 's/^/library: /'
fc-list | sed 's/^/font: /'
find /etc/ssl/certs -name '*mine*' -printf 'certificate: %p %l\n'
sha256sum /etc/ssl/certs/ca-certificates.crt
openssl verify /usr/local/share/ca-certificates/mine.crt 2>&1 | sed 's/^/certificate: /'
true
