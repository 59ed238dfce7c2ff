#!/usr/bin/env python3
"""The hostile edges of the web door: forms sent twice, keys of programs, a proxy that is or is not believed, memory after many. THUOCDO names the program."""
import http.client
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from web_test import PASSWORD, PROGRAM, Browser


class Edge(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.data = os.path.join(cls.folder.name, "d")
        cls.run_program("init")
        cls.run_program("demo", "--dossiers", "20000")
        cls.run_program("setting", "set", "web.proxy", "127.0.0.1")
        cls.server = subprocess.Popen([PROGRAM, "serve", "--data", cls.data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL, text=True)
        cls.port = int(cls.server.stdout.readline().strip().rsplit(":", 1)[1])
        cls.an = Browser(cls.port)
        assert cls.an.sign_in("dieuphoi", "thuocdo-demo", ).status == 303

    @classmethod
    def run_program(cls, *args):
        return subprocess.run([PROGRAM, *args, "--data", cls.data], check=True, capture_output=True, text=True).stdout

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait(15)
        cls.server.stdout.close()
        cls.folder.cleanup()

    def ask_db(self, sql, *values):
        with sqlite3.connect(os.path.join(self.data, "thuocdo.db")) as db:
            return db.execute(sql, values).fetchall()

    def child(self):
        with open(f"/proc/{self.server.pid}/task/{self.server.pid}/children", encoding="ascii") as f:
            return int(f.read().split()[0])

    def document(self):
        """A document of the demonstration and its form."""
        text = self.an.ask("GET", "/documents").text
        number = re.search(r'href="/documents/(\d+)"', text).group(1)
        return number, {**self.an.hidden(f"/documents/{number}/edit"), "type": "report", "abstract": "Sửa một lần"}

    def version(self, number):
        return self.ask_db("SELECT version FROM document WHERE id = ?", number)[0][0]

    def test_sent_twice(self):
        """a form sent twice is done once, and the second answer is the first one's"""
        number, form = self.document()
        before, entries = self.version(number), self.ask_db("SELECT count(*) FROM audit WHERE verb = 'document.change'")
        answers = [self.an.ask("POST", f"/documents/{number}/edit", form) for _ in range(3)]
        self.assertEqual({(r.status, r.headers["Location"]) for r in answers}, {(303, f"/documents/{number}")})
        self.assertEqual(self.version(number), before + 1)
        self.assertEqual(self.ask_db("SELECT count(*) FROM audit WHERE verb = 'document.change'")[0][0], entries[0][0] + 1)

    def test_sent_at_once(self):
        """so is a form that ten impatient clicks send at the same moment"""
        number, form = self.document()
        before, answers = self.version(number), []

        def click():
            b = Browser(self.port)
            b.cookies = dict(self.an.cookies)
            answers.append(b.ask("POST", f"/documents/{number}/edit", form).status)
        threads = [threading.Thread(target=click) for _ in range(10)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(answers, [303] * 10)
        self.assertEqual(self.version(number), before + 1)

    def test_key_of_another(self):
        """the once-key of one person blocks nothing of another's: it is bound to the session"""
        number, form = self.document()
        other = Browser(self.port)
        self.assertEqual(other.sign_in("cb.yte", "thuocdo-demo").status, 303)
        own = other.hidden("/profile", "/sign-out")
        self.assertIn(other.ask("POST", f"/documents/{number}/edit", {**own, "_once": form["_once"]}).status, (403, 404, 422))
        before = self.version(number)
        self.assertEqual(self.an.ask("POST", f"/documents/{number}/edit", form).status, 303)
        self.assertEqual(self.version(number), before + 1)

    def test_bearer(self):
        key = self.run_program("token", "issue", "cb.yte", "--name", "thử").strip()

        def ask(path, **headers):
            r = Browser(self.port).ask("GET", path, **headers)
            return r.status, r.text
        status, text = ask("/api/v1/units", Authorization=f"Bearer {key}")
        self.assertEqual(status, 200)
        self.assertGreater(len(json.loads(text)), 20)
        for bad in (f"Bearer {key}x", f"Bearer {key[:-1]}", "Bearer ", "Basic abc", f"bearer{key}"):
            status, text = ask("/api/v1/units", Authorization=bad)
            self.assertEqual((status, json.loads(text)["ok"]), (403, False), bad)
        # a key needs no form token, and gives no more than its person has
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        c.request("POST", "/units/new", "code=X", {"Authorization": f"Bearer {key}", "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"})
        self.assertEqual(c.getresponse().status, 403)
        c.close()
        number = self.run_program("token", "list", "cb.yte").split("\t")[0]
        self.run_program("token", "revoke", number)
        self.assertEqual(ask("/api/v1/units", Authorization=f"Bearer {key}")[0], 403)

    def test_proxy(self):
        """the declared proxy tells the address, and of what it passes on only its own word counts"""
        for told, kept in (("203.0.113.9", "203.0.113.9"), ("6.6.6.6, 203.0.113.7", "203.0.113.7"), ("evil<script>", "127.0.0.1"), ("", "127.0.0.1"),
                           ("2001:db8::1", "2001:db8::1")):
            b = Browser(self.port)
            form = {**b.hidden("/sign-in"), "login": "gd.yte", "password": "thuocdo-demo"}
            r = b.ask("POST", "/sign-in", form, X_Forwarded_For=told)
            self.assertEqual(r.status, 303, told)
            self.assertEqual(self.ask_db("SELECT from_addr FROM session ORDER BY id DESC LIMIT 1")[0][0], kept, told)

    def test_no_proxy(self):
        """without a declared proxy nobody is believed: a stranger cannot spread wrong sign-ins over addresses"""
        self.run_program("setting", "set", "web.proxy", "")
        other = subprocess.Popen([PROGRAM, "serve", "--data", self.data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, text=True)
        try:
            b = Browser(int(other.stdout.readline().strip().rsplit(":", 1)[1]))
            form = {**b.hidden("/sign-in"), "login": "gd.yte", "password": "thuocdo-demo"}
            self.assertEqual(b.ask("POST", "/sign-in", form, X_Forwarded_For="203.0.113.9").status, 303)
            self.assertEqual(self.ask_db("SELECT from_addr FROM session ORDER BY id DESC LIMIT 1")[0][0], "127.0.0.1")
        finally:
            other.terminate()
            other.wait(15)
            other.stdout.close()

    def test_memory_after_many(self):
        """200 clients that read the pages of a day leave the server below 50 MB"""
        paths = ["/", "/ranking", "/documents", "/units", "/documents?q=cai+cach", "/profile"]

        def client(i):
            b = Browser(self.port)
            b.cookies = dict(self.an.cookies)
            for k in range(3):
                b.ask("GET", paths[(i + k) % len(paths)])
        for batch in range(10):
            threads = [threading.Thread(target=client, args=(batch * 20 + i,)) for i in range(20)]
            for t in threads:
                t.start()
            for t in threads:
                t.join()
        with open(f"/proc/{self.child()}/status", encoding="ascii") as f:
            kb = int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1))
        print(f"resident after 200 clients: {kb / 1024:.1f} MB", file=sys.stderr)
        if subprocess.run(["grep", "-q", "AddressSanitizer", PROGRAM], check=False).returncode:         # sanitized builds take more
            self.assertLess(kb, 50 * 1024)


if __name__ == "__main__":
    unittest.main()
