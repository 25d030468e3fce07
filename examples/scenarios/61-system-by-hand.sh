#!/bin/bash
#  source: own, after administrators' guides of Debian
#  categories: locales time-zone users cron diversion statoverride alternatives foreign-architecture services local-deb acl odd-names
#  stand-ins: none
# approx-MB: 60
set -euo pipefail
: "${GIT_BASE:?}" "${FILE_BASE:?}"; export DEBIAN_FRONTEND=noninteractive; mkdir -p /content; cd /content
# %% cell 0
apt-get update -qq
apt-get install -y -qq --no-install-recommends locales tzdata cron nginx-light openssh-server redis-server rsyslog at acl libcap2-bin equivs xz-utils attr ucf sudo >/dev/null 2>&1
# %% cell 1
sed -i 's/^# *\(de_DE.UTF-8\)/\1/; s/^# *\(en_US.UTF-8\)/\1/' /etc/locale.gen; locale-gen >/dev/null; update-locale LANG=en_US.UTF-8
ln -fs /usr/share/zoneinfo/Europe/Paris /etc/localtime; dpkg-reconfigure -f noninteractive tzdata >/dev/null 2>&1
# %% cell 2
useradd -m -s /bin/bash -G sudo,www-data ada; echo 'ada ALL=(ALL) NOPASSWD:ALL' > /etc/sudoers.d/ada; chmod 440 /etc/sudoers.d/ada
groupadd -g 4242 lab; usermod -aG lab root; su ada -c 'echo hi > ~/note; mkdir -p ~/.ssh; chmod 700 ~/.ssh; ln -s /content ~/content'
(crontab -l 2>/dev/null || true; echo '*/5 * * * * touch /tmp/x') | crontab -
echo '0 3 * * * root echo hi' > /etc/cron.d/mine
# %% cell 3
dpkg-divert --quiet --local --rename --divert /usr/bin/who.real --add /usr/bin/who; printf '#!/bin/sh\necho diverted\n' > /usr/bin/who; chmod 755 /usr/bin/who
dpkg-statoverride --update --add root lab 2750 /usr/bin/rev 2>/dev/null || dpkg-statoverride --update --add root lab 2750 /usr/bin/chage
update-alternatives --install /usr/bin/python python /usr/bin/python3 10; update-alternatives --set editor /bin/ed 2>/dev/null || true
dpkg --add-architecture i386
systemctl enable redis-server >/dev/null 2>&1 || true; systemctl mask cron.service >/dev/null 2>&1 || true
ln -s /etc/nginx/sites-available/default /etc/nginx/sites-enabled/second; sed -i 's/80 default_server/8081 default_server/' /etc/nginx/sites-available/default; rm /etc/nginx/sites-enabled/default
# %% cell 4
mkdir -p /tmp/eq; cd /tmp/eq; printf 'Section: misc\nPriority: optional\nStandards-Version: 3.9.2\nPackage: local-meta\nVersion: 1.2\nDepends: redis-server\nDescription: x\n' > c; equivs-build c >/dev/null 2>&1; dpkg -i local-meta_1.2_all.deb >/dev/null; cd /content
apt-mark auto redis-server >/dev/null; apt-mark hold nginx-light >/dev/null
# %% cell 5
mkdir d; setfacl -m u:ada:rwx d; setfacl -d -m g:lab:rx d; cp /bin/ping /content/myping 2>/dev/null || cp /bin/cat /content/myping; setfattr -n user.note -v hello d
mkfifo /content/pipe; ln -s nowhere /content/dangling; ln -s . /content/loop; printf x > "/content/new
line"; printf y > $'/content/\xff\xfe bad'; truncate -s 50M /content/sparse; printf end >> /content/sparse; mkdir -m 1777 /content/sticky; ln /content/sparse /content/d/hard
mv /usr/share/common-licenses /content/lic; ln -s /content/lic /usr/share/common-licenses
chmod 700 /usr/share/man; touch -d '2001-01-01' /usr/share/info;
echo 'net.ipv4.ip_forward=1' > /etc/sysctl.d/99-me.conf; echo '* soft nofile 65536' >> /etc/security/limits.conf; echo 'EXTRA=1' >> /etc/environment
