#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The protocol page suffices for a second implementation: prohori_client.py against a real hub and a real station.

    InteropTest.py SOURCE_DIR BIN_DIR
"""
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest
import uuid

import nacl.public

import prohori_client
from check_vectors import derived, opened, unseal, values_of
from prohori_client import Client, Refused, post
from prohori_wire import blake, decode, encode, people, sign, unpack, verify

BIN = pathlib.Path(sys.argv[2])
LIMIT = 60


class Deployment:
    """An authority, a hub that serves, and whoever joins, in a folder of their own."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="interop."))
        self.environment = {**os.environ, "PROHORI_NO_KEYCHAIN": "1"}
        for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "TMPDIR"):
            self.environment[name] = str(self.folder / name.lower())
            os.mkdir(self.environment[name], 0o700)
        self.environment.pop("PROHORI_LOGIN", None)
        password = self.folder / "password"
        password.touch(0o600)
        password.write_text("glacier 4f21ae umbrella violin cactus\n")
        self.environment["PROHORI_PASSWORD_FILE"] = str(password)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"https://127.0.0.1:{self.port}"
        self.hub = None
        self.ctl("authority", "init", self.at("authority"), "--name", "Test authority")
        self.hub_tool("init", self.at("hub"), "--authority", self.at("authority"))

    def at(self, name):
        return str(self.folder / name)

    def run(self, program, words, status=0):
        ran = subprocess.run([BIN / program, *words], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT)
        if ran.returncode != status:
            raise AssertionError(f"{program} {words[:2]}: exit {ran.returncode}, {ran.stderr.decode()}")
        return json.loads(ran.stdout) if "--json" in words and status == 0 else ran.stdout.decode()

    def ctl(self, *words, **more):
        return self.run("prohorictl", words, **more)

    def hub_tool(self, *words):
        return self.run("prohori-hub", words)

    def serve(self):
        with open(self.at("hub.log"), "ab") as log:
            self.hub = subprocess.Popen([BIN / "prohori-hub", "serve", self.at("hub"), "--listen", f"127.0.0.1:{self.port}"],
                                        env=self.environment, stdout=subprocess.PIPE, stderr=log)
        said = self.hub.stdout.readline().decode()
        if not said.startswith("listening on"):
            raise AssertionError(f"the hub did not start: {said}")

    def stop(self):
        if self.hub:
            self.hub.send_signal(signal.SIGTERM)
            self.hub.wait(LIMIT)
            self.hub.stdout.close()

    def invite(self, login):
        file = self.at(login + ".invitation")
        self.ctl("authority", "invite", self.at("authority"), "--role", "recorder", "--scope", "41", "--name", "Test " + login,
                 "--login", login, "--out", file, "--hub", self.url)
        return file

    def station(self, login):
        self.ctl("station", "join", self.at(login), "--invitation", self.invite(login), "--password-file",
                 self.environment["PROHORI_PASSWORD_FILE"])

    def client(self, login):
        client = Client({"path": self.at(login + ".state")})
        client.join(self.invite(login))
        client.save()
        return client

    def sync(self, login):
        return self.ctl("sync", self.at(login), "--json")

    def stats(self):
        return self.hub_tool("stats", self.at("hub"), "--json")


FIELDS = ("class:107=tip", "place:104=41", ":106=Kotwali", "114=2026-11-20")


class InteropTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.d = Deployment()
        cls.d.station("officer")
        cls.python = cls.d.client("python")
        cls.colleague = cls.d.client("colleague")
        cls.d.serve()

    @classmethod
    def tearDownClass(cls):
        cls.d.stop()
        shutil.rmtree(cls.d.folder)

    def show(self, record):
        return self.d.ctl("case", "show", self.d.at("officer"), record, "--json")

    def assert_sound(self, *clients):
        """Both sides prove all they hold: certificates, signatures, chains, receipts, feeds, and the log against the fold."""
        self.assertEqual(self.d.ctl("station", "check", self.d.at("officer")).strip(), "sound")
        self.assertTrue(self.d.hub_tool("check", self.d.at("hub")).startswith("sound"))
        for client in clients or (self.python,):
            self.assertTrue(client.check()["sound"])

    def test_changes_travel_both_ways(self):
        written = self.python.new(*FIELDS)
        self.assertEqual(self.python.sync()["sent"], 1)
        self.assertGreaterEqual(self.d.sync("officer")["received"], 1)
        self.d.ctl("case", "edit", self.d.at("officer"), written["record"], "--set", "case.police_station=Jhikargacha")
        self.assertEqual(self.d.sync("officer")["quarantined"], [])
        self.assertEqual(self.python.sync()["received"], 1)
        theirs = decode(self.python.changes[-1][0])
        self.assertEqual(theirs[14], [[1, 1, None, 6, "Jhikargacha"]])
        self.assertEqual(theirs[12].hex(), written["change"])
        again = self.python.edit(written["record"], "106=Chaugachha")
        self.assertEqual(self.python.sync()["refused"], {})
        self.d.sync("officer")
        case = self.show(written["record"])
        self.assertEqual(case["data"]["case"]["police_station"], "Chaugachha")
        self.assertEqual((case["heads"], case["conflicts"]), ([again["change"]], []))
        history = self.d.ctl("case", "history", self.d.at("officer"), written["record"], "--json")
        self.assertEqual([change["delivery"] for change in history], ["custody"] * 3)
        self.assertEqual([field["to"] for change in history for field in change["fields"] if field["field"] == "case.police_station"],
                         ["Kotwali", "Jhikargacha", "Chaugachha"])
        self.assert_sound()

    def test_a_whole_office_arrives_in_frames_with_what_they_leave_out(self):
        self.d.ctl("practice", "fill", self.d.at("officer"), "--cases", "5", "--seed", "5", "--json")
        self.d.sync("officer")
        answers = []
        done = with_post(lambda *words: answers.append(post(*words)) or answers[-1], self.python.sync)
        self.assertGreaterEqual(done["received"], 5)
        packed = [frame[0] for answer in answers for frame in decode(decode(answer)[0]).get(4, []) if frame[0]]
        self.assertIn(1, [decode(frame)[0] for frame in packed])  # zstd
        self.assertTrue(self.python.check()["sound"])

    def test_a_name_is_read_with_the_key_of_the_district(self):
        """The station opens the keys of a case that the client sealed to the district; the client opens what the station sealed."""
        created = self.python.new(*FIELDS)
        self.python.sync()
        self.d.sync("officer")
        self.d.ctl("authority", "pending", self.d.at("authority"), "--hub", self.d.url, "--json")
        for login in ("officer", "python"):
            self.d.ctl("authority", "confirm", self.d.at("authority"), "--login", login, "--hub", self.d.url)
        self.d.sync("officer")
        self.d.ctl("case", "edit", self.d.at("officer"), created["record"], "--set", "case.complainant_name=রহিমা বেগম")
        self.d.sync("officer")
        self.python.sync()
        raw = self.python.changes[-1][0]
        change, create = decode(raw), next(decode(other) for other, _ in self.python.changes if blake(other).hex() == created["change"])
        sealed = {hint: box for hint, box in create[11][3]}
        self.assertNotIn("রহিমা".encode(), raw)
        confirmed = people(self.python.authority, self.python.production, self.python.statements)[5].values()
        scope, _, secret = next(decode(unseal(self.python.box, "certificate", key)) for mine, keys in map(dict.values, confirmed)
                                for key in keys if mine == self.python.certificate)
        district = nacl.public.PrivateKey(secret)
        keys = unseal(secret, "identity", sealed[blake(bytes(district.public_key))[:8]])
        self.assertEqual(keys, unseal(self.python.box, "identity", sealed[blake(self.python.box_key())[:8]]))
        item = next(item for item in change[14] if item[:2] == [1, 1] and isinstance(item[-1], list))
        where = encode([1, None, 116])
        box = opened(derived(keys[32:], b"box"), "identity", encode([change[8], 2, where]), change[15][2])
        self.assertEqual((scope, change[0], values_of(box)), ("41", 2, ["রহিমা বেগম"]))
        self.assertEqual(item[-1], [2, blake(encode([where, "রহিমা বেগম".encode()]), 16, derived(keys[32:], b"tag"))])

    def test_the_same_again_has_no_effect(self):
        sent = []
        written = self.python.new(*FIELDS)
        with_post(lambda url, pin, body: sent.append((body, post(url, pin, body))) or sent[-1][1], self.python.sync)
        before = self.d.stats()["changes"]
        request, answer = sent[-1]
        self.assertEqual(post(self.python.url, self.python.pin, request), answer)
        own = [blake(raw) for raw, _ in self.python.changes if decode(raw)[4] == self.python.certificate]
        self.python.unsent = list(own)
        done = self.python.sync()
        self.assertEqual((done["sent"], done["received"], done["refused"]), (len(own), 0, {}))
        self.assertIn(written["change"], [name.hex() for name in own])
        self.assertEqual(self.d.stats()["changes"], before)
        self.assertTrue(self.python.check()["sound"])

    def test_an_answer_with_another_bit_is_refused(self):
        self.python.sync()
        self.colleague.new(*FIELDS)
        self.colleague.sync()
        kept = [list(self.python.changes), dict(self.python.cursors), list(self.python.statements)]
        for part in range(32):
            def flip(url, pin, body, part=part):
                answer = bytearray(post(url, pin, body))
                answer[part * len(answer) // 32] ^= 1 << part % 8
                return bytes(answer)
            with self.subTest(part=part), self.assertRaises(Refused):
                with_post(flip, self.python.sync)
            self.assertEqual(kept, [self.python.changes, self.python.cursors, self.python.statements])
        self.assertEqual(self.python.sync()["received"], 1)
        self.assertTrue(self.python.check()["sound"])

    def test_a_hub_that_forges_a_change_is_refused(self):
        """Behind a good signature of the hub: who wrote what is still proved by the writers' own."""
        self.colleague.new(*FIELDS)
        self.colleague.sync()
        good = self.ask(self.python, lambda body: None)
        raw, signature, position, moment = unpack(good[4][-1][0])[-1]

        def take(change, signed):
            entry = encode([0, signed, encode([[0, change, 0, position, moment]])])
            reader = Client(decode(encode(vars(self.python))))
            return reader.take([], {**good, 4: [[entry, 0, "41", position]]}, {"received": 0, "reminted": False, "offered_again": True})

        self.assertFalse(take(raw, signature))
        for at in range(0, 64, 8):
            with self.subTest(signature=at), self.assertRaises(Refused):
                take(raw, signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1:])
        for key, value in {1: bytes(16), 2: 7, 4: self.python.certificate, 5: 1, 6: 9, 9: 1, 10: "1", 14: []}.items():
            with self.subTest(key=key), self.assertRaises(Refused):
                take(encode({**decode(raw), key: value}), signature)
        with self.assertRaises(Refused):  # a receipt that says another verdict
            self.python.take([[raw, signature]], {**good, 2: [1, 3, 5], 3: self.colleague.receipts[0][0]}, {"sent": 0, "refused": {}})

    def test_nothing_is_sent_to_a_hub_with_another_key(self):
        requests = self.metric("requests_total")
        with self.assertRaisesRegex(Refused, "another TLS key"):
            post(self.python.url, bytes(32), b"anything")
        self.assertEqual(self.metric("requests_total"), requests)

    def test_a_copy_becomes_a_replica_of_its_own_and_nobodys_work_is_lost(self):
        first = self.colleague
        first.new(*FIELDS)
        first.sync()
        shutil.copy(first.path, first.path + ".copy")
        with open(first.path + ".copy", "rb") as file:
            second = Client(decode(file.read()))
        second.path += ".copy"
        written = [one.new(*FIELDS[:-1], f"114=2026-11-2{place}")["record"] for place, one in enumerate((first, second))]
        first.sync()
        done = second.sync()
        self.assertTrue(done["reminted"])
        self.assertNotEqual(first.replica, second.replica)
        self.d.sync("officer")
        reported = {uuid.UUID(case["id"]).hex: case["reported_on"] for case in self.d.ctl("case", "list", self.d.at("officer"), "--json")}
        self.assertEqual([reported[record] for record in written], ["2026-11-20", "2026-11-21"])
        first.sync()
        second.sync()
        self.assertEqual({blake(raw) for raw, _ in first.changes}, {blake(raw) for raw, _ in second.changes})
        self.assert_sound(first, second)

    def test_a_hub_that_was_set_back_gets_everything_again(self):
        client = self.d.client("setback")
        records = [client.new(*FIELDS)["record"]]
        self.d.stop()
        shutil.copytree(self.d.at("hub"), self.d.at("hub.before"))
        self.d.serve()
        records.append(client.new(*FIELDS)["record"])
        self.assertEqual(client.sync()["sent"], 2)
        self.d.sync("officer")
        self.d.stop()
        shutil.rmtree(self.d.at("hub"))
        shutil.move(self.d.at("hub.before"), self.d.at("hub"))
        self.d.serve()
        done = client.sync()  # the hub does not even know who this is
        self.assertTrue(done["offered_again"])
        self.assertEqual((client.counter, done["unsent"], done["refused"]), (2, 0, {}))
        self.d.sync("officer")
        self.python.sync()
        here = {decode(raw)[8].hex() for raw, _ in self.python.changes}
        there = {uuid.UUID(case["id"]).hex for case in self.d.ctl("case", "list", self.d.at("officer"), "--json")}
        self.assertTrue(here & there >= set(records))
        self.assertTrue(client.check()["sound"] and self.python.check()["sound"])

    def test_what_is_in_a_backup_is_safe_and_the_rest_comes_again(self):
        client = self.d.client("safe")
        client.new(*FIELDS)
        self.assertEqual(client.sync()["safe"], 0)
        self.d.hub_tool("backup", self.d.at("hub"), "--to", self.d.at("hub.backup"))
        self.assertEqual(client.sync()["safe"], 1)
        client.new(*FIELDS)
        self.assertEqual(client.sync()["safe"], 1)
        self.python.sync()
        self.d.stop()
        self.d.hub_tool("restore", self.d.at("hub"), "--from", self.d.at("hub.backup"))
        self.d.serve()
        done = client.sync()
        self.assertEqual(len(client.set_back), 8)
        self.assertEqual((done["safe"], done["offered_again"], done["unsent"]), (1, True, 0))
        for one in (self.python, self.colleague):
            one.sync()
        self.assertEqual({blake(raw) for raw, _ in client.changes}, {blake(raw) for raw, _ in self.python.changes})
        self.assertTrue(client.check()["sound"] and self.python.check()["sound"])

    def test_every_code(self):
        client = self.d.client("codes")
        written = client.new(*FIELDS)
        self.assertEqual(self.ask(client, lambda body: body.pop(8))[13], "unknown-replica")
        client.sync()
        taken = client.requests  # what is refused uses up no number
        self.assertEqual(self.ask(client, lambda body: body.update({0: 99}))[13], "protocol")
        self.assertEqual(self.ask(client, lambda body: body.update({1: bytes([7]) * 32}))[13], "not-for-this-hub")
        self.assertEqual(self.ask(client, lambda body: None, seed=client.seed)[13], "bad-signature")
        self.assertEqual(self.ask(client, lambda body: body.update({3: bytes([7]) * 16}))[13], "unknown-replica")
        self.assertEqual(self.ask(client, lambda body: body.update({10: [[b"no frame"]]}))[13], "bad-frame")
        replayed = self.ask(client, lambda body: body.update({4: 1}))
        self.assertEqual((replayed[13], replayed[14]), ("replayed", taken + 1))
        # The client goes on from there by itself.
        client.requests = 0
        self.assertEqual(client.sync()["requests"], 2)
        self.d.ctl("authority", "pending", self.d.at("authority"), "--hub", self.d.url, "--json")
        self.d.ctl("authority", "revoke", self.d.at("authority"), "--login", "codes", "--after", f"{uuid.UUID(bytes=client.replica)}:1")
        self.d.ctl("authority", "publish", self.d.at("authority"), "--hub", self.d.url)
        with self.assertRaisesRegex(Refused, "revoked"):
            client.sync()
        client.edit(written["record"], "106=Chaugachha")
        self.assertEqual(list(client.sync()["refused"].values()), [5])  # taken, kept, and not applied

    def test_every_refusal_of_a_change_that_a_stranger_could_send(self):
        client = self.d.client("refusals")
        client.new(*FIELDS)
        client.sync()
        raw, signature = client.changes[0]

        def refusal(make, key=None):
            change = {**decode(raw), 2: client.counter + 1, 3: client.head, 8: os.urandom(16)}
            make(change)
            made = encode(change)
            client.unsent, client.changes = [blake(made)], client.changes + [[made, sign(key or client.seed, "change", made)]]
            answer = self.ask(client, lambda body: None)
            client.changes, client.unsent = client.changes[:-1], []
            return answer[2][1:]

        self.assertEqual(refusal(lambda change: change.update({14: [[1, "no group"]]})), [3, 1])
        self.assertEqual(refusal(lambda change: None, key=client.replica_seed), [3, 2])
        self.assertEqual(refusal(lambda change: change.update({4: bytes([9]) * 16})), [1, 3])
        self.assertEqual(refusal(lambda change: change.update({2: 7, 3: bytes([9]) * 32})), [1, 11])

        def alone(make):
            """As the next change of the chain: it counts there, whatever is thought of it."""
            change = {**decode(raw), 2: client.counter + 1, 3: client.head, 8: os.urandom(16)}
            make(change)
            made = encode(change)
            client.changes.append([made, sign(client.seed, "change", made)])
            client.unsent, client.head, client.counter = [blake(made)], blake(made), client.counter + 1
            return list(client.sync()["refused"].values())

        self.assertEqual(alone(lambda change: change.update({5: 4711})), [7])
        self.assertEqual(alone(lambda change: change[11].__setitem__(1, "42")), [6])
        self.assertEqual(alone(lambda change: change[11].__setitem__(0, "")), [14])
        self.assertEqual(alone(lambda change: change.update({15: {2: b"a box without a value"}})), [15])

    def test_every_status(self):
        for words, status in ((("GET", "/v1/sync"), 405), (("POST", "/v1/other"), 404), (("GET", "/v1/hub"), 200),
                              (("GET", "/healthz"), 200),
                              (("POST", "/v1/sync", b"no request"), 400), (("POST", "/v1/pieces", b"no request"), 400),
                              (("POST", "/v1/sync", iter([b"chunks"])), 411),
                              (("POST", "/v1/sync", None, {"Content-Length": str(9 << 20)}), 413),
                              (("GET", "/healthz", None, {"X-Much": "x" * 20000}), 431)):
            with self.subTest(status=status):
                self.assertEqual(self.http(*words).status, status)

    def test_the_hub_introduces_itself(self):
        certificate, pin, signature = decode(self.http("GET", "/v1/hub").read())
        text, signed = decode(certificate)
        verify(self.python.authority, "certificate", text, signed, "the certificate")
        self.assertEqual((decode(text)[4][1], pin), (self.python.hub, self.python.pin))
        verify(self.python.hub, "certificate", encode(["tls", self.python.hub, pin]), signature, "the introduction")

    def ask(self, client, alter, seed=None):
        """One request of the client, altered before it is signed; the answer, proved, but not taken."""
        client.requests += 1
        _, request = client.request()
        body = decode(decode(request)[0])
        alter(body)
        content = encode(body)
        text = encode(["POST", "/v1/sync", body[1], body[2], body[4], blake(content), body[3]])
        request = encode([content, sign(seed or client.replica_seed, "request", text)])
        return client.open(request, post(client.url, client.pin, request))

    def http(self, *words):
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
        line = http.client.HTTPSConnection("127.0.0.1", self.d.port, context=tls, timeout=LIMIT)
        self.addCleanup(line.close)
        line.request(*words)
        return line.getresponse()

    def metric(self, name):
        text = self.http("GET", "/metrics").read().decode()
        return next(line.split()[1] for line in text.splitlines() if line.startswith(f"prohori_hub_{name} "))


def with_post(replacement, work):
    prohori_client.post = replacement
    try:
        return work()
    finally:
        prohori_client.post = post


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
