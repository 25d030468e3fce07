# What the tools of this machine say of it, a line an answer; nothing is changed.
exec </dev/null
cd /
{
  dpkg -l
  dpkg-query -W -f '@dpkg ${Package} ${Architecture} ${Version} ${Status} ${Conffiles}' | tr -s ' \n' ' ' | tr @ '\n'
  echo
  dpkg --verify | sed 's/^/dpkg --verify /'
  dpkg --audit | sed 's/^/dpkg --audit /'
  apt-get check 2>&1 | grep -v '^Reading\|^Building' | sed 's/^/apt-get check /'
  apt-mark showmanual | sed 's/^/manual /'
  apt-mark showauto | sed 's/^/auto /'
  apt-mark showhold | sed 's/^/hold /'
  apt-get -s autoremove | grep '^Remv' | sed 's/^/autoremove /'
  dpkg-divert --list | sed 's/^/diversion /'
  dpkg-statoverride --list | sed 's/^/statoverride /'
  update-alternatives --get-selections | sed 's/^/alternative /'
  sort /var/lib/dpkg/triggers/File | sed 's/^/trigger /'
  getent passwd | sort | sed 's/^/user /'
  getent group | sort | sed 's/^/group /'
  cut -d: -f1,2 /etc/shadow | sed 's/:[^*!].*/:a hash/' | sort | sed 's/^/shadow /'
  sort /etc/subuid /etc/subgid 2>/dev/null | sed 's/^/subordinate /'
  find / -xdev -type f \( -perm -4000 -o -perm -2000 \) -printf 'setid %p %m\n'
  find / -xdev \( -path /proc -o -path /sys \) -prune -o \( -type f -o -type l \) -links +1 -printf 'hard link %n %p\n'
} 2>&1

pip freeze --all 2>/dev/null | sed 's/^/pip /'
pip check 2>/dev/null | sed 's/^/pip check /'
pip list -v 2>/dev/null | tail -n +3 | sed 's/^/pip list /'

# Databases of stanzas whose order says nothing.
python3 - <<'P'
import hashlib
for name in ('config', 'templates'):
    try:
        text = open(f'/var/cache/debconf/{name}.dat', 'rb').read()
    except FileNotFoundError:
        continue
    for stanza in sorted(text.split(b'\n\n')):
        head = stanza.strip().split(b'\n')[0].decode(errors='replace')
        print('debconf', name, head, hashlib.sha256(stanza.strip()).hexdigest())
P

# What each RECORD promises, against the files.
python3 - <<'P'
import base64, csv, hashlib, os
for top, folders, _ in os.walk('/'):
    if top in ('/proc', '/sys', '/dev', '/run', '/tmp', '/mnt'):
        folders[:] = []
        continue
    for folder in folders:
        record = os.path.join(top, folder, 'RECORD')
        if not folder.endswith('.dist-info') or not os.path.isfile(record):
            continue
        good = 0
        for row in csv.reader(open(record, newline='')):
            path = os.path.normpath(os.path.join(top, row[0]))
            if not os.path.exists(path):
                print('RECORD', record, 'missing', path)
            elif len(row) > 1 and row[1].startswith('sha256='):
                digest = hashlib.sha256(open(path, 'rb').read()).digest()
                if base64.urlsafe_b64encode(digest).rstrip(b'=').decode() == row[1][7:]:
                    good += 1
                else:
                    print('RECORD', record, 'differs', path)
        print('RECORD', record, 'files as promised:', good)
P

find / -xdev \( -path /proc -o -path /sys -o -path /run -o -path /tmp -o -path /mnt \) -prune -o -name .git -print |
  sort | while read -r found; do
  folder=${found%/.git}
  told() { sed "s#^#git $folder $1: #"; }
  git -C "$folder" status --porcelain=v2 --branch --show-stash 2>&1 | told status
  git -C "$folder" ls-files --stage -t 2>&1 | told index
  git -C "$folder" for-each-ref 2>&1 | told ref
  git -C "$folder" reflog show --all 2>&1 | told reflog
  # What stands before an @ in an address may be a secret, which is never brought back.
  git -C "$folder" config --local --list 2>&1 | sed 's#://[^/@]*@#://#' | told config
  git -C "$folder" submodule status --recursive 2>&1 | told submodule
  git -C "$folder" fsck --no-progress 2>&1 | told fsck
done
git config --global --list 2>/dev/null | sed 's/^/git global /'
echo all was asked
