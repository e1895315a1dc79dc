# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes and proofs of the protocol, for prohori_client.py and check_vectors.py: sync/PROTOCOL.md, Bytes to Frames."""
import hashlib
import io
import uuid

import cbor2
import nacl.exceptions
import nacl.public
import nacl.signing
import zstandard

MOST_RAW, MOST_PACKED = 1 << 20, 320 << 10
HUB, INVITATION, PERSON, REPLICA = range(1, 5)  # kinds of statements


class Refused(Exception):
    """What came is not what the protocol promises, or the hub said no."""


def require(rule, why):
    if not rule:
        raise Refused(why)


def encode(value):
    return cbor2.dumps(value, canonical=True)


def decode(data):
    try:
        value = cbor2.loads(data)
        require(encode(value) == data, "CBOR that is not canonical")
        return value
    except (cbor2.CBORDecodeError, cbor2.CBOREncodeError, TypeError, ValueError, RecursionError) as fault:
        raise Refused("bytes that are no CBOR") from fault


def blake(data, size=32, key=b""):
    return hashlib.blake2b(data, digest_size=size, key=key).digest()


def context(purpose):
    return b"prohori/" + purpose.encode() + b"/1"


def sign(seed, purpose, text):
    return nacl.signing.SigningKey(seed).sign(context(purpose) + b"\0" + text).signature


def public_of(seed):
    return bytes(nacl.signing.SigningKey(seed).verify_key)


def verify(key, purpose, text, signature, what):
    try:
        nacl.signing.VerifyKey(key).verify(context(purpose) + b"\0" + text, signature)
    except (nacl.exceptions.CryptoError, ValueError, TypeError) as fault:
        raise Refused(f"{what} with a wrong signature") from fault


def seal_to(public_key, purpose, plain):
    return nacl.public.SealedBox(nacl.public.PublicKey(public_key)).encrypt(blake(context(purpose), 16) + plain)


def people(authority, production, statements):
    """What statements prove, from the authority down: for each kind a map from id to body; replicas: id to (key, who vouches)."""
    known, waiting, later = {kind: {} for kind in range(1, 7)}, statements, None
    while later is None or len(later) < len(waiting):
        waiting, later = waiting if later is None else later, []
        for raw in waiting:
            text, signature = decode(raw)
            said = decode(text)
            kind, body, key = said[1], said[4], authority
            if kind not in known or (said[2], said[3]) != (authority, production):
                continue
            if kind in (PERSON, REPLICA):
                above = known[kind - 1].get(body[1])
                if not above:
                    later.append(raw)
                    continue
                key = above[kind - 2]
                if kind == PERSON and not above[8] - 86_400_000 <= body[4] <= above[9]:
                    continue  # outside of the invitation
            verify(key, "invitation" if kind == INVITATION else "certificate", text, signature, "a statement")
            if kind == REPLICA:
                key, vouching = known[kind].get(body[2], (body[3], set()))
                require(key == body[3], "two keys for one replica")
                known[kind][body[2]] = (key, vouching | {body[1]})
            else:
                known[kind][blake(text)[:16]] = body
    return known


def prove(known, chains, raw, signature):
    """Author, signature, replica, and the chain of the replica as far as it is known: chains maps (replica, counter) to ids."""
    change = decode(raw)
    author, replica = known[PERSON].get(change[4]), known[REPLICA].get(change[1])
    require(author and replica and change[4] in replica[1], "nobody vouches for the writer of a change")
    verify(author[2], "change", raw, signature, "a change")
    invited = known[INVITATION][author[1]]
    require((change[5], change[6]) == (invited[2], invited[5]), "a change in the name of another person or role")
    require((change[2] == 1) == (3 not in change), "a chain that begins in the middle")
    before = chains.get((change[1], change[2] - 1))
    require(not before or change[3] in before, "a broken chain")
    chains.setdefault((change[1], change[2]), set()).add(blake(raw))


def prove_receipt(hub, receipt, changes, verdicts):
    body, signature = decode(receipt)
    verify(hub, "receipt", encode(["receipt", body]), signature, "a receipt")
    facts, said = decode(body), b"".join(name + bytes(verdict) for name, verdict in zip(changes, verdicts))
    require((facts[0], facts[2], facts[3]) == (hub, len(changes), blake(said)), "a receipt for something else")


def pack(changes):
    """A frame of an upload in its plainest form: whole headers, stored; what does not compress stands aside."""
    entries, aside = [], b""
    for raw, signature in changes:
        change, marks, aside = decode(raw), 0, aside + signature
        for mark, key in ((4, 3), (32, 12), (64, 15)):
            if key in change:
                marks, aside = marks | mark, aside + encode(change.pop(key))
        entries.append([marks, encode(change), 0])
    return encode([0, aside, encode(entries)])


