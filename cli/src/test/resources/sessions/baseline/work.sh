# The first half of the session's work.
set -e
dpkg -i /srv/debs/twice_1.1_all.deb >/dev/null
dpkg -r leaves >/dev/null; dpkg -P purged >/dev/null
rm /opt/image/deleted
mv /opt/image/folder /opt/image/renamed
ln /opt/image/linked /content/hard
echo new > /content/first; ln /content/first /content/second
echo two >> /opt/image/conf
pip install -q six==1.16.0
