#!/usr/bin/env python3
"""The web door over loopback: sign-in, forged forms, cookies, limits, restart. THUOCDO names the program."""
import http.client
import os
import re
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("THUOCDO", os.path.join(ROOT, "build", "thuocdo"))
PASSWORD = "mật khẩu đủ dài 1"
HOSTILE = "Trần <script>alert(1)</script>\u202e “An”"


class Browser:
    """Keeps cookies, follows nothing."""
    def __init__(self, port):
        self.port, self.cookies = port, {}

    def ask(self, method, path, form=None, **headers):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        c.request(method, path, body, headers)
        r = c.getresponse()
        r.text = r.read().decode("utf-8", "replace")
        for cookie in r.headers.get_all("Set-Cookie") or []:
            name, value = re.match(r"([^=]+)=([^;]*)", cookie).groups()
            if "Max-Age=0" in cookie:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        c.close()
        return r

    def hidden(self, path, action=None):
        """The hidden fields of the form that posts to action."""
        text = self.ask("GET", path).text
        form = re.search(r'<form method="post" action="%s".*?</form>' % re.escape(action or path), text, re.S).group(0)
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))

    def sign_in(self, login="an", password=PASSWORD, **more):
        form = self.hidden("/sign-in")
        form.update(login=login, password=password, **more)
        return self.ask("POST", "/sign-in", form)


