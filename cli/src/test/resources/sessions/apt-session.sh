set -e
cd /tmp/debs
echo 'path-exclude=/usr/share/doc/*' > /etc/dpkg/dpkg.cfg.d/nodocs
dpkg --add-architecture i386
echo 'svc svc/port string 8080' | debconf-set-selections
dpkg -i svc_*.deb svcdata_*.deb svcnamed_*.deb libma_*.deb gone_*.deb >/dev/null
dpkg -r gone >/dev/null
echo edited >> /etc/svc/a.conf; rm /etc/svc/b.conf
apt-get remove -y -qq iproute2 >/dev/null
dpkg -i half_*.deb needhalf_*.deb >/dev/null 2>&1 || true
dpkg --no-triggers -i pend_*.deb >/dev/null
apt-mark hold svcdata never-there >/dev/null 2>&1 || true
useradd -m alice; usermod -aG svcgrp alice
update-alternatives --set awk /usr/bin/mawk
