#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
psql --version; dpkg-query -W -f='${Status}\n' postgresql | q -qx 'install ok installed'; test -f /content/AirQualityUCI.sql
service postgresql start; trap 'service postgresql stop' EXIT
# the database content is state of a daemon: a tool may declare it out of its scope, then this prints SOFT
n=$(PGPASSWORD=postgres psql -At -h localhost -U postgres -d tfio_demo -c 'select count(*) from air' 2>&1) || true; [ "$n" = 2 ] || echo "SOFT database content not restored: $n"
echo CHECK-OK 08-tfio-postgres
