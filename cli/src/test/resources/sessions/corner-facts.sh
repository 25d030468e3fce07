dpkg-query -W -f 'status: ${binary:Package} ${Architecture} ${Version} ${Status}\n${Conffiles}\n' $CORNERS
dpkg -V $CORNERS 2>&1 | sed 's/^/verify: /'
dpkg --audit 2>&1 | sed 's/^/audit: /'
apt-get check -qq 2>&1 | sed 's/^/check: /'
apt-mark showhold $CORNERS | sed 's/^/hold: /'
apt-mark showmanual $CORNERS | sed 's/^/manual: /'
apt-mark showauto $CORNERS | sed 's/^/automatic: /'
dpkg-divert --list | sort | sed 's/^/divert: /'
dpkg-statoverride --list | sort | sed 's/^/override: /'
dpkg --print-foreign-architectures | sed 's/^/arch: /'
update-alternatives --query alt | sed 's/^/alternative: /'
grep -h watch /var/lib/dpkg/triggers/* | sort | sed 's/^/trigger: /'
for p in $CORNERS; do
  dpkg -L $p | sort | sed "s/^/listed: $p /"
  dpkg -L $p | while read -r f; do stat -c "$p %n %F %a %U:%G %h" "$f" 2>/dev/null; done | sort | grep -v ' directory ' | sed 's/^/there: /'
  dpkg -L $p | while read -r f; do test ! -d "$f" && sha256sum "$f" 2>/dev/null; done | sort | sed "s/^/sum: $p /"
done
stat -c 'there: %n %F %a %U:%G' /var/lib/owners/empty /etc/confs
cd /var/lib/dpkg/info && sha256sum $(for p in $CORNERS; do ls | grep "^${p%%:*}[.:]"; done) | sort -u | sed 's/^/note: /'
cat /var/lib/watcher/index | sed 's/^/index: /'
cat /var/lib/watcher/awaited | sed 's/^/awaited: /'
sort /var/lib/libsame.log | sed 's/^/log: /'
cat /etc/asker.word | sed 's/^/answer: /'
debconf-show asker | sed 's/^/answer: /'
getent group ownersgrp | cut -d: -f1 | sed 's/^/group: /'
for what in 'remove watcher' 'purge diverter' 'remove libsame:amd64' autoremove; do
  apt-get -s $what 2>&1 | grep '^Inst\|^Remv\|^Purg\|^E:' | sort | sed "s/^/simulated $what: /"; done
true
