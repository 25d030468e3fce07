set -e
cd /tmp/debs
echo 'path-exclude=/usr/share/doc/*' > /etc/dpkg/dpkg.cfg.d/nodocs
apt-get install -y -qq --no-install-recommends libcap2-bin fontconfig fonts-dejavu-core >/dev/null
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
# Programs of the image, offered and restricted by hand.
update-alternatives --quiet --install /usr/bin/shell shell /bin/dash 10
groupadd lab; dpkg-statoverride --update --add root lab 2750 /usr/bin/cut
mkdir -p /usr/local/share/ca-certificates
openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out /usr/local/share/ca-certificates/mine.crt -subj /CN=mine 2>/dev/null
update-ca-certificates >/dev/null 2>&1
