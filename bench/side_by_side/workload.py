"""What a session installs, and everything that the contenders start from."""
from dataclasses import dataclass
from pathlib import Path

from .machine import Root, host


@dataclass(frozen=True)
class Workload:
    """What one session installs by apt, by pip and by a script."""

    name: str
    apt: str
    pip: str
    script: str


REPOSITORY = r"""
mkdir -p /srv/made && cd /srv/made && git init -q -b main . && python3 - <<'END'
import os, random
random.seed(7)
for i in range(1000):
    name = f"pkg{i % 25:02d}/mod{i % 7}/f{i:04d}.py"
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "w") as out:
        for line in range(random.randint(5, 250)):
            out.write(f"def f{line}_{random.randrange(10**9)}(x):\n    return x*{random.random()}\n")
END
git add -A && git -c user.name=a -c user.email=a@git.example commit -q -m one
mkdir -p /content && git clone -q /srv/made /content/repo && rm -rf /srv/made
"""

MANY_FILES = r"""
mkdir -p /content/many && cd /content/many && python3 - <<'END'
import os, random
random.seed(11)
words = [("%x" % random.getrandbits(64)).encode() + b" " for _ in range(5000)]
for i in range(FILES):
    name = f"{i % 97:02d}/{i % 1009:04d}/{i:06d}"
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "wb") as out:
        out.write(b"".join(random.choices(words, k=random.randint(10, 3000))))
END
"""

ALL = {
    "S": Workload("S", "", "six==1.16.0", ""),
    "W": Workload(
        "W", "ffmpeg graphviz libarchive-dev",
        "numpy pandas scipy scikit-learn matplotlib transformers opencv-python-headless keras xgboost-cpu"
        " polars pyarrow jupyterlab", REPOSITORY),
}
# L in full and by parts: how its costs grow.
for part, files in (("L", 120000), ("L2", 60000), ("L4", 30000), ("L8", 15000)):
    ALL[part] = Workload(part, "", "six==1.16.0", MANY_FILES.replace("FILES", str(files)))


@dataclass
class Bench:
    """All that was made once: the base, the session's delta, and what each contender reads."""

    place: object
    load: Workload
    base: Path
    delta: Path
    debs: Path
    wheels: Path
    store: Path
    session: Root
    facts: dict


def _base(place):
    made = place.work / "base"
    host(f"mmdebstrap --quiet --mode=root --variant=minbase --include=python3,python3-pip,python3-venv,git,"
         f"ca-certificates,zstd,openjdk-17-jre-headless $(. /etc/os-release; echo $VERSION_CODENAME) {made}"
         " $(ls /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | head -1)")
    host(f"rm -f {made}/usr/lib/python3*/EXTERNALLY-MANAGED; mkdir -p {made}/content;"
         f" for f in ssl/certs/ca-certificates.crt pip.conf resolv.conf;"
         f" do [ ! -e /etc/$f ] || cp -L /etc/$f {made}/etc/$f; done; chroot {made} apt-get update -qq")
    return made


def prepare(load, place, base):
    """Plays the session once on an overlay and keeps what it downloaded and what it changed."""
    base = base or _base(place)
    debs, wheels, store = (place.work / name for name in ("debs", "wheels", "store"))
    for folder in (debs, wheels, store):
        folder.mkdir()
    names = ("/etc/resolv.conf", "/etc/resolv.conf")
    fetching = Root(place, base, "overlay", "fetching")
    if load.apt:
        fetching.run(f"apt-get install -y -qq --download-only {load.apt} && cp /var/cache/apt/archives/*.deb /debs/",
                     [names, (debs, "/debs")])
    fetching.run(f"pip download -q --no-cache-dir -d /wheels {load.pip} einops", [names, (wheels, "/wheels")])
    fetching.drop()
    session = Root(place, base, "overlay", "session")
    apt, pip = install_apt(load), install_pip(load)
    session.run("\n".join(part for part in ("set -e", apt, pip, load.script) if part),
                [(debs, "/run/debs"), (wheels, "/run/wheels")])
    delta = place.work / "delta"
    host(f"mkdir {delta} && cp -a {session.upper}/. {delta}/ && find {delta} -type c -delete"
         f" && rm -rf {delta}/proc {delta}/dev {delta}/run")
    files = int(host(f"find {delta} -type f | wc -l").output)
    size = int(host(f"du -s -B1 --apparent-size {delta} | cut -f1").output)
    facts = {"files": files, "bytes": size}
    return Bench(place, load, base, delta, debs, wheels, store, session, facts)


def install_apt(load):
    return (f"cp /run/debs/*.deb /var/cache/apt/archives/ && apt-get install -y -qq --no-download {load.apt}"
            " >/dev/null 2>&1 && rm -f /var/cache/apt/archives/*.deb" if load.apt else "")


def install_pip(load):
    return f"pip install -q --no-index --no-cache-dir --find-links /run/wheels {load.pip}"
