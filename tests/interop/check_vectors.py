#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SEC-03: an independent check of the published vectors: slot, change, chain, certificate path, identity value, bundle, and the messages
of the line. Each is proved from the documents alone, and each must be refused as soon as one of its bits is another.
"""
import pathlib
import re
import sys
import unittest

import nacl.bindings as sodium
import nacl.exceptions
import nacl.public
import zstandard

from prohori_wire import (HUB, INVITATION, PERSON, REPLICA, Refused, blake, context, decode, encode, people, prove,
                          prove_receipt, public_of, require, unpack, verify)

FAULTS = (Refused, nacl.exceptions.CryptoError, zstandard.ZstdError, ValueError, TypeError, KeyError, IndexError, AttributeError)


def read_vectors(root):
    """`name` and a block of hex; RECORD.md puts name, id and bytes into one block."""
    found = {}
    for page in ("sync/PROTOCOL.md", "tests/interop/VECTORS.md"):
        for name, text in re.findall(r"`([^`\n]+)`\n```\n([0-9a-f\s]+)```", (root / page).read_text("utf-8")):
            found[name] = bytes.fromhex(re.sub(r"\s", "", text))
    record = (root / "core/cases/RECORD.md").read_text("utf-8")
    for name, mark, text in re.findall(r"```\n([\w-]+)\nid +([0-9a-f]+)\nbytes ([0-9a-f]+)\n```", record):
        found["record " + name], found["record id of " + name] = bytes.fromhex(text), bytes.fromhex(mark)
    return found


def seed(byte):
    return bytes([byte]) * 32


HUB_KEY, STATION_KEY, AUTHORITY = public_of(seed(1)), public_of(seed(2)), public_of(seed(0x21))


def unseal(secret, purpose, sealed):
    plain = nacl.public.SealedBox(nacl.public.PrivateKey(secret)).decrypt(sealed)
    require(plain[:16] == blake(context(purpose), 16), "a box for another purpose")
    return plain[16:]


def opened(key, purpose, associated, sealed):
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[24:], context(purpose) + b"\0" + associated, sealed[:24], key)


def derived(key, use):
    return blake(context("identity") + b"\0" + use, key=key)


def values_of(padded):
    """The values of a box of format 2, with the zeros that fill it up."""
    require(padded[0] == 1, "another dictionary")
    words = pathlib.Path(__file__).resolve().parents[2] / "forms/tip-case/2026010101/sealed.zstd"
    unpacker = zstandard.ZstdDecompressor(dict_data=zstandard.ZstdCompressionDict(words.read_bytes()))
    return decode(unpacker.decompress(b"\x28\xb5\x2f\xfd" + padded[1:]))


def slot(vectors):
    """The password, the device secret and the plain fields give the key; inside are data key, signing seed and box secret."""
    header = decode(vectors["key header"])
    fields = header[4][0]
    sealed = fields.pop(8)
    require((header[2], fields[2], fields[3], fields[4]) == (2, 1, "rahima", 2), "another slot")
    require(header[3] == blake(context("slot") + b"/device-check" + header[1], key=seed(0x2E))[:8], "another device secret")
    from_password = sodium.crypto_pwhash_alg(32, b"a password for a vector", fields[5], fields[7], fields[6],
                                             sodium.crypto_pwhash_ALG_ARGON2ID13)
    key = blake(context("slot") + header[1] + fields[1] + seed(0x2E), key=from_password)
    inside = opened(key, "slot", encode([header[1], fields]), sealed)
    require(inside == seed(0x2C) + seed(0x23) + seed(0x24), "another content of the slot")


def change(vectors):
    """Ids are hashes of bytes that have one form only."""
    for name in ("creation", "creation-2", "edit", "every-kind", "handover"):
        require(decode(vectors["record " + name])[0] == (2 if name.endswith("2") else 1), "another format")
        require(blake(vectors["record " + name]) == vectors["record id of " + name], "another id")


def path(vectors):
    names = ("replica certificate", "person certificate", "invitation", "hub certificate", "confirmation", "revocation")
    return people(AUTHORITY, False, [vectors[name] for name in names])


def certificate_path(vectors):
    """From the authority down to the replica, in whatever order; and the file that hands the first of them over."""
    known = path(vectors)
    invited = next(iter(known[INVITATION].values()))
    require(invited[2] == 12 and invited[5] == 1 and invited[6] == "41" and invited[7] == 7, "another person")
    require(list(known[PERSON].values())[0][2] == public_of(seed(0x23)), "another key of the person")
    require(known[REPLICA] == {bytes([2]) * 16: (STATION_KEY, set(known[PERSON]))}, "another replica")
    require([hub[1] for hub in known[HUB].values()] == [HUB_KEY], "another hub")
    require([body[1] for body in known[5].values()] == list(known[PERSON]), "another confirmation")
    require([(body[1], body[2]) for body in known[6].values()] == [(12, [[bytes([2]) * 16, 2]])], "another revocation")
    file = vectors["invitation file"]
    form, content, mark = decode(file[5:])
    require(file[:5] == b"PRHI1" and form == 1 and mark == blake(encode([form, content]))[:16], "another file")
    held = decode(content)
    require(held[1] == AUTHORITY and held[4] == vectors["invitation"] and held[7] == [vectors["hub certificate"]], "another invitation")
    require(public_of(held[5]) == invited[1] and held[8] == seed(0x26) and held[3] is False, "another key of the invitation")


def chain(vectors):
    """Two changes of the replica, both signed by the person; the second goes on from the first."""
    known, chains = path(vectors), {}
    for name in ("first change", "second change"):
        prove(known, chains, *decode(vectors[name]))
    last = decode(decode(vectors["second change"])[0])
    require(last[2] == 2 and last[3] == last[12] == blake(decode(vectors["first change"])[0]), "another chain")


def identity_value(vectors):
    """The record's keys as a reader gets them, the box of the tier, and the tag that stands for the value."""
    raw, signature = decode(vectors["first change"])
    prove(path(vectors), {}, raw, signature)
    body = decode(raw)
    keys = {hint: box for hint, box in body[11][3]}
    mine, nation = (nacl.public.PrivateKey(seed(byte)) for byte in (0x24, 0x27))
    both = unseal(bytes(mine), "identity", keys[blake(bytes(mine.public_key))[:8]])
    half = unseal(bytes(nation), "identity", keys[blake(bytes(nation.public_key))[:8]])
    require(both == seed(0x2A) + seed(0x2B) and half == seed(0x2A), "other keys of the record")
    tier, where = 2, encode([2, bytes([0x0A]) * 16, 201])
    padded = opened(derived(both[32:], b"box"), "identity", encode([body[8], tier, where]), body[15][tier])
    plain = padded[4:4 + int.from_bytes(padded[:4], "big")]
    require(decode(plain) == ["রহিমা"] and len(padded) == 32 and not padded[4 + len(plain):].strip(b"\0"), "another value")
    tag = blake(encode([where, "রহিমা".encode()]), 16, derived(both[32:], b"tag"))
    require(tag == vectors["identity tag"] and body[14][-1][-1] == [tier, tag], "another tag")


