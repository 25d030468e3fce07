#!/bin/sh
# envsnap as one file: this script, then the jar itself. Needs Java 17 or newer.
set -u

# Prints the feature version of the Java whose program is $1.
java_version() {
  version=''
  release=$(dirname "$(dirname "$(readlink -f "$1")")")/release
  if [ -r "$release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release")
  fi
  if [ -z "$version" ]; then
    version=$("$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | sed -n 1p)
  fi
  echo "${version:-0}"
}

for java in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java)" /usr/lib/jvm/*/bin/java; do
  [ -n "$java" ] && [ -x "$java" ] || continue
  feature=$(java_version "$java")
  [ "$feature" -ge 17 ] || continue
  # Short commands end before the optimizing compiler would pay; hashing needs it.
  compiler=-XX:TieredStopAtLevel=1
  for word in "$@"; do
    case $word in record | restore | verify | prune | export) compiler=-XX:TieredStopAtLevel=4 ;; esac
  done
  set -- -jar "$0" "$@"
  [ "$feature" -ge 22 ] && set -- --enable-native-access=ALL-UNNAMED "$@"
  # Java takes the names of files and arguments for what the locale says; most containers have none.
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*8*) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
  exec "$java" -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto "$compiler" "$@"
done
printf 'error: envsnap needs Java 17 or newer, and there is none on this machine\n\n' >&2
printf 'hint: On Debian or Ubuntu, run `apt-get install openjdk-17-jre-headless` as root\n' >&2
exit 1
