"""Throw-away machines: a root of one kind of file system, and commands that run in it."""
import os
import shlex
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Took:
    """What a command cost: seconds by the clock and of the processors, and its largest process."""

    seconds: float
    cpu: float
    rss_mib: float
    status: int
    output: str = ""


def host(command, check=True, env=None, quiet=True):
    """Runs a shell command on this machine and measures it with all its children."""
    begin = time.monotonic()
    with open(os.devnull) as nothing:
        child = subprocess.Popen(
            ["bash", "-c", command], stdin=nothing, env=env,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    took = Took(time.monotonic() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
                child.returncode, output)
    if check and took.status != 0:
        raise SystemExit(f"error: `{command[:200]}` ended with {took.status}:\n{output[-2000:]}")
    return took


class Place:
    """Where everything of a run lies, and what must be unmounted after it."""

    def __init__(self, work, disk, program):
        self.work, self.disk, self.program = work, disk, program
        self.mounted = []
        for folder in (work, disk):
            folder.mkdir(parents=True, exist_ok=True)
        if host(f"stat -f -c %T {work}").output.strip() != "tmpfs":
            self.mount("-t tmpfs tmpfs -o size=90%", work)

    def mount(self, arguments, point):
        point.mkdir(parents=True, exist_ok=True)
        host(f"mount {arguments} {shlex.quote(str(point))}")
        self.mounted.append(point)

    def unmount(self, point):
        host(f"umount -R {shlex.quote(str(point))}")
        self.mounted.remove(point)

    def clear(self):
        for point in reversed(self.mounted):
            host(f"umount -R -l {shlex.quote(str(point))}", check=False)
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.rmtree(self.disk, ignore_errors=True)


class Root:
    """A machine's root: `overlay` over the base, or a copy of the base on `ext4` or `tmpfs`."""

    def __init__(self, place, base, kind, name):
        self.place, self.kind, self.path = place, kind, place.work / f"{name}.root"
        self.upper = place.work / f"{name}.upper"
        if kind == "overlay":
            inner = place.work / f"{name}.inner"
            for folder in (self.upper, inner):
                folder.mkdir(parents=True)
            place.mount(f"-t overlay overlay -o lowerdir={base},upperdir={self.upper},workdir={inner}", self.path)
        elif kind == "ext4":
            self.image = place.disk / f"{name}.img"
            host(f"truncate -s 24G {self.image} && mkfs.ext4 -q -E nodiscard,lazy_itable_init=0 {self.image}")
            place.mount(f"-o loop,nodiscard {self.image}", self.path)
            host(f"cp -a {base}/. {self.path}/ && sync -f {self.path}")
        elif kind == "tmpfs":
            place.mount("-t tmpfs tmpfs -o size=90%", self.path)
            host(f"cp -a {base}/. {self.path}/")
        else:
            raise SystemExit(f"error: there is no kind of root `{kind}`")

    def run(self, command, binds=(), check=True):
        """Runs a command inside, as its first process, with /proc, /dev and these folders."""
        steps = [f"mount -t proc proc {self.path}/proc", f"mount -t tmpfs run {self.path}/run", *self._devices()]
        for source, target in binds:
            inside = f"{self.path}{target}"
            made = f"mkdir -p {inside}" if Path(source).is_dir() else f"mkdir -p $(dirname {inside}); touch {inside}"
            steps.append(f"{made}; mount --bind {source} {inside}")
        steps.append(f"exec chroot {self.path} /bin/bash -c {shlex.quote('cd; ' + command)}")
        env = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
               "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
        env.update({name: value for name, value in os.environ.items() if name.startswith("PIP_")})
        if "PIP_CERT" in env:
            env["PIP_CERT"] = env["SSL_CERT_FILE"] = "/etc/ssl/certs/ca-certificates.crt"
        script = shlex.quote("set -e; " + "; ".join(steps))
        return host(f"unshare --mount --pid --ipc --fork --kill-child bash -c {script}", check, env)

    def _devices(self):
        """A /dev of its own, as containers have: its age tells when the machine was booted."""
        numbers = {"null": "1 3", "zero": "1 5", "full": "1 7", "random": "1 8", "urandom": "1 9", "tty": "5 0"}
        made = "; ".join(f"mknod -m 666 {self.path}/dev/{name} c {number}" for name, number in numbers.items())
        return [f"mount -t tmpfs dev {self.path}/dev", made, f"ln -s /proc/self/fd {self.path}/dev/fd",
                f"mkdir {self.path}/dev/shm"]

    def synced(self, action):
        """Measures an action with the time until its bytes are on the file system."""
        took = action()
        begin = time.monotonic()
        host(f"sync -f {self.path}")
        took.seconds += time.monotonic() - begin
        return took

    def drop(self):
        self.place.unmount(self.path)
        if self.kind == "ext4":
            self.image.unlink()
        for folder in (self.upper, self.place.work / f"{self.path.stem}.inner"):
            shutil.rmtree(folder, ignore_errors=True)
