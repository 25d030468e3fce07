# The second half, after the machine was booted again.
set -e
dpkg -i /srv/debs/twice_1.2_all.deb >/dev/null
echo later > /content/later