class Sieve:
    """Puts back what was sifted out of the changes of a frame with a dictionary."""

    def __init__(self, stream):
        self.stream, self.numbered, self.room = stream, [], MOST_RAW

    def restore(self, body):
        self.rows = []
        made, end = self.value(body, 0, 0)
        self.room -= len(made)
        require(end == len(body) and self.room >= 0, "a damaged frame")
        return made

    def aside(self, size):
        taken = self.stream.read(size)
        require(len(taken) == size, "a damaged frame")
        return taken

    def value(self, body, at, depth):
        major, argument, end = head_of(body, at)
        require(depth <= 16, "a damaged frame")
        if major == 6:
            return encode(self.numbered[argument // 2] if argument % 2 else str(uuid.UUID(bytes=self.rows[argument // 2]))), end
        if major == 2 and argument >= 8:
            self.numbered.append(self.aside(argument))
            return encode(self.numbered[-1]), end
        if major in (2, 3):
            require(end + argument <= len(body), "a damaged frame")
            return body[at:end + argument], end + argument
        made = body[at:end]
        for _ in range(argument if major in (4, 5) else 0):
            key, is_rows = b"", False
            if major == 5:
                is_rows = depth == 0 and head_of(body, end)[:2] == (0, 13)
                key, end = self.value(body, end, depth + 1)
            one, end = self.row_table(body, end) if is_rows else self.value(body, end, depth + 1)
            made += key + one
        return made, end

    def row_table(self, body, at):
        major, count, end = head_of(body, at)
        if major == 0:
            require(2 <= count <= 65536, "a damaged frame")
            rows = [self.aside(16)]
            while len(rows) < count:
                rows.append(blake(b"prohori/row/1" + rows[-1])[:16])
            made = encode(b"".join(rows))
        else:
            made, end = self.value(body, at, 1)
            table = decode(made)
            rows = [table[at:at + 16] for at in range(0, len(table), 16)] if len(table) % 16 == 0 else []
        self.rows = rows
        self.numbered += rows if len(rows) > 1 else []
        return made, end


def head_of(body, at):
    """Major type, argument, and where what follows begins."""
    low = body[at] & 31
    width = 0 if low < 24 else 1 << low - 24
    require(low < 28 and at + 1 + width <= len(body), "a damaged frame")
    return body[at] >> 5, int.from_bytes(body[at + 1:at + 1 + width], "big") if width else low, at + 1 + width


def unpack(packed, writer=(None, None), head=None, dictionary=b"", find=None):
    """The changes of a frame: (bytes, signature, position, time of receipt), the last two 0 in an upload. `find` gives the parent of a record by four bytes."""
    try:
        return list(changes_of(packed, writer, head, dictionary, find))
    except (cbor2.CBORDecodeError, zstandard.ZstdError, LookupError, TypeError, ValueError) as fault:
        raise Refused("a damaged frame") from fault


def changes_of(packed, writer, head, dictionary, find):
    method, aside, content = decode(packed)
    if method == 1:
        known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        with zstandard.ZstdDecompressor(dict_data=known, max_window_size=1 << 20).stream_reader(content) as reader:
            content = reader.read(min(MOST_RAW, 200 * len(content)) + 1)
    require(method in (0, 1) and len(content) <= MOST_RAW and len(packed) <= MOST_PACKED, "a frame that is not read here")
    stream, names, last, position, moment = io.BytesIO(aside), [], {writer[0]: head}, 0, 0
    sieve = Sieve(stream)
    for marks, body, back, *steps in decode(content):
        signature = stream.read(64)
        require(not marks & ~((27 | (128 if find else 0)) if dictionary else 127), "a damaged frame")
        start = stream.read(4 if marks & 128 else 0)
        change = decode(sieve.restore(body) if dictionary else body)
        if marks & 1:
            change[1], change[4] = writer
        if marks & 6:
            change[3] = last.get(change[1]) if marks & 2 else cbor2.CBORDecoder(stream).decode()
        require(0 < back <= len(names) if marks & 8 else back == 0, "a damaged frame")
        if marks & 56:
            change[12] = names[-back] if marks & 8 else change[3] if marks & 16 else cbor2.CBORDecoder(stream).decode()
        if marks & 128:
            change[12] = find(change[8], start)
        if marks & 64:
            change[15] = cbor2.CBORDecoder(stream).decode()
        position, moment = position + (steps or [0])[0], moment + (steps or [0])[-1]
        raw, writer = encode(change), (change[1], change[4])
        names.append(blake(raw))
        last[change[1]] = names[-1]
        sieve.numbered.append(names[-1])
        yield raw, signature, position, moment
    require(not stream.read(1), "a damaged frame")