class Web(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        data = os.path.join(cls.folder.name, "d")
        run = lambda *a: subprocess.run([PROGRAM, *a, "--data", data], check=True, capture_output=True)
        run("init")
        for login in ("an", "binh", "chi"):
            run("user", "create", login, "--name", HOSTILE, "--password", PASSWORD, "--role", "admin")
        cls.data = data
        cls.start()

    @classmethod
    def start(cls):
        cls.server = subprocess.Popen([PROGRAM, "serve", "--data", cls.data, "--listen", "127.0.0.1:0"],
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        cls.port = int(cls.server.stdout.readline().strip().rsplit(":", 1)[1])

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait(15)
        cls.server.stdout.close()
        cls.folder.cleanup()

    def signed_in(self, login="an"):
        """A browser of this person; a password set by somebody else has been changed where that is asked for."""
        b = Browser(self.port)
        r = b.sign_in(login)
        self.assertEqual(r.status, 303, r.text)
        return b

    def test_sign_in_and_out(self):
        b = self.signed_in()
        page = b.ask("GET", "/profile")
        self.assertEqual(page.status, 200)
        self.assertIn("&lt;script&gt;", page.text)
        self.assertNotIn("<script>alert", page.text)
        self.assertNotIn("\u202e", page.text)
        old = dict(b.cookies)
        self.assertEqual(b.ask("POST", "/sign-out", b.hidden("/profile", "/sign-out")).status, 303)
        b.cookies = old                     # a stolen cookie is worth nothing after signing out
        self.assertEqual(b.ask("GET", "/profile").status, 303)

    def test_sign_in_sent_twice(self):
        b = Browser(self.port)
        form = {**b.hidden("/sign-in"), "login": "an", "password": PASSWORD}
        b.ask("POST", "/sign-in", form)
        visit = Browser(self.port)
        visit.cookies = {"td_visit": b.cookies["td_visit"]}
        visit.ask("POST", "/sign-in", form)                 # the browser threw the first answer away
        self.assertEqual(visit.ask("GET", "/profile").status, 200)

    def test_cookie_flags(self):
        r = Browser(self.port).sign_in("chi")
        for cookie in r.headers.get_all("Set-Cookie"):
            self.assertIn("HttpOnly", cookie)
            self.assertIn("SameSite=Lax", cookie)
        again = Browser(self.port)
        again.sign_in("chi")
        before = again.cookies["td"]
        again.ask("POST", "/sign-in", {**again.hidden("/sign-in"), "login": "chi", "password": PASSWORD})
        self.assertNotEqual(before, again.cookies["td"])        # a new token at each sign-in

    def test_page_policy(self):
        r = Browser(self.port).ask("GET", "/sign-in")
        self.assertIn("default-src 'none'", r.headers["Content-Security-Policy"])
        self.assertIn("frame-ancestors 'none'", r.headers["Content-Security-Policy"])
        self.assertEqual(r.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(r.headers["Cache-Control"], "no-store")

    def test_forged_forms(self):
        b = self.signed_in()
        form = b.hidden("/profile", "/profile/password")
        for change, headers in (({"_csrf": "x"}, {}), ({"_csrf": ""}, {}), ({}, {"Origin": "https://evil.example"}),
                                ({}, {"Sec_Fetch_Site": "cross-site"}), ({}, {"Origin": "null"})):
            self.assertEqual(b.ask("POST", "/profile/password", {**form, **change}, **headers).status, 403, (change, headers))
        other = Browser(self.port).hidden("/sign-in")
        self.assertEqual(b.ask("POST", "/profile/password", {**form, "_csrf": other["_csrf"]}).status, 403)

    def test_next_stays_here(self):
        for evil in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"):
            r = Browser(self.port).sign_in(next=evil)
            self.assertEqual(r.status, 303)
            self.assertRegex(r.headers["Location"], r"^/($|[^/\\])")

    def test_refused_form_keeps_what_was_typed(self):
        r = Browser(self.port).sign_in("không có ai", "sai")
        self.assertEqual(r.status, 422)
        self.assertIn('value="không có ai"', r.text)
        self.assertIn('class="error-summary"', r.text)
        self.assertIn('href="#login"', r.text)
        self.assertNotIn("sai\"", r.text)

    def test_wrong_sign_ins_are_slowed(self):
        codes = [Browser(self.port).sign_in("binh", "sai").status for _ in range(4)]
        self.assertEqual(codes, [422, 422, 422, 429])
        r = Browser(self.port).sign_in("binh")          # right, but too early
        self.assertEqual(r.status, 429)
        self.assertIn("giây", r.text)
        time.sleep(2.2)
        self.assertEqual(Browser(self.port).sign_in("binh").status, 303)

    def test_password_change(self):
        b = self.signed_in("chi")
        elsewhere = self.signed_in("chi")
        form = b.hidden("/profile", "/profile/password")
        new = "mật khẩu khác hẳn 2"
        self.assertEqual(b.ask("POST", "/profile/password", {**form, "old_password": PASSWORD, "new_password": "ngắn"}).status, 422)
        form = b.hidden("/profile", "/profile/password")
        form.update(old_password=PASSWORD, new_password=new)
        r = b.ask("POST", "/profile/password", form)
        self.assertEqual((r.status, r.headers["Location"]), (303, "/profile"))
        self.assertIn("Đã đổi mật khẩu.", b.ask("GET", "/profile").text)
        self.assertNotIn("Đã đổi mật khẩu.", b.ask("GET", "/profile").text)
        self.assertEqual(elsewhere.ask("GET", "/profile").status, 303)      # the other session ended
        form = b.hidden("/profile", "/profile/password")
        b.ask("POST", "/profile/password", {**form, "old_password": new, "new_password": PASSWORD})

    def test_languages(self):
        b = Browser(self.port)
        self.assertIn('lang="vi"', b.ask("GET", "/sign-in").text)
        self.assertIn("Sign in", b.ask("GET", "/sign-in?lang=en").text)
        self.assertIn('html lang="en"', b.ask("GET", "/sign-in").text)      # remembered

    def test_strangers(self):
        b = Browser(self.port)
        r = b.ask("GET", "/profile")
        self.assertEqual((r.status, r.headers["Location"]), (303, "/sign-in?next=%2Fprofile"))
        self.assertEqual(b.ask("GET", "/no/such").status, 404)
        self.assertEqual(b.ask("DELETE", "/").status, 405)
        self.assertEqual(b.ask("GET", "/../../etc/passwd").status, 404)
        self.assertEqual(b.ask("GET", "/profile", Authorization="Bearer x", Accept="application/json").status, 403)

    def test_assets(self):
        b = Browser(self.port)
        css = re.search(r'href="(/assets/app\.[0-9a-f]+\.css)"', b.ask("GET", "/sign-in").text).group(1)
        r = b.ask("GET", css, Accept_Encoding="gzip")
        self.assertEqual((r.status, r.headers["Content-Encoding"]), (200, "gzip"))
        self.assertIn("immutable", r.headers["Cache-Control"])
        self.assertEqual(b.ask("GET", css, If_None_Match=r.headers["ETag"]).status, 304)

    def test_too_large(self):
        b = self.signed_in()
        form = b.hidden("/profile", "/profile/password")
        form["x"] = "a" * 300000
        self.assertEqual(b.ask("POST", "/profile/password", form).status, 413)

    def test_dead_child_is_replaced(self):
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.server.pid)], capture_output=True, text=True).stdout.split()
        self.assertEqual(len(children), 1)
        time.sleep(1)
        b = self.signed_in()
        os.kill(int(children[0]), signal.SIGKILL)
        time.sleep(0.6)
        self.assertEqual(b.ask("GET", "/profile").status, 200)              # the session is in the database


if __name__ == "__main__":
    unittest.main()
