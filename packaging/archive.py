"""Writes a folder as a zip archive whose bytes depend on its content alone.

archive.py FOLDER ARCHIVE SECONDS PROGRAM...

Names are sorted, every time is SECONDS after 1970 (UTC), every mode is 755 for folders and the named programs and 644
for the rest. Empty folders are kept.
"""

import os
import sys
import time
import zipfile

FOLDER, FILE, PROGRAM = 0o040755, 0o100644, 0o100755


def entries(root):
    """Every folder and file below root, by its name in the archive, sorted."""
    names = []
    for folder, folders, files in os.walk(root):
        below = os.path.relpath(folder, root)
        names += [os.path.normpath(os.path.join(below, name)) + "/" for name in folders]
        names += [os.path.normpath(os.path.join(below, name)) for name in files]
    return sorted(names)


def main(root, archive, seconds, *programs):
    date = time.gmtime(int(seconds))[:6]
    # A reader that finds the archive half written must not take it for whole.
    unfinished = archive + ".new"
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name in entries(root):
            entry = zipfile.ZipInfo(name, date)
            entry.create_system = 3
            mode = FOLDER if name.endswith("/") else PROGRAM if name in programs else FILE
            entry.external_attr = mode << 16 | (0x10 if mode == FOLDER else 0)
            if mode == FOLDER:
                out.writestr(entry, b"")
                continue
            entry.compress_type = zipfile.ZIP_DEFLATED
            with open(os.path.join(root, name), "rb") as file:
                out.writestr(entry, file.read(), compresslevel=9)
    os.replace(unfinished, archive)


main(*sys.argv[1:])
