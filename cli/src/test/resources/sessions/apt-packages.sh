# Small packages with every kind of maintainer script, built in /tmp/debs.
set -e
D=/tmp/debs; rm -rf $D; mkdir -p $D
new() { S=$(mktemp -d); chmod 755 $S; mkdir -p $S/DEBIAN; }
mk() { printf 'Package: %s\nVersion: %s\nArchitecture: %s\nMaintainer: T <t@example.invalid>\n%bDescription: x\n' "$1" "$2" "$3" "$4" > $S/DEBIAN/control; find $S/DEBIAN -name '*inst' -o -name '*rm' | xargs -r chmod 755; dpkg-deb --root-owner-group -b $S $D/$1_$2_$3.deb >/dev/null; rm -rf $S; }
new; mkdir -p $S/usr/bin $S/etc/svc $S/etc/ld.so.conf.d $S/usr/share/svc.d $S/usr/lib/svc $S/lib/systemd/system $S/usr/share/doc/svc
echo '#!/bin/sh
echo svc' > $S/usr/bin/svc; cp $S/usr/bin/svc $S/usr/bin/tac; cp $S/usr/bin/svc $S/usr/lib/svc/helper; chmod 755 $S/usr/bin/* $S/usr/lib/svc/helper; echo doc > $S/usr/share/doc/svc/copyright
echo conf=1 > $S/etc/svc/a.conf; echo conf=2 > $S/etc/svc/b.conf; echo conf=3 > $S/etc/svc/c.conf; printf '/etc/svc/a.conf\n/etc/svc/b.conf\n/etc/svc/c.conf\n' > $S/DEBIAN/conffiles
printf '[Unit]\n[Service]\nExecStart=/usr/bin/svc\n[Install]\nWantedBy=multi-user.target\nAlias=svcalias.service\n' > $S/lib/systemd/system/svc.service
echo 'interest-noawait /usr/share/svc.d' > $S/DEBIAN/triggers; echo 'interest svc-named' >> $S/DEBIAN/triggers; echo 'activate-noawait ldconfig' >> $S/DEBIAN/triggers
cp -L /lib/x86_64-linux-gnu/libz.so.1 $S/usr/lib/svc/libz.so.1; echo /usr/lib/svc > $S/etc/ld.so.conf.d/zz-svc.conf
printf 'Template: svc/port\nType: string\nDefault: 80\nDescription: port\n\nTemplate: shared/svcname\nType: string\nDescription: name\n' > $S/DEBIAN/templates
printf '#!/bin/sh\n. /usr/share/debconf/confmodule\ndb_input medium svc/port || true\ndb_input low shared/svcname || true\ndb_go || true\n' > $S/DEBIAN/config; chmod 755 $S/DEBIAN/config
cat > $S/DEBIAN/preinst <<'X'
#!/bin/sh
set -e
[ "$1" = upgrade ] || dpkg-divert --package svc --add --rename --divert /usr/bin/tac.distrib /usr/bin/tac
X
cat > $S/DEBIAN/postinst <<'X'
#!/bin/sh
set -e
. /usr/share/debconf/confmodule
if [ "$1" = configure ]; then
getent group svcgrp >/dev/null || groupadd -r svcgrp
getent passwd svcd >/dev/null || useradd -r -g svcgrp -d /var/lib/svc -s /usr/sbin/nologin svcd
usermod -aG audio svcd
mkdir -p /var/lib/svc; chown svcd:svcgrp /var/lib/svc; chmod 2770 /var/lib/svc; echo key > /var/lib/svc/key; chown svcd:svcgrp /var/lib/svc/key; chmod 600 /var/lib/svc/key
dpkg-statoverride --list /usr/lib/svc/helper >/dev/null || dpkg-statoverride --update --add root svcgrp 4750 /usr/lib/svc/helper
update-alternatives --install /usr/bin/server server /usr/bin/svc 50
deb-systemd-helper enable svc.service >/dev/null || true
[ ! -x /usr/sbin/setcap ] || setcap cap_net_raw+ep /usr/bin/svc
fi
ls /usr/share/svc.d | sort > /var/lib/svc/index
db_stop
X
cat > $S/DEBIAN/prerm <<'X'
#!/bin/sh
set -e
[ "$1" != remove ] || update-alternatives --remove server /usr/bin/svc
X
cat > $S/DEBIAN/postrm <<'X'
#!/bin/sh
set -e
[ "$1" != remove ] || dpkg-divert --package svc --remove --rename --divert /usr/bin/tac.distrib /usr/bin/tac
if [ "$1" = purge ]; then rm -rf /var/lib/svc; dpkg-statoverride --remove /usr/lib/svc/helper || true; deb-systemd-helper purge svc.service >/dev/null || true; [ ! -e /usr/share/debconf/confmodule ] || { . /usr/share/debconf/confmodule; db_purge; }; fi
X
mk svc 1.0 amd64 ''
new; mkdir -p $S/usr/share/svc.d; echo x > $S/usr/share/svc.d/one; mk svcdata 1.0 all 'Depends: svc\n'
new; mkdir -p $S/usr/share/svc.d; echo x > $S/usr/share/svc.d/two; echo 'activate svc-named' > $S/DEBIAN/triggers; mk svcnamed 1.0 all 'Depends: svc\n'
new; mkdir -p $S/usr/share/svc.d $S/usr/bin; echo x > $S/usr/share/svc.d/three; echo 'activate svc-named' > $S/DEBIAN/triggers; mk pend 1.0 all 'Depends: svc\n'
new; mkdir -p $S/usr/bin; echo x > $S/usr/bin/half;  printf '#!/bin/sh\nexit 1\n' > $S/DEBIAN/postinst; mk half 1.0 all ''
new; mkdir -p $S/usr/bin; echo x > $S/usr/bin/needhalf; mk needhalf 1.0 all 'Depends: half\n'
new; mkdir -p $S/usr/bin; echo x > $S/usr/bin/slow;  printf '#!/bin/sh\ntouch /run/slow; sleep 60\n' > $S/DEBIAN/postinst; mk slow 1.0 all ''
for a in amd64 i386; do new; mkdir -p $S/usr/lib/$a $S/usr/share/doc/libma $S/etc; echo $a > $S/usr/lib/$a/libma.so; echo same > $S/usr/share/doc/libma/copyright; echo c > $S/etc/libma.conf; echo /etc/libma.conf > $S/DEBIAN/conffiles; mk libma 1.0 $a 'Multi-Arch: same\n'; done
new; mkdir -p $S/etc $S/usr/bin; echo x > $S/etc/gone.conf; echo /etc/gone.conf > $S/DEBIAN/conffiles; echo x > $S/usr/bin/gone; mk gone 1.0 all ''
for n in own1; do new; mkdir -p $S/usr/bin; cp /bin/true $S/usr/bin/own1; printf '#!/bin/sh\nset -e\nuseradd -r own1d; mkdir -p /var/lib/own1; chown own1d /var/lib/own1; update-alternatives --install /usr/bin/server server /usr/bin/own1 90; dpkg-divert --package own1 --add --rename --divert /usr/bin/wc.distrib /usr/bin/wc; cp /usr/bin/own1 /usr/bin/wc\n' > $S/DEBIAN/postinst; echo 'interest-noawait /usr/share/svc.d' > $S/DEBIAN/triggers; mk own1 1.0 amd64 ''; done
