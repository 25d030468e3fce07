#!/bin/sh
# envsnap as one file: this script, perhaps a Java runtime, then the jar itself. Without the runtime
# it needs Java 17 or newer. In the folder of a store it uses that store.
set -u

# Filled in when the file is put into a store; the runtime is a gzipped tar within this file.
tool='none'
machine='none'
runtime_at=00000000000
runtime_size=00000000000

# Sets java_feature to the feature version of the Java whose program is $1. Its release file is read
# by the shell itself: each program that is started for it takes a millisecond of every start.
java_version() {
  version=''
  home=$(readlink -f "$1")
  home=${home%/*/*}
  if [ -r "$home/release" ]; then
    while IFS='"' read -r name value _; do
      if [ "$name" = JAVA_VERSION= ]; then
        version=${value%%[!0-9]*}
        break
      fi
    done <"$home/release"
  fi
  if [ -z "$version" ]; then
    version=$("$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | sed -n 1p)
  fi
  java_feature=${version:-0}
}

program=$(readlink -f "$0")
folder=${program%/*}
if [ -z "${ENVSNAP_STORE:-}" ] && [ -d "$folder/refs" ] && [ -d "$folder/packs" ]; then
  export ENVSNAP_STORE="$folder"
fi

state=${ENVSNAP_STATE:-}
if [ -z "$state" ]; then
  if [ "$(id -u)" = 0 ]; then state=/var/lib/envsnap; else state=${HOME:-/tmp}/.local/state/envsnap; fi
fi

# Prints the folder of the runtime, unpacked beside envsnap's state, which is never recorded.
runtime() {
  [ "$machine" = "$(uname -m)" ] || return 1
  unpacked=$state/java-$runtime_size
  if [ ! -x "$unpacked/bin/java" ]; then
    (umask 077 && mkdir -p "$state") || return 1
    new=$(mktemp -d "$state/java-XXXXXX") || return 1
    if ! tail -c "+$runtime_at" "$0" | head -c "$runtime_size" | tar -xzf - -C "$new"; then
      rm -rf "$new"
      return 1
    fi
    # Another run may have been faster; either is the same.
    mv "$new" "$unpacked" 2>/dev/null || rm -rf "$new"
  fi
  echo "$unpacked"
}

# Whether any of these files is there.
any() {
  for one in "$@"; do
    if [ -e "$one" ]; then return 0; fi
  done
  return 1
}

bundled=''
case $runtime_size in
  *[1-9]*)
    if ! command -v java >/dev/null; then bundled=$(runtime) || bundled=''; fi
    ;;
esac

for java in "${bundled:+$bundled/bin/java}" "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java)" /usr/lib/jvm/*/bin/java; do
  [ -n "$java" ] && [ -x "$java" ] || continue
  java_version "$java"
  [ "$java_feature" -ge 17 ] || continue
  # The optimizing compiler costs more than it saves, unless there is no libcrypto to hash with.
  compiler=-XX:TieredStopAtLevel=1
  if ! any /usr/lib/*/libcrypto.so.* /lib/*/libcrypto.so.* /usr/lib64/libcrypto.so.*; then
    for word in "$@"; do
      case $word in record | restore | verify) compiler=-XX:TieredStopAtLevel=4 ;; esac
    done
  fi
  set -- -jar "$program" "$@"
  [ "$java_feature" -ge 22 ] && set -- --enable-native-access=ALL-UNNAMED "$@"
  # Java takes the names of files and arguments for what the locale says; most containers have none.
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*8*) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
  # Java would begin with a 64th of the memory and keep what it once had: half a GB for a record.
  set -- -Xms160m -Xmn32m -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=20 "$@"
  # What `envsnap warm-up` keeps ready is for one Java and one jar; a colon would part two names.
  case $state in
    /*:* | [!/]*) ;;
    *)
      identity=$(stat -L -c '%n %s %Y' "$java" "$program" | cksum)
      export ENVSNAP_CLASSES="$state/classes/${identity%% *}-${identity##* }.jsa"
      [ -f "$ENVSNAP_CLASSES" ] && set -- -Xlog:cds=off "-XX:SharedArchiveFile=$ENVSNAP_CLASSES" "$@"
      ;;
  esac
  exec "$java" -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto "$compiler" "$@"
done
printf 'error: envsnap needs Java 17 or newer, and there is none on this machine\n\n' >&2
printf 'hint: On Debian or Ubuntu, run `apt-get install openjdk-17-jre-headless` as root\n' >&2
exit 1