def sealed_creation(vectors):
    """The same in format 2: one ephemeral key for all readers, a packed box whose nonce stands for it, and a tag that nobody spells."""
    raw, signature = decode(vectors["sealed creation"])
    prove(path(vectors), {}, raw, signature)
    body = decode(raw)
    ephemeral, names, rest = body[11][3]

    def key_of(byte, use, sealed):
        mine = nacl.public.PrivateKey(seed(byte))
        box = dict(zip(sealed[::2], sealed[1::2]))[blake(bytes(mine.public_key))[:8]]
        shared = sodium.crypto_scalarmult(bytes(mine), ephemeral)
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(box, None, bytes(24), derived(shared, use + ephemeral + bytes(mine.public_key)))

    key = key_of(0x24, b"identifying", names)
    require(key == key_of(0x28, b"identifying", names) == seed(0x2B), "another key of the record")
    require(key_of(0x27, b"sensitive", rest) == derived(key, b"sensitive"), "another key for the nation")
    tier, where = 2, encode([2, bytes([0x0A]) * 16, 201])
    box, data = body[15][tier], encode([body[8], tier, where])
    padded = opened(derived(key, b"box"), "identity", data, box)
    data = context("identity") + b"\0" + data
    require(box[:24] == blake(len(data).to_bytes(8, "big") + data + padded, 24, derived(key, b"nonce")), "another nonce")
    require(len(padded) == 32, "another size")
    require(values_of(padded) == ["রহিমা"] and body[14][-1][-1] == [-tier], "another value")
    numbers = (b"\1", (2).to_bytes(4, "big"), bytes([0x0A]) * 16, (201).to_bytes(4, "big"), bytes(4))
    require(blake(box[:24] + b"".join(numbers))[:16] == vectors["following tag"], "another tag")


def bundle(vectors):
    """Opened with the receiver's secret, read to its end, and the signature over all before it."""
    data = vectors["bundle"]
    require(data[:5] == b"PRHB\x01" and data[21] == 1, "another form")
    receiver = nacl.public.PrivateKey(seed(0x15))
    require(data[22:30] == blake(data[5:21] + bytes(receiver.public_key))[:8], "for somebody else")
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, data[126:150], unseal(seed(0x15), "bundle", data[30:126]))
    text, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, data[150:], context("bundle") + b"\0" + data[:126])
    require(tag == sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL and text == vectors["inside"], "another text")
    parts, at = [], 0
    while at < len(text):
        size = int.from_bytes(text[at:at + 4], "big")
        parts.append((at, decode(text[at + 4:at + 4 + size])))
        at += 4 + size
    require([kind for _, (kind, _) in parts] == [0, 1, 15] and at == len(text), "other parts")
    begin, (_, signature) = parts[-1]
    verify(public_of(seed(0x17)), "bundle", blake(data[:150] + text[:begin]), signature, "a bundle")


