set -e
groupadd -g 999 squat; useradd -r -u 999 -g 999 squatu
for i in $(seq 990 996); do groupadd -g $i g$i; done
useradd -m -u 1000 bob
cd /tmp/debs; dpkg -i own1_*.deb >/dev/null
dpkg-statoverride --update --add root squat 0750 /usr/bin/own1
update-alternatives --set server /usr/bin/own1
