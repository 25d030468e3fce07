#!/bin/bash
set -euo pipefail; . "${REFS:?}"; export PATH=$PATH:/usr/sbin:/sbin
q() { local i; i=$(cat); grep "$@" <<<"$i"; }   # grep that reads all its input: no SIGPIPE under pipefail
no() { if "$@"; then echo "unexpectedly true: $*" >&2; exit 1; fi; }   # set -e ignores a plain "! cmd"
grep -q standin-neologd /etc/mecabrc; cmp /etc/mecabrc /usr/local/etc/mecabrc; wc -l < /usr/lib/x86_64-linux-gnu/mecab/dic/standin-neologd/user.csv | q -qx 500
echo すもも | mecab | q -q EOS; python3 -c 'import MeCab; MeCab.Tagger("-Owakati").parse("すもも")'
cd /content/mecab-ipadic-neologd; [ "$(git rev-parse HEAD)" = "$REF_MECABDIC_MAIN" ]
echo CHECK-OK 13-mecab-neologd-conffile
