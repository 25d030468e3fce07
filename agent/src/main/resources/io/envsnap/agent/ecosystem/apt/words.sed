# The words of /proc/PID/cmdline (sed -z) as one field of the journal, without secrets.
:join
$!{
N
b join
}
s/\x00/\x1f/g
@RULES@
s/^(.{3000}).*$/\1/
s/\\/\\\\/g
s/\t/\\t/g
s/\n/\\n/g
p
