#!/usr/bin/env python3
"""Gets one snapshot of an envsnap store back, with Python's standard library and the program zstd.

    python3 rebuild.py NAME_OR_SNAPSHOT DESTINATION

Run it in the store's folder, or say where that is with --store FOLDER. Everything is checked against its
digest before it is used; nothing is written outside of DESTINATION; an existing file there is not replaced.
Owners are set when root runs it. Deleted paths and package databases are listed, not applied.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys


def fail(sentence):
    sys.exit("error: " + sentence)


def checked(path, digest):
    with open(path, "rb") as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != digest:
        fail("`%s` is damaged" % path)
    return data


def zstd(data):
    run = subprocess.run(["zstd", "-dc"], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode:
        fail("zstd could not decode: " + run.stderr.decode(errors="replace").strip())
    return run.stdout


def newest(store, name):
    """The snapshot of the head that a restore would take first."""
    folder = os.path.join(store, "refs", name)
    refs = {}
    for file in os.listdir(folder):
        if file.endswith(".json"):
            path = os.path.join(folder, file)
            with open(path, "rb") as opened:
                data = opened.read()
            if hashlib.sha256(data).hexdigest() == file[:-5]:
                refs[file[:-5]] = (json.loads(data), os.path.getmtime(path))
            else:
                print("warning: `%s` is damaged, so a save that may be newer is passed over" % path, file=sys.stderr)
    replaced = {old for ref, _ in refs.values() for old in ref["replaces"]}
    heads = [(ref["counter"], time, key) for key, (ref, time) in refs.items() if key not in replaced]
    if not heads:
        fail("`%s` has no snapshot" % name)
    return refs[max(heads)[2]][0]["snapshot"]


def find(store, word):
    if os.path.isdir(os.path.join(store, "refs", word)):
        return newest(store, word)
    word = word[7:] if word.startswith("sha256:") else word
    found = [f[:-5] for f in os.listdir(os.path.join(store, "snapshots")) if f.startswith(word)]
    if len(found) != 1:
        fail("there is no single name or snapshot `%s` in `%s`" % (word, store))
    return found[0]


class Packs:
    """Reads blobs, frame by frame; keeps the last decoded frame."""

    def __init__(self, store):
        self.store = store
        self.last = (None, b"")

    def frame(self, pack, frames, number):
        if self.last[0] != (pack, number):
            if number not in frames:
                fail("no segment names frame %d of pack %s" % (number, pack))
            offset, length, raw, digest = frames[number]
            with open(os.path.join(self.store, "packs", pack + ".tar.zst"), "rb") as file:
                file.seek(offset)
                data = file.read(length)
            if hashlib.sha256(data).hexdigest() != digest:
                fail("frame %d of pack %s is damaged" % (number, pack))
            decoded = zstd(data)
            if len(decoded) != raw:
                fail("frame %d of pack %s has a wrong length" % (number, pack))
            self.last = ((pack, number), decoded)
        return self.last[1]

    def blob(self, pack, frames, number, offset, size):
        left = size
        while left > 0:
            piece = self.frame(pack, frames, number)[offset : offset + left]
            if not piece:
                fail("pack %s ends early" % pack)
            yield piece
            left -= len(piece)
            number, offset = number + 1, 0


def inside(destination, path):
    """Where a recorded path goes; refuses to go through a symbolic link."""
    parts = [part for part in path.split("/") if part]
    if any(part in (".", "..") or "\0" in part for part in parts):
        fail("`%s` is not a normal path" % path)
    here = destination
    for part in parts[:-1]:
        here = os.path.join(here, part)
        if os.path.islink(here):
            fail("`%s` would be written through a symbolic link" % path)
        os.makedirs(here, exist_ok=True)
    return os.path.join(here, parts[-1])


def dress(path, mode, owner, seconds, nanos, xattrs, link=False):
    if os.geteuid() == 0:
        os.lchown(path, owner[1], owner[3])
    if not link:
        os.chmod(path, mode)
        for name, value in xattrs.items():
            try:
                os.setxattr(path, name, bytes.fromhex(value))
            except OSError as error:
                print("note: %s of %s is not set: %s" % (name, path, error), file=sys.stderr)
    time = seconds * 10**9 + nanos
    os.utime(path, ns=(time, time), follow_symlinks=False)


def rebuild(store, snapshot_id, destination):
    packs = Packs(store)
    document = json.loads(checked(os.path.join(store, "snapshots", snapshot_id + ".json"), snapshot_id))
    if document.get("version") != 1:
        fail("the snapshot has a newer format")
    folders, links, counts = [], [], {"files": 0, "bytes": 0, "deleted": 0, "parts": 0}
    # Not beside its target: a name may be as long as a name can be.
    part = os.path.join(destination, ".rebuild.part")
    if os.path.lexists(part):
        os.unlink(part)
    for reference in document["segments"]:
        name = os.path.join(store, "index", reference["id"] + ".json.zst")
        segment = json.loads(zstd(checked(name, reference["id"])))
        frames = [(pack, {f[0]: f[1:] for f in listed}) for pack, listed in segment["packs"]]
        where = {blob[0]: blob[1:] for blob in segment["blobs"]}
        counts["parts"] += len(segment["parts"])
        nodes = [n for n in segment["nodes"] if n[0] == "d"] + [n for n in segment["nodes"] if n[0] != "d"]
        for node in nodes:
            kind, path = node[0], node[1]
            if kind == "x":
                counts["deleted"] += 1
                continue
            if path == "/":
                continue
            target = inside(destination, path)
            if kind == "h":
                links.append((target, node[4]))
                continue
            mode, owner, seconds, nanos = node[4], segment["owners"][node[5]], node[6], node[7]
            xattrs = node[-1] if isinstance(node[-1], dict) else {}
            if kind == "d":
                os.makedirs(target, exist_ok=True)
                folders.append((target, mode, owner, seconds, nanos, xattrs))
            elif kind == "l":
                if not os.path.lexists(target):
                    os.symlink(node[8], target)
                    dress(target, mode, owner, seconds, nanos, {}, link=True)
            elif kind == "f" and not os.path.lexists(target):
                size, digest = node[8], segment["digests"][node[9]]
                pack, number, offset = where[node[9]][:3]
                hashed = hashlib.sha256()
                with open(part, "wb") as file:
                    for piece in packs.blob(frames[pack][0], frames[pack][1], number, offset, size):
                        hashed.update(piece)
                        file.write(piece)
                if hashed.hexdigest() != digest:
                    os.unlink(part)
                    fail("`%s` is damaged in its pack" % path)
                dress(part, mode, owner, seconds, nanos, xattrs)
                os.rename(part, target)
                counts["files"] += 1
                counts["bytes"] += size
    for target, source in links:
        if not os.path.lexists(target):
            os.link(inside(destination, source), target, follow_symlinks=False)
    for folder in sorted(folders, reverse=True):
        dress(*folder)
    print(
        "Rebuilt %(files)d files (%(bytes)d bytes); %(deleted)d deleted paths and %(parts)d parts of"
        " databases are not applied" % counts
    )


def main():
    parser = argparse.ArgumentParser(description="Gets one snapshot of an envsnap store back.")
    parser.add_argument("what", help="a name such as main, or the beginning of a snapshot's id")
    parser.add_argument("destination", help="a folder; made when it does not exist")
    parser.add_argument("--store", default=os.path.dirname(os.path.abspath(__file__)))
    arguments = parser.parse_args()
    os.makedirs(arguments.destination, exist_ok=True)
    snapshot = find(arguments.store, arguments.what)
    rebuild(arguments.store, snapshot, os.path.realpath(arguments.destination))


main()
