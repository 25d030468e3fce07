"""Makes wheels in /tmp/kit and looks at what is installed: kit.py wheel NAME VERSION [OPTION...], kit.py records."""
import base64
import csv
import hashlib
import os
import sys
import zipfile


def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def wheel(name, version, *options):
    """Options: need=REQ, script=NAME, data=PATH, file=PATH[:TEXT], plain (no module of its own)."""
    module = name.replace("-", "_")
    info = f"{module}-{version}.dist-info"
    meta = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    files = {f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: kit\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
    if "plain" not in options:
        files[f"{module}/__init__.py"] = f"V = {version!r}\ndef main():\n    print({name!r}, V)\n"
        files[f"{module}/part.py"] = f"PART = {version!r}\n"
    for option in options:
        word, _, value = option.partition("=")
        if word == "need":
            meta += f"Requires-Dist: {value}\n"
        elif word == "script":
            entry = f"{info}/entry_points.txt"
            files[entry] = files.get(entry, "[console_scripts]\n") + f"{value} = {module}:main\n"
        elif word == "data":
            files[f"{module}-{version}.data/data/{value}"] = f"{name} {version} {value}\n"
        elif word == "file":
            path, _, text = value.partition(":")
            files[path] = (text or f"# {name} {version}") + "\n"
    files[f"{info}/METADATA"] = meta
    os.makedirs("/tmp/kit", exist_ok=True)
    lines = []
    with zipfile.ZipFile(f"/tmp/kit/{module}-{version}-py3-none-any.whl", "w") as out:
        for path, text in files.items():
            data = text.encode()
            out.writestr(path, data)
            shown = '"' + path.replace('"', '""') + '"' if set(path) & set(',"') else path
            lines.append(f"{shown},sha256={digest(data)},{len(data)}\n")
        out.writestr(f"{info}/RECORD", "".join(lines) + f"{info}/RECORD,,\n")


def records():
    """One line for each dist-info on this machine: how many of its files are as its RECORD says."""
    lines = []
    for folder, folders, files in os.walk("/"):
        folders[:] = [f for f in folders if os.path.join(folder, f) not in ("/proc", "/sys", "/dev", "/run", "/tmp", "/opt/envsnap", "/store")]
        if not folder.endswith(".dist-info") or "RECORD" not in files:
            continue
        site = os.path.dirname(folder)
        right, wrong = 0, []
        with open(os.path.join(folder, "RECORD"), newline="") as record:
            for path, known, *_ in csv.reader(record):
                whole = os.path.join(site, path)
                try:
                    with open(whole, "rb") as file:
                        same = not known or known == "sha256=" + digest(file.read())
                except OSError as error:
                    same = path.endswith(".pyc")
                right += same
                wrong += [] if same else [path]
        lines.append(f"{folder} {right} {sorted(wrong)}")
    print(*sorted(lines), sep="\n")


if sys.argv[1] == "wheel":
    wheel(*sys.argv[2:])
else:
    records()
