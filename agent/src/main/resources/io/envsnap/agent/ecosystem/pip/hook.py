# Notes for envsnap what pip does, and looks after new virtual environments. Run inside a `try` of
# zz_envsnap.pth, in processes that have pip or venv in their first words. Changes nothing of what they do.
import os
import sys

STATE = "@STATE@"
RULES = @RULES@


def words():
    found = getattr(sys, "orig_argv", None)
    if found is None:  # before Python 3.10
        with open("/proc/self/cmdline", "rb") as file:
            found = [os.fsdecode(word) for word in file.read().split(b"\0")[:-1]]
    return list(found)


def program(argv):
    """What runs, what it is called with, and as what it was typed."""
    at = 1
    while at < len(argv):
        word = argv[at]
        if word == "-" or word == "-c" or not word:
            return "", [], argv
        if word in ("-W", "-X", "--check-hash-based-pycs"):
            at += 2
        elif word.startswith("-") and not word.startswith("--") and word.endswith("m"):
            module = argv[at + 1] if at + 1 < len(argv) else ""
            return module, argv[at + 2 :], argv
        elif word.startswith("-"):
            at += 1
        else:
            return os.path.basename(word), argv[at + 1 :], argv[at:]
    return "", [], argv


def stat(pid):
    with open("/proc/%s/stat" % pid, "rb") as file:
        fields = file.read().rsplit(b") ", 1)[1].split()
    return int(fields[19])