def messages(vectors):
    """Requests, answers, the frame with what it leaves out, the receipt, the journal and its chain."""
    for name, where in (("no-op", "/v1/sync"), ("edit", "/v1/sync"), ("journal", "/v1/sync"), ("backup", "/v1/sync"),
                        ("file", "/v1/pieces")):
        content, signature = decode(vectors[name + " request"])
        body = decode(content)
        text = encode(["POST", where, body[1], body[2], body[4], blake(content), body[3]])
        require(body[1] == HUB_KEY and body[4] == 41, "another request")
        verify(STATION_KEY, "request", text, signature, "a request")
    for name in ("no-op", "journal", "backup", "file"):
        content, signature = decode(vectors[name + " answer"])
        text = encode(["answer", HUB_KEY, blake(vectors[name + " request"]), blake(content)])
        verify(HUB_KEY, "receipt", text, signature, "an answer")
    writer = (bytes([2]) * 16, bytes([3]) * 16)
    for packed in (vectors["edit frame"], decode(decode(vectors["edit request"])[0])[10][0][0]):
        require(unpack(packed, writer, seed(4)) == [(vectors["edit change"], b"s" * 64, 0, 0)], "another change in the frame")
    prove_receipt(HUB_KEY, vectors["receipt"], [seed(6)], [[1, 0]])
    first, link, lines, signature = decode(vectors["journal lines"])
    start = link
    for number, line in enumerate(lines, first):
        moment, person, event, record, code = (line + [None, ""])[:5] if len(line) < 5 else line
        moment = moment if number == first else before + moment
        link, before = blake(encode([link, number, moment, person, event, record or bytes(16), code])), moment
    require(link == vectors["journal link"], "another link of the journal")
    text = encode(["journal", writer[0], first, start, len(lines), link])
    verify(STATION_KEY, "request", text, signature, "a journal")


def dictionary_frame(vectors):
    """Two changes with nothing in them that can be rebuilt, as they are sifted and as the dictionary of the tree packs them."""
    words = (ROOT / "forms/tip-case/2026010101/dictionary.zstd").read_bytes()
    number = 32768 + int.from_bytes(blake(words[:4] + words[8:])[:4], "big") % (2 ** 31 - 32768)
    require(words[4:8] == number.to_bytes(4, "little"), "another dictionary")
    writer, packed = (bytes([2]) * 16, bytes([3]) * 16), vectors["sifted frame"]
    whole = [(raw, b"s" * 64, 0, 0) for raw in decode(vectors["sifted changes"])]
    require(len(whole) == 2 and unpack(packed, writer, seed(4), words) == whole, "other changes in the frame")
    frame = encode([1, decode(packed)[1], vectors["packed content"]])
    require(unpack(frame, writer, seed(4), words) == whole, "other changes in the packed frame")
    find = {(bytes([9]) * 16, bytes([5]) * 4): seed(5)}
    found = unpack(vectors["found parent frame"], writer, seed(4), words, lambda record, start: find[record, start])
    require(found == [(vectors["edit change"], b"s" * 64, 0, 0)], "another change with the parent that was found")


CHECKS = {slot: ["key header"], change: ["record edit"], certificate_path: ["person certificate", "invitation file", "revocation"],
          chain: ["second change"], dictionary_frame: ["sifted frame", "sifted changes"], identity_value: ["first change", "identity tag"],
          sealed_creation: ["sealed creation", "following tag"], bundle: ["bundle"],
          messages: ["edit request", "no-op answer", "edit frame", "receipt", "journal lines", "backup request",
                     "backup answer", "file request", "file answer"]}


class PublishedVectorsTest(unittest.TestCase):
    def test_sec_03_every_vector_holds(self):
        for check in CHECKS:
            with self.subTest(check.__name__):
                check(VECTORS)

    def test_sec_03_no_vector_holds_with_another_bit(self):
        for check, names in CHECKS.items():
            for name in names:
                size = len(VECTORS[name])
                for at in range(1, size, size // (4 if check is slot else 40) or 1):
                    flipped = bytes(byte ^ (16 if place == at else 0) for place, byte in enumerate(VECTORS[name]))
                    with self.subTest(check.__name__, name=name, at=at), self.assertRaises(FAULTS):
                        check({**VECTORS, name: flipped})


if __name__ == "__main__":
    ROOT = pathlib.Path(sys.argv[1])
    VECTORS = read_vectors(ROOT)
    unittest.main(argv=sys.argv[:1])
