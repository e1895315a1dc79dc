#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of a Prohori hub, written from sync/PROTOCOL.md and core/cases/RECORD.md; it shares no line with the station.

    join STATE INVITATION                      becomes a person with a replica
    new STATE [MERGE:]FIELD=VALUE …            a case with these fields of group 1
    edit STATE RECORD [MERGE:]FIELD=VALUE …    a change of it
    sync STATE                                 exchanges until there is nothing more
    check STATE                                proves all certificates, signatures, chains and receipts once more

Each prints one JSON object. STATE is a file with secrets. Exit status: 0 done, 1 refused, 4 not reached or busy.
"""
import contextlib
import hashlib
import http.client
import json
import os
import ssl
import sys
import time
from urllib.parse import urlsplit

import cbor2
import nacl.public

from prohori_wire import (HUB, PERSON, REPLICA, Refused, blake, decode, encode, pack, people, prove, prove_receipt,
                          public_of, require, seal_to, sign, unpack, verify)

MOST_BYTES = 8 << 20


def key_of_certificate(der):
    """The SubjectPublicKeyInfo of an X.509 certificate: what follows version, serial, algorithm, issuer, validity and subject."""
    def part(at):
        size, at = der[at + 1], at + 2
        wide = size & 127 if size & 128 else 0
        return at + wide, at + wide + (int.from_bytes(der[at:at + wide], "big") if wide else size)
    at = part(part(0)[0])[0]
    for _ in range(6 if der[at] == 0xA0 else 5):
        at = part(at)[1]
    return der[at:part(at)[1]]


def post(url, pin, body):
    """One exchange over TLS 1.3 with a hub that is known by its key alone; nothing is sent before the key is seen."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    tls.minimum_version, tls.check_hostname, tls.verify_mode = ssl.TLSVersion.TLSv1_3, False, ssl.CERT_NONE
    line = http.client.HTTPSConnection(urlsplit(url).hostname, urlsplit(url).port or 443, context=tls, timeout=30)
    with contextlib.closing(line):
        line.connect()
        key = key_of_certificate(line.sock.getpeercert(True))
        require(hashlib.sha256(key).digest() == pin, "this is not the hub of the invitation: another TLS key")
        line.request("POST", "/v1/sync", body, {"Content-Type": "application/cbor"})
        reply = line.getresponse()
        if reply.status in (429, 503):
            raise ConnectionError(f"the hub is busy: again in {reply.getheader('Retry-After', '30')} s")
        require(reply.status == 200, f"the hub answered {reply.status}")
        return reply.read(MOST_BYTES + 1)


def now():
    return int(time.time() * 1000)


