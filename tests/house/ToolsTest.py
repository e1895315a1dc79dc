#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a tool over the files of the tree. Usage: ToolsTest.py format|spelling ROOT TOOL"""
import os
import subprocess
import sys

from HouseTest import files


def main(what, root, tool):
    os.chdir(root)
    if what == "format":
        names = [name for name in files(".") if name.endswith((".cpp", ".h"))]
        command = [tool, "--dry-run", "-Werror", "--ferror-limit=1"]
    else:
        names = [name for name in files(".") if name != "LICENSE" and not name.startswith("resources/passwords/")]
        # Names in code (upTo, kOwn) and escapes in texts are no English words.
        command = [tool, "--ignore-words", "tests/house/ignored-words.txt",
                   "--ignore-regex", r"\b\w*[a-z][A-Z]\w*\b|\\\w+"]
    if not names:
        sys.exit("no files were found")
    status = 0
    for start in range(0, len(names), 200):
        status |= subprocess.run(command + names[start:start + 200]).returncode
    print(f"{len(names)} files looked at")
    sys.exit(1 if status else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
