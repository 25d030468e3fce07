#!/bin/sh
# Notes for envsnap what apt or dpkg is about to do: hook.sh apt|dpkg START|ASK|END. apt asks several
# times in one run, also when it then finds nothing to do, and when it only pretends.
# Whatever goes wrong here, the line that calls this goes on without it. No lock, no network.
exec 2>/dev/null
export LC_ALL=C
state=${0%/hooks/*}
lines=$state/journal/lines
[ -f "$lines" ] && [ ! -L "$lines" ] && [ -w "$lines" ] || exit 0

stat_of() { # sets parent, start and name of process $1
  IFS= read -r line <"/proc/$1/stat" || exit 0
  name=${line#*\(}
  name=${name%)*}
  # shellcheck disable=SC2086 # fields
  set -- ${line##*) }
  parent=$2 start=${20}
}

stat_of self
now=$start
pid=$PPID
stat_of "$pid"
case $name in sh | dash | bash | busybox) # the shell that apt and dpkg run their hooks with
  pid=$parent
  stat_of "$pid"
  ;;
esac
# apt runs some of its hooks in a fork of itself.
was=$name begun=$start child=$pid up=$parent
stat_of "$up"
if [ "$name" = "$was" ]; then pid=$up; else pid=$child start=$begun; fi
IFS= read -r boot </proc/sys/kernel/random/boot_id
boot=${boot%%-*}

tab='	' # one fork less than printf
phase=$2
[ "$phase" != ASK ] || phase=START
head="E1$tab$1$tab$phase$tab$boot$tab$pid$tab$start$tab${SUDO_UID:-0}$tab$now$tab"
case $2 in
  START | ASK)
    folder=''
    if cd -P "/proc/$pid/cwd"; then folder=$PWD; fi
    case $folder in *[![:print:]]* | *\\*) folder='' ;; esac
    words=$(tr '\000' '\037' <"/proc/$pid/cmdline")
    words=${words%@US@}
    # The rules take longer to compile than all the rest takes; most words need none.
    case $words in
      *[![:print:]@US@]* | *\\* | @SUSPICION@)
        words=$(printf %s "$words" | sed -z -n -E -f "$state/hooks/words.sed")
        ;;
    esac
    if [ "${#words}" -gt 3000 ]; then words=$(printf '%.3000s' "$words"); fi
    [ -n "$words" ] || exit 0
    if [ "$1" = apt ]; then
      asked=$state/journal/asked
      [ -L "$asked" ] || echo "$pid-$start" >"$asked"
    fi
    if [ "$2" = ASK ]; then
      case @US@$words@US@ in
        *'@US@'-s'@US@'* | *'@US@'-qs'@US@'* | *'@US@'-qqs'@US@'* | *'@US@'--simulate'@US@'* | *'@US@'--dry-run'@US@'*) exit 0 ;;
        *'@US@'--just-print'@US@'* | *'@US@'--recon'@US@'* | *'@US@'--no-act'@US@'*) exit 0 ;;
      esac
    fi
    printf '\n%s%s\t%s\t.\n' "$head" "$folder" "$words" >>"$lines"
    ;;
  END) printf '\n%s\t.\n' "$head" >>"$lines" ;;
esac

# The agent may have been killed.
if IFS=' ' read -r agent begun <"$state/agent/process"; then
  if [ -r "/proc/$agent/stat" ] && stat_of "$agent" && [ "$start" = "$begun" ]; then exit 0; fi
fi
[ -f "$state/agent/revive" ] && /bin/sh "$state/agent/revive" </dev/null >/dev/null &
exit 0