class Client:
    def __init__(self, state=None):
        vars(self).update(state or {})

    def join(self, path):
        with open(path, "rb") as file:
            data = file.read()
        require(data[:5] == b"PRHI1", "no invitation of this version")
        form, content, mark = decode(data[5:])
        require(form == 1 and blake(encode([form, content]))[:16] == mark, "a sealed or a damaged invitation")
        held = decode(content)
        text, signature = decode(held[4])
        verify(held[1], "invitation", text, signature, "an invitation")
        self.invited = decode(text)[4]
        require(public_of(held[5]) == self.invited[1], "the invitation holds another key than it names")
        hubs = people(held[1], held[3], held[7])[HUB].values()
        require(hubs, "the invitation names no hub")
        vars(self).update(authority=held[1], production=held[3], url=held[6], pin=held[8], statements=held[7] + [held[4]],
                          hub=max(hubs, key=lambda hub: hub[5])[1], seed=os.urandom(32), box=os.urandom(32), told=0,
                          untold=[held[4]], own=[held[4]], set_back=None, cursors={}, changes=[], unsent=[], written=[],
                          receipts=[], serial=0)
        self.certificate = self.state(PERSON, {1: blake(text)[:16], 2: public_of(self.seed), 3: self.box_key(), 4: now()}, held[5])
        self.become_replica(None)
        return {"person": self.invited[2], "replica": self.replica.hex()}

    def box_key(self):
        return bytes(nacl.public.PrivateKey(self.box).public_key)

    def state(self, kind, body, seed):
        text = encode({0: 1, 1: kind, 2: self.authority, 3: self.production, 4: body})
        statement = encode([text, sign(seed, "certificate", text)])
        for where in (self.statements, self.untold, self.own):
            where.append(statement)
        return blake(text)[:16]

    def become_replica(self, replaces):
        vars(self).update(replica=os.urandom(16), replica_seed=os.urandom(32), counter=0, head=None, requests=0)
        self.state(REPLICA, {1: self.certificate, 2: self.replica, 3: public_of(self.replica_seed), 4: replaces,
                             5: now()}, self.seed)

    def write(self, words, change):
        item, field, merge = [1, 1, None], 100, ""
        for name, value in (word.split("=", 1) for word in words):
            group, number = name.split(":") if ":" in name else ("", name)
            item += ([group] if group != merge else []) + [int(number) - field, value]
            field, merge = int(number), group
        change.update({0: 1, 1: self.replica, 2: self.counter + 1, 3: self.head, 4: self.certificate, 5: self.invited[2],
                       6: self.invited[5], 9: now(), 10: "2026010101", 14: [item]})
        raw = encode({key: value for key, value in change.items() if value is not None})
        self.head, self.counter = blake(raw), self.counter + 1
        self.changes.append([raw, sign(self.seed, "change", raw)])
        self.unsent.append(self.head)
        self.written.append(self.head)
        return {"record": change[8].hex(), "change": self.head.hex()}

    def new(self, *words):
        sensitive, identifying, self.serial = os.urandom(32), os.urandom(32), self.serial + 1
        readers = [(key, sensitive + identifying * (scope != "national")) for scope, _, key in self.invited[10]]
        sealed = [[blake(key)[:8], seal_to(key, "identity", keys)]
                  for key, keys in readers + [(self.box_key(), sensitive + identifying)]]
        reference = f"{self.invited[6]}-{time.gmtime().tm_year}-{self.invited[7]:02}-{self.serial:04}"
        return self.write(words, {8: os.urandom(16), 11: ["tip-case", self.invited[6], reference, sealed]})

    def edit(self, record, *words):
        record = bytes.fromhex(record.replace("-", ""))
        seen = {blake(raw): decode(raw) for raw, _ in self.changes if decode(raw)[8] == record}
        require(seen, "this case is not here")
        named = b"".join(change.get(12, b"") for change in seen.values())
        heads = sorted(set(seen) - {named[at:at + 32] for at in range(0, len(named), 32)})
        return self.write(words, {8: record, 12: b"".join(heads)})

    def check(self):
        known, chains = people(self.authority, self.production, self.statements), {}
        for raw, signature in sorted(self.changes, key=lambda change: decode(change[0])[2]):
            prove(known, chains, raw, signature)
        ids, covered = {blake(raw) for raw, _ in self.changes}, set(self.unsent)
        parents = b"".join(decode(raw).get(12, b"") for raw, _ in self.changes)
        require(all(parents[at:at + 32] in ids for at in range(0, len(parents), 32)), "a change without its parent")
        for receipt, changes, verdicts in self.receipts:
            prove_receipt(self.hub, receipt, changes, verdicts)
            covered.update(changes)
        require(covered >= set(self.written), "an own change without a receipt")
        return {"sound": True, "changes": len(ids), "receipts": len(self.receipts), "people": len(known[PERSON])}

    def sync(self):
        done = {"sent": 0, "received": 0, "requests": 0, "refused": {}, "reminted": False, "safe": 0,
                "offered_again": False, "bytes_up": 0, "bytes_down": 0}
        repairs, more = 0, True
        while more:
            self.requests, done["requests"] = self.requests + 1, done["requests"] + 1
            up, request = self.request()
            self.save()  # before anything is sent: a counter is used once
            down = post(self.url, self.pin, request)
            answer = self.open(request, down)
            done["bytes_up"], done["bytes_down"] = done["bytes_up"] + len(request), done["bytes_down"] + len(down)
            if answer.get(13) in ("replayed", "unknown-replica") and repairs < 3:
                repairs, self.requests = repairs + 1, answer.get(14, self.requests + 1) - 1
                self.untold = list(self.own)
                continue
            require(13 not in answer, f"the hub refused: {answer.get(13)}")
            more = self.take(up, answer, done)
            self.save()
        return {**done, "unsent": len(self.unsent), "cursors": self.cursors}

    def request(self):
        """What is unsent, up to a hundred changes, ten a frame; and the signed bytes."""
        up = [change for change in self.changes if blake(change[0]) in set(self.unsent)][:100]
        first = next((decode(raw) for raw, _ in up if decode(raw)[1] == self.replica), None)
        counter, head = (first[2] - 1, first.get(3)) if first else (self.counter, self.head)
        body = {0: 1, 1: self.hub, 2: self.replica, 3: self.certificate, 4: self.requests, 5: counter or None, 6: head,
                7: self.cursors or None, 8: self.untold or None, 9: self.told or None,
                10: [[pack(up[at:at + 10])] for at in range(0, len(up), 10)] or None, 14: self.set_back}
        content = encode({key: value for key, value in body.items() if value is not None})
        text = encode(["POST", "/v1/sync", self.hub, self.replica, self.requests, blake(content), self.certificate])
        return up, encode([content, sign(self.replica_seed, "request", text)])

    def open(self, request, answer):
        require(len(answer) <= MOST_BYTES, "an answer that is too large")
        content, signature = decode(answer)
        verify(self.hub, "receipt", encode(["answer", self.hub, blake(request), blake(content)]), signature, "an answer")
        return decode(content)

    def take(self, up, answer, done):
        """All of an answer or nothing. True: ask again."""
        self.statements += [raw for raw in answer.get(5, []) if raw not in self.statements]
        self.told, self.untold, ids = answer.get(6, 0), [], [blake(raw) for raw, _ in up]
        if 19 in answer:
            self.set_back, self.untold = answer[19][0], list(self.own)
            self.cursors.update(answer[19][1])
        done["safe"], runs = answer.get(10, 0), answer.get(2, [])
        verdicts = [runs[at + 1:at + 3] for at in range(0, len(runs), 3) for _ in range(runs[at])]
        require(len(verdicts) == len(ids), "verdicts for other changes")
        if up:
            prove_receipt(self.hub, answer[3], ids, verdicts)
            self.receipts.append([answer[3], ids, verdicts])
            self.unsent = [name for name in self.unsent if name not in ids]
            done["sent"] += sum(delivery < 3 for delivery, _ in verdicts)
            done["refused"].update({name.hex(): why for name, (delivery, why) in zip(ids, verdicts) if delivery == 3})
        known, chains = people(self.authority, self.production, self.statements), {}
        here = {blake(raw) for raw, _ in self.changes}
        for packed, dictionary, feed, through in answer.get(4, []):
            require(dictionary == 0, "a frame with a dictionary that is not here")
            for raw, signature, position, _ in unpack(packed) if packed else []:
                prove(known, chains, raw, signature)
                require(position <= through, "a frame that ends before its changes")
                if blake(raw) not in here:
                    self.changes.append([raw, signature])
                    done["received"] += 1
            self.cursors[feed] = through
        if answer.get(11) and not done["reminted"]:
            done["reminted"] = True
            self.unsent += [bytes.fromhex(name) for name, why in done["refused"].items() if why in (12, 13)]
            self.become_replica(self.replica)
            return True
        if answer.get(8, 0) < self.counter and not self.unsent and not done["offered_again"]:
            done["offered_again"] = True  # the hub was set back: what it lacks goes up once more
            self.unsent = [blake(raw) for raw, _ in self.changes
                           if decode(raw)[1] == self.replica and decode(raw)[2] > answer.get(8, 0)]
        return bool(answer.get(12) or self.unsent or self.untold)

    def save(self):
        with open(os.open(self.path + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(encode(vars(self)))
        os.replace(self.path + ".new", self.path)


def main(command, path, *words):
    client = Client({"path": path} if command == "join" else cbor2.load(open(path, "rb")))
    commands = {"join": client.join, "new": client.new, "edit": client.edit, "sync": client.sync, "check": client.check}
    told = commands[command](*words)
    client.save()
    print(json.dumps(told))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Refused as refused:
        sys.exit(f"refused: {refused}")
    except (OSError, http.client.HTTPException) as fault:
        print(f"not reached: {fault}", file=sys.stderr)
        sys.exit(4)