def now():
    import time

    return int(time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", 7)) * 100)


def clean(text):
    """To compile a rule takes a fifth of a millisecond, so only those that may match are."""
    data = text.encode("utf-8", "surrogateescape")
    lower = data.lower()
    for pattern, replacement, flags, hints in RULES:
        if any(hint in lower for hint in hints):
            import re

            data = re.sub(pattern, replacement, data, flags=flags)
    return data


def field(data):
    if not isinstance(data, bytes):
        data = clean(data)
    return data[:3000].replace(b"\\", b"\\\\").replace(b"\t", b"\\t").replace(b"\n", b"\\n")


class Journal:
    def __init__(self):
        self.path = STATE + "/journal/lines"
        with open("/proc/sys/kernel/random/boot_id", "rb") as file:
            boot = file.read().split(b"-")[0]
        self.key = b"\t".join(
            [boot, b"%d" % os.getpid(), b"%d" % stat("self"), b"%d" % os.getuid()]
        )

    def write(self, phase, *fields):
        """One write; the file is never made here, and never followed through a link."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            fd = os.open(self.path, flags)
        except OSError:
            return False
        try:
            if os.fstat(fd).st_size > 32 << 20:
                return False
            head = [b"E1", b"pip", phase, self.key, b"%d" % now()]
            line = b"\t".join(head + [field(f) for f in fields] + [b"."])
            if len(line) < 4000:
                os.write(fd, b"\n" + line + b"\n")
            return True
        except OSError:
            return False
        finally:
            os.close(fd)


def revive():
    try:
        with open(STATE + "/agent/process") as file:
            pid, start = file.read().split()
        if stat(pid) == int(start):
            return
    except (OSError, ValueError, IndexError):
        pass
    if os.access(STATE + "/agent/revive", os.R_OK):
        import subprocess

        subprocess.Popen(
            ["/bin/sh", STATE + "/agent/revive"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
        ).wait()


LOOKS_ONLY = "list show freeze check search index inspect hash completion debug help".split()
CHANGES = "install uninstall download wheel config cache lock".split()


def command(args):
    for word in args:
        if word in CHANGES or word in LOOKS_ONLY:
            return word
    return ""


def values(args, *names):
    """Values of an option, in all the ways of writing it."""
    found = []
    for at, word in enumerate(args):
        for name in names:
            if word == name and at + 1 < len(args):
                found.append(args[at + 1])
            elif name.startswith("--") and word.startswith(name + "="):
                found.append(word[len(name) + 1 :])
            elif not name.startswith("--") and word.startswith(name) and len(word) > 2:
                found.append(word[2:])
    return found


def library(prefix):
    return prefix + "/lib/python%d.%d/site-packages" % sys.version_info[:2]


def sites(args):
    """Folders that pip may change. Python reads this while it still puts its search path together."""
    version = "python%d.%d" % sys.version_info[:2]
    targets = values(args, "-t", "--target")
    for prefix in values(args, "--prefix") + values(args, "--python"):
        if not os.path.isdir(prefix):
            prefix = os.path.dirname(os.path.dirname(os.path.abspath(prefix)))
        try:
            lib = prefix + "/lib"
            targets += [lib + "/" + name + "/site-packages" for name in os.listdir(lib)]
        except OSError:
            pass
        targets.append(prefix + "/local/lib/" + version + "/dist-packages")
    found = targets or sys.path + [library(sys.prefix), "/usr/local/lib/" + version + "/dist-packages"]
    if not targets and sys.prefix == sys.base_prefix:
        found.append("/usr/lib/python3/dist-packages")
        found.append(library(os.environ.get("PYTHONUSERBASE") or os.path.expanduser("~/.local")))
    return found


def installed(folders):
    """What the folders say is installed: file names by project, folder by folder."""
    found = {}
    for folder in folders:
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        folder = os.path.realpath(folder)
        for name in names:
            if name.endswith((".dist-info", ".egg-info")) and not name.startswith("~"):
                parts = name.rsplit(".", 1)[0].split("-")
                if len(parts) > 1:
                    project = parts[0].lower().replace("_", "-").replace(".", "-")
                    found[folder, project] = parts[1]
    return found


def changes(before, after):
    """Lines such as `+ six 1.16.0`, `- six 1.16.0` and `~ six 1.15.0 -> 1.16.0`."""
    lines = []
    for key in sorted(set(before) | set(after)):
        old, new = before.get(key), after.get(key)
        if old is None:
            lines.append("+ %s %s" % (key[1], new))
        elif new is None:
            lines.append("- %s %s" % (key[1], old))
        elif old != new:
            lines.append("~ %s %s -> %s" % (key[1], old, new))
    return lines


def version_of(typed, argv, folders):
    """The version of the pip that will run, read and not imported; (0,) when in doubt."""
    if typed is argv:
        if os.path.exists("pip") or os.path.exists("pip.py"):
            return (0,)  # -m looks into the current folder first
    else:
        with open(typed[0], "rb") as file:
            if b"pip" not in file.read(4096):
                return (0,)
    for folder in folders:
        try:
            with open(folder + "/pip/__init__.py") as file:
                version = file.read(4096).split('__version__ = "', 1)[1].split('"', 1)[0]
        except OSError:
            continue
        return tuple(int(number) for number in version.split(".")[:2])
    return (0,)


def wants_own_report(args):
    if "PIP_REPORT" in os.environ or values(args, "--report"):
        return True
    home = os.path.expanduser("~")
    for path in (
        "/etc/pip.conf",
        "/etc/xdg/pip/pip.conf",
        os.environ.get("PIP_CONFIG_FILE", ""),
        home + "/.pip/pip.conf",
        os.environ.get("XDG_CONFIG_HOME", home + "/.config") + "/pip/pip.conf",
        sys.prefix + "/pip.conf",
    ):
        try:
            with open(path) as file:
                if "report" in file.read(65536):
                    return True
        except (OSError, ValueError):
            pass
    return False


def plain(url):
    """An address without user information, query and fragment."""
    from urllib.parse import urlsplit, urlunsplit

    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rsplit("@", 1)[-1], parts.path, "", ""))


def configured(args):
    """pip's settings, as pip itself reads them; by section and name."""
    from pip._internal.configuration import Configuration

    settings = Configuration(isolated="--isolated" in args)
    settings.load()
    found = {}
    for name, value in settings.items():
        found.update(value if isinstance(value, dict) else {name: value})
    return found


def setting(settings, name):
    for section in (":env:", "install", "global"):
        if section + "." + name in settings:
            return settings[section + "." + name]
    return ""


def closed(url):
    """What of an address needs a credential that stood in it: scheme and host; empty for none."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return parts.scheme + "://" + host if user and parts.scheme.startswith("http") else ""


def indexes(args):
    """The indexes that this pip was told to search, the first one first; none when it was to search none."""
    from pip._internal.models.index import PyPI

    settings = configured(args)
    lines = []
    for path in values(args, "-r", "--requirement"):
        if os.path.isfile(path) and os.path.getsize(path) < 1 << 20:
            with open(path) as file:
                lines += [word for line in file for word in line.split("#")[0].split()]
    if "--no-index" in args + lines or setting(settings, "no-index"):
        return []
    first = ["-i", "--index-url", "--pypi-url"]
    given = values(lines, *first)[-1:] + values(args, *first)[-1:]
    given += [setting(settings, "index-url"), PyPI.simple_url]
    more = values(args, "--extra-index-url") + values(lines, "--extra-index-url")
    more = more or setting(settings, "extra-index-url").split()
    return [url for url in given if url][:1] + more


def into(args):
    """The site folders that this pip installed into; empty where that cannot be told."""
    targets = values(args, "-t", "--target")
    if targets or values(args, "--prefix", "--root", "--python"):
        return [os.path.realpath(folder) for folder in targets]
    import sysconfig

    folders = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    folders += [sysconfig.get_path("purelib", "posix_user")]
    return sorted(set(os.path.realpath(folder) for folder in folders))


def items(journal, fd, args):
    import json

    try:
        searched = indexes(args)
        for host in sorted(set(closed(url) for url in searched) - {""}):
            journal.write(b"NEED", host)
        index = " ".join(plain(url) for url in searched)
    except Exception:
        index = ""
    size = os.fstat(fd).st_size
    if not size:
        return
    report = json.loads(os.pread(fd, size, 0).decode("utf-8"))
    if not isinstance(report.get("install"), list):
        return
    folders = "\n".join(into(args))
    for item in report["install"]:
        info = item.get("download_info", {})
        archive = info.get("archive_info", {})
        sha256 = archive.get("hashes", {}).get("sha256", "")
        if not sha256 and archive.get("hash", "").startswith("sha256="):
            sha256 = archive["hash"][7:]
        more = []
        commit = info.get("vcs_info", {}).get("commit_id", "")
        if commit:
            more += ["commit", commit]
        if folders:
            more += ["into", folders]
        local = info.get("url", "").startswith("file:") and not index.startswith("file:")
        if index and not item.get("is_direct") and not local:
            more += ["index", index]
        extras = item.get("requested_extras")
        if extras:
            more += ["extras", ",".join(sorted(extras))]
        meta = item.get("metadata", {})
        journal.write(
            b"ITEM", meta.get("name", ""), meta.get("version", ""), plain(info.get("url", "")), sha256, *more
        )


def used(journal, args):
    for path in values(args, "-r", "--requirement", "-c", "--constraint"):
        if "://" in path:
            journal.write(b"USED", plain(path), "")
            continue
        digest = ""
        if os.path.isfile(path) and os.path.getsize(path) < 1 << 20:
            import hashlib

            with open(path, "rb") as file:
                digest = hashlib.sha256(file.read()).hexdigest()
        journal.write(b"USED", os.path.abspath(path), digest)


def watch_pip(args, typed, argv):
    import atexit

    report = os.environ.get("PIP_REPORT", "")
    if "PIP_BUILD_TRACKER" in os.environ or "PIP_REQ_TRACKER" in os.environ:
        # pip runs itself to build something: that is the outer pip's doing.
        if report.startswith("/proc/") and "/fd/" in report:
            del os.environ["PIP_REPORT"]
        return
    what = command(args)
    if what not in CHANGES:
        return
    journal = Journal()
    if not journal.write(b"START", os.getcwd(), "\x1f".join(typed)):
        return
    fd = -1
    folders, before = [], {}
    try:
        folders = sites(args)
        before = installed(folders)
    except Exception:
        pass
    if what == "install":
        try:
            used(journal, args)
        except Exception:
            pass
        try:
            if "--dry-run" not in args and not wants_own_report(args) and version_of(typed, argv, sites([])) >= (23,):
                fd = os.memfd_create("envsnap")
                os.environ["PIP_REPORT"] = "/proc/%d/fd/%d" % (os.getpid(), fd)
        except Exception:
            fd = -1
    status = [""]
    me = os.getpid()
    leave = sys.exit

    def note(code=None):
        status[0] = "0" if code is None else str(code & 255) if isinstance(code, int) else "1"
        leave(code)

    sys.exit = note

    def end():
        if os.getpid() != me:
            return
        try:
            if fd >= 0:
                items(journal, fd, args)
        except Exception:
            pass
        try:
            lines = changes(before, installed(folders))
            for at in range(0, len(lines), 20):
                journal.write(b"CHANGE", *lines[at : at + 20])
        except Exception:
            pass
        try:
            journal.write(b"END", status[0])
            revive()
        except Exception:
            pass

    atexit.register(end)


def watch_venv(args):
    """Virtual environments do not read the site folder of their base."""
    import atexit

    folders = [os.path.abspath(word) for word in args if not word.startswith("-")]
    me = os.getpid()

    def end():
        if os.getpid() != me or not os.access(STATE + "/journal/lines", os.W_OK):
            return
        import glob

        with open(STATE + "/hooks/zz_envsnap.pth") as file:
            line = file.read()
        for folder in folders:
            if not os.path.isfile(folder + "/pyvenv.cfg"):
                continue
            for site in glob.glob(glob.escape(folder) + "/lib/python3*/site-packages"):
                target = site + "/zz_envsnap.pth"
                if not os.path.lexists(target):
                    with open(target + ".new", "x") as file:
                        file.write(line)
                    os.rename(target + ".new", target)
                    with open(STATE + "/hooks/environments", "a") as file:
                        file.write(target + "\n")

    def quietly():
        try:
            end()
        except Exception:
            pass

    atexit.register(quietly)


def main():
    if getattr(sys, "_envsnap", False):
        return  # two site folders have the line
    sys._envsnap = True
    argv = words()
    name, args, typed = program(argv)
    if name.startswith("pip") and not name[3:].replace(".", "").strip("0123456789"):
        watch_pip(args, typed, argv)
    elif name in ("venv", "virtualenv"):
        watch_venv(args)


main()
