# What the image has: packages that the session moves or removes, and files that it edits, deletes,
# renames and links.
set -e
deb() { # deb NAME VERSION: a package of one program
  t=$(mktemp -d); chmod 755 "$t"; mkdir -p "$t/DEBIAN" "$t/usr/bin"
  printf '#!/bin/sh\necho %s %s\n' "$1" "$2" > "$t/usr/bin/$1"; chmod 755 "$t/usr/bin/$1"
  printf 'Package: %s\nVersion: %s\nArchitecture: all\nMaintainer: T <t@example.invalid>\nDescription: x\n' "$1" "$2" > "$t/DEBIAN/control"
  dpkg-deb --root-owner-group -b "$t" "/srv/debs/$1_$2_all.deb" >/dev/null; rm -rf "$t"; }
mkdir -p /srv/debs
for version in 1.0 1.1 1.2; do deb twice $version; done
deb leaves 1.0; deb purged 1.0
dpkg -i /srv/debs/twice_1.0_all.deb /srv/debs/leaves_1.0_all.deb /srv/debs/purged_1.0_all.deb >/dev/null
apt-get install -y -qq --no-install-recommends bindfs >/dev/null
mkdir -p /opt/image/folder/below
for name in deleted linked moved folder/one folder/below/two; do echo "$name" > /opt/image/$name; done
echo one > /opt/image/conf
# apt's history knows seconds only: what it did in the second in which a session begins counts as the session's.
sleep 1.1
