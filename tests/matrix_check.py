#!/usr/bin/env python3
"""Every route against every role, from what `thuocdo describe` says. THUOCDO names the program.

A role that a route's permission does not name is refused (403, strangers are sent to sign in); a role that it names is
let in. A person whose role holds in one unit only may still be refused for an object of another unit. Every POST without
the form's token is refused, whoever sends it, and leaves the data as they were.
"""
import html
import json
import os
import re
import sqlite3
import subprocess
import tempfile
import unittest
import urllib.parse

from web_test import PROGRAM, Browser

PASSWORD = "thuocdo-demo"
# Routes that take their unit from the query: without one they speak of the whole house.
OF_UNIT = {"/documents/pack"}
LINKS_OF_A_KIND = 2             # links that differ only in numbers and in the values of parameters are alike
ROLES = ["admin", "coordinator", "appraiser", "council", "head", "officer", "viewer"]


def examples(path, db):
    """A path with its {holes} filled by objects that are there."""
    one = lambda sql: str((db.execute(sql).fetchone() or ["999999"])[0])
    holes = {
        "/frozen/{snapshot}": "SELECT id FROM round_snapshot WHERE kind = 'published' ORDER BY round_id, id",
        "/rounds/{id}": "SELECT coalesce(min(round_id), 1) FROM round_snapshot WHERE kind = 'published'",
        "/units/{code}": "SELECT code FROM unit WHERE kind = 'department' ORDER BY id",
        "/units/{id}": "SELECT id FROM unit WHERE kind = 'department' ORDER BY id",
        "/people/{id}": "SELECT id FROM person ORDER BY id",
        "/criteria/{id}": "SELECT id FROM criteria_set WHERE frozen_at IS NULL ORDER BY id",
        "/edit/{criterion}": "SELECT id FROM criterion WHERE set_id = (SELECT min(id) FROM criteria_set WHERE frozen_at IS NULL) ORDER BY id",
    }
    for part, sql in holes.items():
        if part in path:
            path = path.replace(part, re.sub(r"\{.*\}", urllib.parse.quote(one(sql)), part))
    return re.sub(r"\{\w+\}", "1", path)


