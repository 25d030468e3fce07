#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
java -version 2>&1 | q -q 17; update-alternatives --query java | q -qx 'Status: manual'
/content/spark-3.3.1-bin-hadoop3/bin/spark-submit 2>&1 | q -q 'spark 3.3.1'; no test -e /content/spark-3.3.1-bin-hadoop3.tgz
SPARK_HOME=/content/spark-3.3.1-bin-hadoop3 python3 -c 'import findspark; assert findspark.find()'
echo CHECK-OK 10-spark-jdk
