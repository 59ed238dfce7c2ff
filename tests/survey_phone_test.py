"""The public page of a survey over HTTP, without script: consent, back, double send, used code, weight.

THUOCDO names the program.
"""
import http.cookiejar
import os
import re
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("THUOCDO", os.path.join(ROOT, "build/thuocdo"))


class Phone:
    """A browser without script: cookies, redirects, the hidden fields of the form."""

    def __init__(self, base):
        self.base, self.page, self.url, self.status = base, "", "", 0
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def ask(self, path, fields=None):
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        try:
            answer = self.open(self.base + path, data)
        except urllib.error.HTTPError as e:
            answer = e
        self.page, self.url, self.status = answer.read().decode(), answer.geturl()[len(self.base):], answer.status
        return self.page

    def form(self, **fields):
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', self.page))
        action = re.search(r'<form[^>]*action="([^"]*)"', self.page).group(1)
        return action, {**{k: v.replace("&amp;", "&") for k, v in hidden.items()}, **fields}

    def send(self, **fields):
        return self.ask(*self.form(**fields))


class SurveyPhone(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        cls.run_ok("init")
        units = os.path.join(cls.dir.name, "units.csv")
        with open(units, "w") as f:
            f.write("code,name,kind,parent,group\nXA-1,Phường Một,ward,,\nXA-2,Xã Hai,commune,,\n")
        cls.run_ok("org", "import", units)
        cls.run_ok("survey", "import", os.path.join(ROOT, "data/survey/hai-long-mot-cua.csv"), "--code", "HL", "--year", "2026")
        cls.run_ok("survey", "open", "--survey", "hl", "--form", "HL", "--title", "Hài lòng", "--units", "XA-1:50,XA-2", "--open-link")
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        cls.server = subprocess.Popen([PROGRAM, "serve", "--data", cls.dir.name, "--listen", f"127.0.0.1:{port}"],
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        cls.base = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(cls.base + "/s/hl").read()
                break
            except OSError:
                time.sleep(0.05)

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait(10)
        cls.dir.cleanup()

    @classmethod
    def run_ok(cls, *words):
        return subprocess.run([PROGRAM, *words, "--data", cls.dir.name], check=True, capture_output=True, text=True).stdout

    def walk(self, p, path, **start):
        p.ask(path)
        p.send(consent="1", **start)
        for _ in range(9):
            self.assertIn("trên", p.page)
            p.send(answer="2" if "đã từng gửi" in p.page else "4")
        p.send(answer="Tốt")                                    # the free text: the condition on q10 was not met
        p.send()                                                # field and age may be left open
        p.send()
        self.assertIn("Gửi phiếu?", p.page)

    def test_code_once(self):
        code = self.run_ok("survey", "codes", "--survey", "hl", "--unit", "XA-1", "--n", "1").strip()
        p = Phone(self.base)
        self.walk(p, f"/s/hl/{code}")
        form = p.form()
        p.ask(*form)
        receipt = re.search(r'class="receipt">([^<]+)<', p.page).group(1)
        p.ask(*form)                                            # the same form again
        self.assertIn(receipt, p.page)
        used = Phone(self.base)
        self.assertIn("đã được dùng", used.ask(f"/s/hl/{code}"))
        self.assertIn("Không có mã", used.ask("/s/hl/AAAA-AAAA-AAAA"))
        row = [r for r in self.run_ok("survey", "status", "--survey", "hl").splitlines() if r.startswith("XA-1,")][0].split(",")
        self.assertEqual(row[2:4], ["1", "1"])
        self.assertEqual(int(row[4]) + int(row[5]), 1)          # counted or, being fast, waiting; once

    def test_consent_and_required(self):
        p = Phone(self.base)
        self.assertNotRegex(p.ask("/s/hl"), r'name="consent"[^>]*checked')
        self.assertIn("đánh dấu đồng ý", p.send(unit="1"))
        p.send(unit="1", consent="1")
        first = p.url
        self.assertIn("Hãy chọn một câu trả lời", p.send())
        p.ask(first)
        p.send(answer="3")
        back = re.search(r'class="back" href="([^"]+)"', p.page).group(1).replace("&amp;", "&")
        self.assertRegex(p.ask(back), r'value="3" checked')

    def test_weight_and_script(self):
        p = Phone(self.base)
        page = p.ask("/s/hl")
        css = re.search(r'href="(/assets/[^"]+\.css)"', page).group(1)
        weight = len(page.encode()) + len(p.ask(css).encode())
        self.assertLess(weight, 30000)
        self.assertNotIn("<script", page)
        self.assertIn("<body class=\"big\">", p.ask("/s/hl?big=1"))

    def test_hostile(self):
        p = Phone(self.base)
        self.assertEqual(p.ask("/s/none") and p.status, 404)
        self.assertEqual(p.ask("/s/hl/%22%3E%3Cb%3E") and p.status, 404)
        self.assertNotIn("<b>x", p.ask("/s/hl?d=%22%3E%3Cb%3Ex"))


if __name__ == "__main__":
    unittest.main()