class Matrix(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.data = os.path.join(cls.folder.name, "d")
        for verb in (["init"], ["demo", "--dossiers", "20000"]):
            subprocess.run([PROGRAM, *verb, "--data", cls.data], check=True, capture_output=True)
        told = json.loads(subprocess.run([PROGRAM, "describe"], check=True, capture_output=True).stdout)
        cls.perms = {p["name"]: set(p["roles"]) for room in told["rooms"] for p in room["permissions"]}
        cls.routes = [r for room in told["rooms"] for r in room["routes"]]
        cls.db = sqlite3.connect(os.path.join(cls.data, "thuocdo.db"))
        cls.server = subprocess.Popen([PROGRAM, "serve", "--data", cls.data, "--listen", "127.0.0.1:0"],
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        cls.port = int(cls.server.stdout.readline().strip().rsplit(":", 1)[1])
        cls.people = {}
        for role in ROLES:                              # somebody with this role and no other
            login, unit = cls.db.execute(
                "SELECT p.login, r.unit_id FROM person p JOIN person_role r ON r.person_id = p.id WHERE r.role = ? AND p.active = 1"
                " AND (SELECT count(*) FROM person_role x WHERE x.person_id = p.id) = 1 ORDER BY p.id", (role,)).fetchone()
            b = Browser(cls.port)
            answer = b.sign_in(login, PASSWORD)
            assert answer.status == 303, (login, answer.status)
            cls.people[role] = (b, unit)

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait(15)
        cls.server.stdout.close()
        cls.db.close()
        cls.folder.cleanup()

    def roles_of(self, route):
        self.assertIn(route["permission"], self.perms, f"{route['path']}: its permission is in no room's table")
        return self.perms[route["permission"]]

    def trail(self):
        return self.db.execute("SELECT count(*) FROM audit").fetchone()[0]

    def test_get_by_role(self):
        """a role that is not named is refused, one that is named comes in"""
        wrong = []
        for route in self.routes:
            if route["method"] != "GET":
                continue
            path, allowed = examples(route["path"], self.db), self.roles_of(route)
            for role, (browser, unit) in self.people.items():
                status = browser.ask("GET", f"{path}?unit={unit}" if unit and path in OF_UNIT else path).status
                if role not in allowed and "public" not in allowed and status != 403:
                    wrong.append(f"{role} GET {path}: {status}, must be refused")
                if role in allowed and (status >= 500 or (status == 403 and not (unit and "{" in route["path"]))):
                    wrong.append(f"{role} GET {path}: {status}, must be let in")
        self.assertEqual(wrong, [])

    def test_strangers(self):
        """without sign-in only public pages open; the others lead to sign-in, the API refuses"""
        wrong = []
        for route in self.routes:
            if route["method"] != "GET":
                continue
            path, allowed = examples(route["path"], self.db), self.roles_of(route)
            r = Browser(self.port).ask("GET", path)
            to_sign_in = r.status == 303 and (r.headers["Location"] or "").startswith("/sign-in")
            if "public" in allowed:
                bad = r.status in (403, 500)
            elif path.startswith("/api/"):
                bad = r.status != 403
            else:
                bad = not to_sign_in
            if bad:
                wrong.append(f"stranger GET {path}: {r.status} {r.headers['Location']}")
        self.assertEqual(wrong, [])

    def test_post_without_token(self):
        """a form without its token is refused for everybody, and nothing changes"""
        wrong, before = [], self.trail()
        for route in self.routes:
            if route["method"] != "POST":
                continue
            path = examples(route["path"], self.db)
            for who, browser in [("stranger", Browser(self.port))] + [(role, b) for role, (b, _) in self.people.items()]:
                status = browser.ask("POST", path, {"_here": "/", "name": "x", "code": "x"}).status
                if status != 403:
                    wrong.append(f"{who} POST {path}: {status}")
        self.assertEqual(wrong, [])
        self.assertEqual(self.trail(), before)

    def test_post_by_role(self):
        """with the token, a role that is not named is still refused, and nothing changes"""
        wrong, before = [], self.trail()
        for role, (browser, _) in self.people.items():
            token = browser.hidden("/profile", "/profile/password")["_csrf"]
            for route in self.routes:
                allowed = self.roles_of(route)
                if route["method"] != "POST" or role in allowed or "public" in allowed:
                    continue
                status = browser.ask("POST", examples(route["path"], self.db), {"_csrf": token, "_here": "/"}).status
                if status != 403:
                    wrong.append(f"{role} POST {route['path']}: {status}")
        self.assertEqual(wrong, [])
        self.assertEqual(self.trail(), before)

    def test_no_dead_links(self):
        """no page links to what its reader may not open or what is not there"""
        wrong = []
        for role in ("coordinator", "appraiser", "officer", "viewer"):
            browser = self.people[role][0]
            queue, seen, like, at = ["/"], {"/"}, {}, 0
            while at < len(queue):
                page, at = queue[at], at + 1
                answer = browser.ask("GET", page)
                if not (answer.headers["Content-Type"] or "").startswith("text/html"):
                    continue
                for link in re.findall(r'<a [^>]*href="(/[^"#]*)', answer.text):
                    link = html.unescape(link)
                    kind = re.sub(r"=[^&]*", "", re.sub(r"/(H\d[.\d]*|\d+)(?=[/?]|$)", "/*", link))
                    if link in seen or like.get(kind, 0) == LINKS_OF_A_KIND:
                        continue
                    seen.add(link)
                    like[kind] = like.get(kind, 0) + 1
                    status = browser.ask("HEAD", link).status if re.search(r"\.(xlsx|docx|pdf|zip|csv|ics)\b", link) else None
                    if status is None:
                        queue.append(link)
                    elif status >= 400:
                        wrong.append(f"{role}: {page} links to {link}: {status}")
                if answer.status >= 400:
                    wrong.append(f"{role}: a link leads to {page}: {answer.status}")
        self.assertEqual(wrong, [])

    def test_keys(self):
        """a key acts with its person's roles, on the API, and is worth nothing once taken back"""
        key = subprocess.run([PROGRAM, "token", "issue", self.login("viewer"), "--name", "thử", "--data", self.data],
                             check=True, capture_output=True, text=True).stdout.strip()
        ask = lambda path, k: Browser(self.port).ask("GET", path, Authorization="Bearer " + k)
        self.assertEqual(ask("/api/v1/units", key).status, 200)
        self.assertGreater(len(json.loads(ask("/api/v1/ranking?set=SO&year=2025", key).text)["groups"]), 0)
        self.assertEqual(ask("/settings", key).status, 403)
        self.assertEqual(ask("/api/v1/units", key + "x").status, 403)
        number = subprocess.run([PROGRAM, "token", "list", self.login("viewer"), "--data", self.data], check=True,
                                capture_output=True, text=True).stdout.split("\t")[0]
        subprocess.run([PROGRAM, "token", "revoke", number, "--data", self.data], check=True, capture_output=True)
        self.assertEqual(ask("/api/v1/units", key).status, 403)

    def test_openapi(self):
        """the description of the API knows every route below /api/v1/"""
        told = json.loads(Browser(self.port).ask("GET", "/api/v1/openapi.json").text)
        self.assertEqual(set(told["paths"]), {r["path"] for r in self.routes if r["path"].startswith("/api/v1/")})

    def login(self, role):
        return self.db.execute("SELECT p.login FROM person p JOIN person_role r ON r.person_id = p.id WHERE r.role = ?"
                               " ORDER BY p.id", (role,)).fetchone()[0]


if __name__ == "__main__":
    unittest.main()
