#!/bin/sh
# envsnap as one file: this script, then the jar itself. Needs Java 17 or newer.
set -u

java_version() { # the feature version of the Java at $1, or 0
  "$1" -version 2>&1 | sed -n '/version "/{s/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p;q;}' | grep . || echo 0
}

found='' version=0
for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java 2>/dev/null)" /usr/lib/jvm/*/bin/java; do
  [ -n "$candidate" ] && [ -x "$candidate" ] || continue
  version=$(java_version "$candidate")
  if [ "$version" -ge 17 ]; then
    found=$candidate
    break
  fi
done
if [ -z "$found" ]; then
  printf 'error: envsnap needs Java 17 or newer, and there is none on this machine\n\n' >&2
  printf 'hint: On Debian or Ubuntu, run `apt-get install openjdk-17-jre-headless`\n' >&2
  exit 1
fi
[ "$version" -ge 22 ] && set -- --enable-native-access=ALL-UNNAMED -jar "$0" "$@" || set -- -jar "$0" "$@"
exec "$found" -XX:+UseSerialGC -Xshare:auto "$@"
