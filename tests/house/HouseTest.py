#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the whole tree to the rules of rules.py. Usage: HouseTest.py ROOT"""
import os
import subprocess
import sys
import unittest

import rules


def files(root):
    """Every file that git knows or would add; without git, every file outside build/."""
    listed = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            capture_output=True)
    if listed.returncode == 0 and listed.stdout:
        names = listed.stdout.decode().split("\0")
        return sorted(name for name in names if name and os.path.isfile(os.path.join(root, name)))
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in (".git", "build", "__pycache__")]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return sorted(found)


def tree(root):
    """The text files among them."""
    texts = {}
    for name in files(root):
        with open(os.path.join(root, name), "rb") as file:
            content = file.read()
        if b"\0" not in content:
            texts[name] = content.decode("utf-8", "replace")
    return texts


class HouseTest(unittest.TestCase):
    """A test for each rule; the complaints are the message."""


def add_tests(root):
    texts = tree(root)
    for rule in rules.RULES:
        def test(self, rule=rule):
            found = rule(texts)
            self.assertEqual(found, [], "\n" + "\n".join(found))
        setattr(HouseTest, "test_" + rule.__name__, test)


if __name__ == "__main__":
    add_tests(sys.argv.pop(1))
    unittest.main(verbosity=2)
