#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
locale -a | grep >/dev/null -i de_DE.utf8; [ "$(cat /etc/timezone)" = Europe/Paris ] || [ "$(readlink /etc/localtime)" = /usr/share/zoneinfo/Europe/Paris ]
id ada | grep >/dev/null lab || id -nG root | grep >/dev/null lab; id -nG ada | grep >/dev/null www-data; [ "$(su ada -c 'cat ~/note')" = hi ]; visudo -c -q -f /etc/sudoers.d/ada
crontab -l | grep >/dev/null /tmp/x; [ "$(/usr/bin/who)" = diverted ]; dpkg-divert --list /usr/bin/who | grep >/dev/null who.real; [ "$(readlink -f /usr/bin/python)" = "$(readlink -f /usr/bin/python3)" ]
dpkg --print-foreign-architectures | grep -x i386; nginx -t 2>/dev/null; apt-mark showhold | grep -x nginx-light; apt-mark showauto | grep -x redis-server
[ "$(stat -c %G /content/d)" = root ]; getfacl -p /content/d 2>/dev/null | grep >/dev/null '^user:ada:rwx' || echo SOFT acl; [ -p /content/pipe ] || echo SOFT fifo
[ "$(stat -c %h /content/sparse)" = 2 ]; [ "$(stat -c %a /usr/share/man)" = 700 ]
dpkg --audit; apt-get check -qq; apt-get -s install -qq -y nginx-light >/dev/null
echo CHECK-OK 61-system-by-hand
