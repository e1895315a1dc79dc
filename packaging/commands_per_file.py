#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the compile commands of a build for tools that look at one file at a time: FOLDER/compile_commands.json with an entry for each
file that is compiled among others (PROHORI_UNITY), and without the precompiled headers, which another compiler does not read.

Usage: commands_per_file.py FOLDER INTO    # makes INTO/compile_commands.json
"""
import json
import os
import re
import sys


def alone(command):
    """The command without the header that it begins with."""
    return re.sub(r" (-Winvalid-pch|-fpch-preprocess|-include \S+cmake_pch\.hxx)(?= )", "", command)


def main(folder, into):
    with open(os.path.join(folder, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    each = []
    for entry in entries:
        files = [entry["file"]]
        if re.search(r"/Unity/unity_\d+_cxx\.cxx$", entry["file"]):
            with open(entry["file"], encoding="utf-8") as unit:
                files = re.findall(r'^#include "([^"]+)"', unit.read(), re.MULTILINE)
        for name in files:
            each.append({"directory": entry["directory"], "file": name,
                         "command": alone(entry["command"]).replace(entry["file"], name)})
    os.makedirs(into, exist_ok=True)
    with open(os.path.join(into, "compile_commands.json"), "w", encoding="utf-8") as file:
        json.dump(each, file, indent=1)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
