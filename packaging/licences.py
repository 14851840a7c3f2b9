"""Collects the licences of everything that is linked into the program or bundled into the web application.

licences.py FOLDER      writes FOLDER/programme.txt and FOLDER/application-web.txt

Read from what Cargo and npm have installed for this build, so that a new dependency cannot be forgotten. Equal texts
stand there once, below the names of all that come with them.
"""

import json
import os
import re
import subprocess
import sys

TARGET = "x86_64-unknown-linux-musl"
LICENCE_FILE = re.compile(r"^(licen[cs]es?|copying|copyright|notice|unlicense|authors)([-_.].*)?$", re.IGNORECASE)
# The service worker's code is put together from these while building; npm counts them as tools.
BUNDLED_TOOLS = re.compile(r"^workbox-(core|precaching|routing|strategies|expiration|cacheable-response|window)$")


def crates():
    """(name, version, licence, folder) of each crate linked into the program for a host."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", TARGET]
    known = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    packages = {package["id"]: package for package in known["packages"]}
    nodes = {node["id"]: node for node in known["resolve"]["nodes"]}
    root = known["resolve"]["root"]
    linked, waiting = set(), [root]
    while waiting:
        for dependency in nodes[waiting.pop()]["deps"]:
            kinds = {kind["kind"] for kind in dependency["dep_kinds"]}
            is_macro = any("proc-macro" in target["kind"] for target in packages[dependency["pkg"]]["targets"])
            if None in kinds and not is_macro and dependency["pkg"] not in linked:
                linked.add(dependency["pkg"])
                waiting.append(dependency["pkg"])
    for package in (packages[key] for key in linked - {root}):
        yield package["name"], package["version"], package["license"], os.path.dirname(package["manifest_path"])


def npm_packages():
    """The same for each package that the web application's build may take code from."""
    with open("frontend/package-lock.json", encoding="utf-8") as file:
        locked = json.load(file)["packages"]
    for place, facts in locked.items():
        name = place.rpartition("node_modules/")[2]
        folder = os.path.join("frontend", place)
        wanted = not facts.get("dev") or BUNDLED_TOOLS.match(name)
        # Types leave no trace in the bundle; what is not installed was not bundled.
        if name and wanted and not name.startswith("@types/") and os.path.isdir(folder):
            with open(os.path.join(folder, "package.json"), encoding="utf-8") as file:
                yield name, facts["version"], json.load(file).get("license"), folder


def texts(folder):
    """Licence texts of a package, tidied so that copies of the same text are equal."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if LICENCE_FILE.match(name) and os.path.isfile(path):
            with open(path, encoding="utf-8", errors="replace") as file:
                lines = [line.rstrip() for line in file.read().replace("\r\n", "\n").strip().split("\n")]
            yield "\n".join(lines)


def write(path, title, packages):
    packages = sorted(set(packages))
    by_text, lines = {}, [title, "=" * len(title), ""]
    for name, version, licence, folder in packages:
        found = list(texts(folder))
        lines.append(f"{name} {version} : {licence or 'voir le texte'}{'' if found else ' (sans texte joint)'}")
        for text in found:
            by_text.setdefault(text, []).append(f"{name} {version}")
    for text, names in sorted(by_text.items(), key=lambda item: item[1]):
        lines += ["", "", "-" * 80, ", ".join(names), "-" * 80, "", text]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    if not by_text:
        sys.exit(f"licences: no text found for {path}")


folder = sys.argv[1]
write(
    os.path.join(folder, "programme.txt"),
    "Bibliothèques Rust liées dans le programme (SQLite, incluse, est dans le domaine public)",
    crates(),
)
write(os.path.join(folder, "application-web.txt"), "Paquets npm de l'application web", npm_packages())
