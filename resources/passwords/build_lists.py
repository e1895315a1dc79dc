#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes blocklist.z from lists of passwords that people really chose, the same bytes on every run.

    build_lists.py LIST…      each LIST is text (.txt, .txt.gz: one password a line, most common first) or a JSON array

An entry is lower-case, in Unicode normal form C, and 4 to 64 characters long; mail addresses are left out, for they name
people. First come the phrases below, which stand in
no foreign list; then all entries of 15 characters or more, for only those are long enough to be tried at all; then the rest
in the order of the lists, taken in turns, up to 100,000. What is written is sorted by bytes, one a line, in the form
of qCompress (length as 4 bytes big-endian, then zlib), because the text itself is nine times as large as it need be.
"""
import gzip
import itertools
import json
import pathlib
import re
import struct
import sys
import unicodedata
import zlib

COUNT = 100_000

# What somebody at a Bangladeshi police or ministry desk tries first.
LOCAL = """
bangladesh sonarbangla sonar bangla amarbangla joybangla joy bangla amarsonarbangla amarsonarbanglaamitomaybhalobashi
amarshonarbangla shonarbangla bangabandhu banglabandhu muktijuddho muktijoddha bijoydibos shadhinota swadhinata ekushey
ekusheyfebruary bhashaandolon dhaka chattogram chittagong khulna rajshahi sylhet barishal barisal rangpur mymensingh
bangladeshpolice policebangladesh bdpolice police policestation thana dmp rab cid specialbranch homeaffairs
ministryofhomeaffairs ministry antitrafficking humantrafficking traffickinginpersons manobpachar migrantsmuggling prohori
sentinel bismillah bismillahirrahmanirrahim alhamdulillah inshallah mashallah subhanallah allahuakbar allahhuakbar
lailahaillallah astaghfirullah assalamualaikum ramadanmubarak eidmubarak harekrishna durgapuja muhammad mohammad
abdullah abdurrahman fatema fatima khadija ayesha rahim karim jamal kamal hasina mujib nazrul rabindranath tagore
ilovemybangladesh ilovebangladesh ilovemymother ilovemyfamily amitomakebhalobashi amitomaybhalobashi bhalobasha
tigersofbangladesh bangladeshcricket shakibalhasan mashrafe tamimiqbal mohammedan abahani brahmaputra padma meghna
jamuna padmasetu coxsbazar sundarban royalbengaltiger rickshaw hilsha ilish mypassword mypasswordis thisismypassword
thisisapassword passwordpassword letmeinplease pleaseletmein opensesame administrator administratorpassword
officepassword computerpassword correcthorsebatterystaple changeme changemeplease tobeornottobe thequickbrownfox
thequickbrownfoxjumpsoverthelazydog onceuponatime
বাংলাদেশ আমারসোনারবাংলা সোনারবাংলা জয়বাংলা বঙ্গবন্ধু মুক্তিযুদ্ধ স্বাধীনতা একুশেফেব্রুয়ারি বিসমিল্লাহ আলহামদুলিল্লাহ ঢাকা চট্টগ্রাম
খুলনা রাজশাহী সিলেট বরিশাল রংপুর ময়মনসিংহ পুলিশ বাংলাদেশপুলিশ স্বরাষ্ট্রমন্ত্রণালয় মানবপাচার প্রহরী পাসওয়ার্ড আমারপাসওয়ার্ড
ভালোবাসা আমিতোমাকেভালোবাসি পদ্মাসেতু কক্সবাজার সুন্দরবন ইনশাআল্লাহ মাশাআল্লাহ আসসালামুআলাইকুম
""".split()


def read(path: pathlib.Path) -> list[str]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = raw.decode("utf-8", "ignore")
    return json.loads(text) if path.suffix == ".json" else text.splitlines()


def normal(entry: str) -> str | None:
    entry = unicodedata.normalize("NFC", entry.strip().lower())
    plain = entry.isprintable() and not any(character.isspace() for character in entry)
    if "&" in entry or re.search(r"@.*\.[a-z]{2,}", entry):
        return None
    return entry if plain and 4 <= len(entry) <= 64 else None


def main() -> None:
    lists = [[entry for entry in map(normal, read(pathlib.Path(name))) if entry] for name in sys.argv[1:]]
    in_turns = [entry for group in itertools.zip_longest(*lists) for entry in group if entry]
    long_ones = [entry for entry in in_turns if len(entry) >= 15]
    chosen: dict[str, None] = {}
    for entry in itertools.chain(filter(None, map(normal, LOCAL)), long_ones, in_turns):
        if len(chosen) == COUNT:
            break
        chosen.setdefault(entry)
    if len(chosen) != COUNT:
        sys.exit(f"only {len(chosen)} entries: name more lists")
    text = b"".join(entry + b"\n" for entry in sorted(entry.encode() for entry in chosen))
    target = pathlib.Path(__file__).with_name("blocklist.z")
    target.write_bytes(struct.pack(">I", len(text)) + zlib.compress(text, 9))
    print(f"{target}: {len(chosen)} entries, {len(text)} bytes, {target.stat().st_size} packed")


main()
