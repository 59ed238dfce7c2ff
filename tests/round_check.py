#!/usr/bin/env python3
"""One year's round of twenty units over HTTP, by different people, from creation to publication and correction.

At every phase each move and each score that the tables of `thuocdo round states --json` do not allow is tried by each role
and must be refused without a trace. THUOCDO names the program; THUOCDO_PG_ADDRESS a PostgreSQL on which the same is done.
"""
import datetime
import email
import email.header
import html
import http.client
import io
import json
import os
import re
import signal
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse

from archive_http_test import docx
from web_test import PASSWORD, PROGRAM
from year_check import Smtp

PG = os.environ.get("THUOCDO_PG_ADDRESS")
N = 20
SET = """code,parent,name,max_points,rule,source,evidence,assessor
1,,Chỉ đạo điều hành,6,,,,Sở Nội vụ
1.1,1,Ban hành kế hoạch,2,,self,Kế hoạch,
1.2,1,Tỷ lệ hoàn thành nhiệm vụ,4,Đạt từ 80% trở lên: điểm = tỷ lệ hoàn thành x điểm tối đa; dưới 80%: 0 điểm,self,Báo cáo,
2,,Thủ tục hành chính,4,,,,Sở Tư pháp
2.1,2,Hồ sơ đúng hạn,2,điểm = tỷ lệ x điểm tối đa,auto,,
2.2,2,Công khai thủ tục,2,,self,Ảnh chụp,
"""
WHO = {  # one person of each role, besides officer and head of every unit
    "admin": "admin", "coordinator": "dieuphoi", "appraiser": "td.snv", "council": "hoidong", "viewer": "xem",
}
REFUSED = (403, 404, 409, 422)


class Person:
    """One connection that stays open, the cookies, and the token of the forms."""
    def __init__(self, port, login):
        self.used = time.monotonic()
        self.http, self.cookie, self.login = http.client.HTTPConnection("127.0.0.1", port, timeout=30), {}, login
        form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.get("/sign-in")[1]))
        status, text = self.post("/sign-in", {**form, "login": login, "password": PASSWORD}, accept="text/html")
        assert status == 303, (login, status, text)
        self.token = re.search(r'name="_csrf" value="([^"]*)"', self.get("/profile")[1]).group(1)

    def ask(self, method, path, body=None, **headers):
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookie.items())
        if time.monotonic() - self.used > 2:                            # the server closes what is idle
            self.http.close()
        self.http.request(method, path, body, headers)
        r = self.http.getresponse()
        self.used = time.monotonic()
        raw = r.read()
        for cookie in r.headers.get_all("Set-Cookie") or []:
            name, value = re.match(r"([^=]+)=([^;]*)", cookie).groups()
            self.cookie[name] = value
        self.location = r.headers.get("Location", "")
        return r.status, raw

    def get(self, path):
        status, raw = self.ask("GET", path)
        return status, raw.decode("utf-8", "replace")

    def post(self, path, form, accept="application/json"):
        form = {"_csrf": getattr(self, "token", ""), "_here": "/", **form}
        status, raw = self.ask("POST", path, urllib.parse.urlencode(form, doseq=True), Accept=accept,
                               Content_Type="application/x-www-form-urlencoded")
        return status, raw.decode("utf-8", "replace")

    def upload(self, path, fields, name, content, field="file"):
        head = "".join(f'--XX\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'
                       for k, v in {"_csrf": self.token, "_here": "/", **fields}.items())
        head += f'--XX\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
        return self.ask("POST", path, head.encode() + content + b"\r\n--XX--\r\n", Content_Type="multipart/form-data; boundary=XX")


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
        return [int(n) for n in f.read().split()]


class Round(unittest.TestCase):
    db_args = []

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.data = os.path.join(cls.folder.name, "d")
        cls.run_program("init")
        units = "code,name,kind,parent,group\nP,Tỉnh P,tỉnh,,\nSNV,Sở Nội vụ,sở,P,Sở\nSTP,Sở Tư pháp,sở,P,Sở\n"
        units += "".join(f"U{i:02},Phường {i:02},phường,P,Phường\n" for i in range(1, N + 1))
        cls.run_program("org", "import", cls.file("units.csv", units))
        cls.run_program("criteria", "import", cls.file("set.csv", SET), "--set", "PHUONG", "--year", "2025")
        cls.run_program("fact", "import", cls.file("facts.csv", "unit,year,fact,value\n" + "".join(f"U{i:02},2025,2.1,{60 + i}%\n" for i in range(1, N + 1))))
        for role, login in WHO.items():
            cls.person(login, role, "")
        cls.person("td.stp", "appraiser", "")
        for i in range(1, N + 1):
            cls.person(f"cb{i:02}", "officer", f"U{i:02}")
            cls.person(f"ld{i:02}", "head", f"U{i:02}")
        cls.tables = json.loads(subprocess.run([PROGRAM, "round", "states", "--json"], check=True, capture_output=True, text=True).stdout)
        cls.port = 0
        cls.serve()
        cls.people, cls.keys = {}, {}

    @classmethod
    def serve(cls):
        cls.server = subprocess.Popen([PROGRAM, "serve", "--data", cls.data, *cls.db_args, "--listen", f"127.0.0.1:{cls.port}"],
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        cls.port = int(cls.server.stdout.readline().strip().rsplit(":", 1)[1])

    @classmethod
    def kill(cls):
        """The server is gone without a word, and another one begins in its place; people stay signed in."""
        for pid in [*children(cls.server.pid), cls.server.pid]:
            os.kill(pid, signal.SIGKILL)
        cls.server.wait(30)
        cls.server.stdout.close()
        for p in cls.people.values():
            p.http.close()
        cls.serve()

    @classmethod
    def tearDownClass(cls):
        for p in cls.people.values():
            p.http.close()
        cls.server.terminate()
        cls.server.wait(15)
        cls.server.stdout.close()
        cls.folder.cleanup()

    @classmethod
    def run_program(cls, *args, check=True):
        return subprocess.run([PROGRAM, *args, "--data", cls.data, *cls.db_args], check=check, capture_output=True, text=True)

    @classmethod
    def file(cls, name, text):
        path = os.path.join(cls.folder.name, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    @classmethod
    def person(cls, login, role, unit):
        cls.run_program("user", "create", login, "--name", login, "--email", f"{login}@tinh.example", "--password", PASSWORD, "--role", role, *(["--unit", unit] if unit else []))

    def who(self, login):
        if login not in self.people:
            self.people[login] = Person(self.port, login)
        return self.people[login]

    # ---- acts that must succeed ----

    def do(self, by, path, **form):
        status, text = self.who(by).post(path, form)
        self.assertEqual(status, 200, f"{by} {path} {form}: {text[:400]}")
        return text

    def no(self, by, path, *needles, **form):
        """refused, with a sentence that says why"""
        status, text = self.who(by).post(path, form)
        self.assertIn(status, REFUSED, f"{by} {path} {form}: {status} {text[:300]}")
        error = json.loads(text)["error"]
        for n in needles:
            self.assertIn(n, error)
        self.tried += 1
        return error

    def move(self, action, by="dieuphoi", **form):
        return self.do(by, f"/rounds/{self.round}/move", action=action, **form)

    def score(self, by, unit, code, stage, **form):
        return self.do(by, f"/sheets/{self.sheets[unit]}/score", criterion=self.leaves[code], stage=stage, version=form.pop("version", -1), **form)

    def status(self):
        return json.loads(self.run_program("round", "status", "--round", "D1", "--year", "2025", "--json").stdout)

    def day(self, days):
        return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()

    def calendar(self, **dates):
        """the round's calendar by its form; what is not named stays"""
        page = self.who("dieuphoi").get(f"/rounds/{self.round}/edit")[1]
        form = dict(re.findall(r'<input (?:id|type)="[^"]*" name="(\w+)"[^>]*? value="([^"]*)"', page))
        form.update(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        form.update(re.findall(r'<input id="\w+" name="(\w+)" type="date" value="([^"]*)"', page))
        form = {k: v for k, v in form.items() if not k.startswith("_")}
        self.do("dieuphoi", f"/rounds/{self.round}/edit", **{**form, **dates})

    # ---- what the tables forbid ----

    def sweep(self):
        """every move and every score that the tables do not allow here and now is refused, and leaves no trace"""
        now = self.status()
        phase, units = now["phase"], {}
        for s in now["sheets"]:
            units.setdefault(s["state"], s["unit"])
        wrong, before = [], json.dumps(now)
        people = {**WHO, "officer": "cb01", "head": "ld01"}
        for role, login in people.items():
            for action in {m["action"] for m in self.tables["round_moves"]}:
                if any(m["from"] == phase and m["action"] == action and role in m["roles"] for m in self.tables["round_moves"]):
                    continue
                self.attempt(wrong, login, f"/rounds/{self.round}/move", action=action, reason="thử", decision_no="1/QĐ", decision_date=self.day(0))
        for state, unit in units.items():
            for role, login in {**people, "officer": "cb" + unit[1:], "head": "ld" + unit[1:]}.items():
                self.sweep_sheet(wrong, phase, state, unit, role, login)
        self.sweep_foreign(wrong, phase, units)
        self.assertEqual(wrong, [])
        self.assertEqual(json.dumps(self.status()), before)

    def sweep_sheet(self, wrong, phase, state, unit, role, login):
        path = f"/sheets/{self.sheets[unit]}"
        for action in sorted({m["action"] for m in self.tables["sheet_moves"]}):
            there = [m for m in self.tables["sheet_moves"] if m["action"] == action and m["from"] == state and phase in m["phases"]]
            if any(role in m["roles"] for m in there) or (not there and role in ("admin", "council", "viewer")):
                continue
            self.attempt(wrong, login, path + "/move", action=action, reason="thử")
        for s in self.tables["stages"]:
            if role in s["roles"] and phase in s["phases"] and state in s["states"]:
                continue
            self.attempt(wrong, login, path + "/score", criterion=self.leaves["1.1"], stage=s["stage"], version=-1, points="1", reason="thử")

    def sweep_foreign(self, wrong, phase, units):
        """people of one unit at the sheet of another: whatever the state allows its own people"""
        for state, unit in units.items():
            other = "U01" if unit != "U01" else "U02"
            for login in ("cb" + other[1:], "ld" + other[1:]):
                for action in ("submit", "withdraw", "explain"):
                    self.attempt(wrong, login, f"/sheets/{self.sheets[unit]}/move", action=action)
                for stage in ("self", "explanation"):
                    self.attempt(wrong, login, f"/sheets/{self.sheets[unit]}/score", criterion=self.leaves["1.1"], stage=stage, version=-1, points="2", reason="thử")
                self.attempt(wrong, login, f"/sheets/{self.sheets[unit]}/comment", criterion=self.leaves["1.1"], text="thử")

    def attempt(self, wrong, by, path, **form):
        status, _ = self.who(by).post(path, form)
        self.tried += 1
        if status not in REFUSED:
            wrong.append(f"{by} {path} {form}: {status}")

    # ---- the year ----

    def test_a_year(self):
        self.tried = 0
        self.create()
        self.self_score()
        self.appraise()
        self.explain()
        self.council()
        self.appeal()
        self.publish()
        self.correct()
        self.assertGreater(self.tried, 1500)                            # refusals that were tried

    def create(self):
        for login in ("cb01", "ld01", "td.snv", "hoidong", "xem", "admin"):
            self.no(login, "/rounds/new", code="D1", year=2025, name="x", unit_kinds="ward")
        self.no("dieuphoi", "/rounds/new", "thứ tự", code="D1", year=2025, name="Năm 2025", unit_kinds="ward", self_due=self.day(9), appraisal_due=self.day(3))
        self.do("dieuphoi", "/rounds/new", code="D1", year=2025, name="Đánh giá phường năm 2025", unit_kinds="ward", contact="bà Hoa, Sở Nội vụ",
                basis="Kế hoạch 12/KH-UBND", self_due=self.day(10), appraisal_due=self.day(20), explanation_due=self.day(30), second_due=self.day(40),
                appeal_due=self.day(60))
        self.round = 1
        page = self.who("dieuphoi").get(f"/rounds/{self.round}")[1]
        self.sheets = {f"U{name}": int(number) for number, name in re.findall(r'href="/sheets/(\d+)">Phường (\d+)</a>', page)}
        self.assertEqual(len(self.sheets), N)
        for login, agency in (("td.snv", "Sở Nội vụ"), ("td.stp", "Sở Tư pháp")):
            self.do("dieuphoi", f"/rounds/{self.round}/assign", login=login, assessor=agency)
        self.move("open")                                               # the round begins before the set is issued
        self.no("dieuphoi", f"/rounds/{self.round}/move", "bộ tiêu chí", action="close_self")
        self.calendar(set_code="PHUONG")
        tree = self.who("cb01").get(f"/sheets/{self.sheets['U01']}")[1]
        self.leaves = {code: int(k) for k, code in re.findall(r'\?criterion=(\d+)"[^>]*><span class="dot.*?</span></span><span>([\d.]+) ', tree)}
        self.assertEqual(set(self.leaves), {"1.1", "1.2", "2.1", "2.2"})
        self.set = re.search(r'href="/criteria/(\d+)">PHUONG', self.who("dieuphoi").get("/rounds/1")[1]).group(1)

    def evidence(self, i):
        p, fields = self.who(f"cb{i:02}"), {}
        page = p.get("/documents/new")[1]
        fields["unit_id"] = re.search(r'<option value="(\d+)" selected', page).group(1)
        status, raw = p.upload("/documents/new", fields, f"Kế hoạch phường {i:02}.docx", docx(f"Kế hoạch cải cách hành chính của phường {i:02}"))
        self.assertEqual(status, 303, raw[-500:])
        number = re.search(r"/documents/(\d+)", p.location).group(1)
        self.do(p.login, f"/documents/{number}/evidence", set_id=self.set, criterion="1.1", unit_id=fields["unit_id"], page="1")
        return number

    def self_score(self):
        self.no("cb01", f"/sheets/{self.sheets['U01']}/score", "tối đa", criterion=self.leaves["1.1"], stage="self", version=0, points="3")
        self.no("cb01", f"/sheets/{self.sheets['U01']}/score", criterion=self.leaves["2.1"], stage="self", version=0, points="1")
        self.no("ld01", f"/sheets/{self.sheets['U01']}/move", "1.1", action="submit")       # nothing is scored
        for i in range(1, N + 1):
            unit, officer = f"U{i:02}", f"cb{i:02}"
            self.score(officer, unit, "1.1", "self", points="2")
            self.score(officer, unit, "1.2", "self", value=f"{78 + i}%", reason="theo báo cáo")
            self.score(officer, unit, "2.2", "self", points="1,5", reason="còn 5 thủ tục")
        papers = {i: self.evidence(i) for i in (1, 2, 3)}
        self.follow()
        self.workbook()
        self.api()
        self.hostile()
        self.assertEqual(self.who("cb02").get(f"/documents/{papers[1]}")[0], 404)           # evidence of another unit: not there
        sheet = f"/sheets/{self.sheets['U01']}"
        self.assertIn("cải cách hành chính của phường 01", self.who("td.snv").get(f"{sheet}?criterion={self.leaves['1.1']}&document={papers[1]}")[1])
        error = self.no("cb01", sheet + "/score", "cb01", criterion=self.leaves["1.1"], stage="self", version=0, points="1")
        self.assertIn("2", error)                                       # the conflict says what stands there
        self.sweep()
        for i in range(1, N):
            self.do(f"ld{i:02}", f"/sheets/{self.sheets[f'U{i:02}']}/move", action="submit")
        self.no("dieuphoi", f"/rounds/{self.round}/move", f"Phường {N}", action="close_self")
        self.no("dieuphoi", f"/sheets/{self.sheets[f'U{N:02}']}/move", action="lapse")
        self.do("td.snv", f"/sheets/{self.sheets['U02']}/move", action="rework", reason="Thiếu tài liệu kiểm chứng")
        self.sweep()                                                    # draft, submitted, rework side by side
        self.score("cb02", "U02", "2.2", "self", points="2")
        self.do("ld02", f"/sheets/{self.sheets['U02']}/move", action="submit")
        self.calendar(self_due=self.day(-1))
        self.no("ld20", f"/sheets/{self.sheets['U20']}/move", "hết", action="submit")
        self.no("cb20", f"/sheets/{self.sheets['U20']}/score", "bà Hoa", criterion=self.leaves["1.1"], stage="self", version=-1, points="1")
        self.do("dieuphoi", f"/rounds/{self.round}/extend", sheet=self.sheets["U20"], what="self", until=self.day(2), reason="Sáp nhập phường")
        self.do("ld20", f"/sheets/{self.sheets['U20']}/move", action="submit")
        self.move("close_self")

    def hostile(self):
        """names, reasons and comments that try to be markup stay text on every page that shows them"""
        evil = '<script>alert(1)</script><img src=x onerror=alert(2)>"\'><svg onload=alert(3)>'
        path, leaf = f"/sheets/{self.sheets['U09']}", self.leaves["2.2"]
        self.score("cb09", "U09", "2.2", "self", points="1,5", reason="còn 5 thủ tục " + evil)
        self.do("cb09", path + "/comment", criterion=leaf, text=evil)
        self.do("dieuphoi", f"/rounds/{self.round}/remind", sheet=self.sheets["U09"], text=evil)
        p = self.who("cb09")
        status, raw = p.upload(path + "/evidence", {"criterion": leaf}, '<script>alert(4)</script>.docx', docx("&lt;script&gt;alert(5)&lt;/script&gt; nội dung"))
        self.assertEqual(status, 303, raw[-400:])
        self.assertIn("document=", p.location)
        for login, page in (("cb09", p.location), ("cb09", "/notices"), ("cb09", "/work"), ("td.snv", f"{path}?criterion={leaf}"),
                            ("dieuphoi", f"/rounds/{self.round}"), ("cb09", path + "/check"), ("cb09", path + "/upload")):
            status, text = self.who(login).get(page)
            self.assertEqual(status, 200, page)
            for bad in ("<script>alert", "<img src=x", "<svg onload"):
                self.assertNotIn(bad, text, page)
        self.score("cb09", "U09", "2.2", "self", points="1,5", reason="còn 5 thủ tục")

    def call(self, login, method, path, **form):
        """as another program, by the person's key"""
        if login not in self.keys:
            self.keys[login] = self.run_program("token", "issue", login, "--name", "thử").stdout.strip()
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        c.request(method, "/api/v1" + path, urllib.parse.urlencode(form) if form else None,
                  {"Authorization": "Bearer " + self.keys[login], "Content-Type": "application/x-www-form-urlencoded"})
        r = c.getresponse()
        answer = r.status, json.loads(r.read())
        c.close()
        return answer

    def api(self):
        """keys do what their people may do, and nothing else"""
        own, other = f"/sheets/{self.sheets['U07']}", f"/sheets/{self.sheets['U08']}"
        status, rounds = self.call("cb07", "GET", "/rounds")
        self.assertEqual((status, rounds[0]["round"], rounds[0]["phase"]), (200, "D1", "self"))
        status, now = self.call("cb07", "GET", f"/rounds/{self.round}")
        self.assertEqual([s["unit"] for s in now["sheets"]], ["U07"])
        self.assertEqual(len(self.call("dieuphoi", "GET", f"/rounds/{self.round}")[1]["sheets"]), N)
        status, sheet = self.call("cb07", "GET", own)
        leaf = next(k for k in sheet["criteria"] if k["criterion"] == "2.2")
        self.assertEqual((status, leaf["self"]["points"], leaf["criterion_id"]), (200, "1.5", self.leaves["2.2"]))
        form = {"criterion": self.leaves["2.2"], "stage": "self", "points": "1.25", "reason": "còn 6 thủ tục"}
        self.assertEqual(self.call("cb07", "POST", own + "/score", version=0, **form)[0], 409)
        status, saved = self.call("cb07", "POST", own + "/score", version=leaf["self"]["version"], **form)
        self.assertEqual((status, saved["ok"], saved["points"]), (200, True, "1.25"))
        self.score("cb07", "U07", "2.2", "self", points="1,5", reason="còn 5 thủ tục")
        for login, method, path, more in (("cb07", "GET", other, {}), ("cb07", "POST", other + "/score", {**form, "version": -1}),
                                          ("cb07", "POST", own + "/move", {"action": "submit"}), ("cb07", "GET", f"/rounds/{self.round}/result", {}),
                                          ("cb07", "POST", f"/rounds/{self.round}/move", {"action": "close_self"}),
                                          ("td.snv", "POST", own + "/score", {**form, "version": -1}), ("xem", "POST", own + "/comment", {"text": ""})):
            self.assertIn(self.call(login, method, path, **more)[0], REFUSED, (login, path))
            self.tried += 1
        self.assertEqual(self.call("ld07", "GET", own + "/check")[0], 200)

    def workbook(self):
        """out as XLSX: only what is asked for can be typed, points are held between 0 and the most; back as differences, then taken"""
        try:
            import openpyxl
        except ImportError:
            return
        path = f"/sheets/{self.sheets['U06']}"
        status, raw = self.who("cb06").ask("GET", path + "/table.xlsx")
        self.assertEqual(status, 200)
        book = openpyxl.load_workbook(io.BytesIO(raw))
        ws = book.active
        self.assertTrue(ws.protection.sheet)
        head = next(r for r in range(1, 9) if ws.cell(r, 1).value == "Mã tiêu chí")
        rows = {ws.cell(r, 1).value: r for r in range(head + 1, ws.max_row + 1)}
        self.assertEqual([ws.cell(rows["1.1"], c).protection.locked for c in (1, 4, 7, 8, 9)], [True, True, False, False, True])
        self.assertIn("tỷ lệ", ws.cell(rows["1.2"], 4).value)
        self.assertGreaterEqual(len(ws.data_validations.dataValidation), 3)
        ws.cell(rows["2.2"], 7).value = 1
        ws.cell(rows["2.2"], 8).value = "còn 9 thủ tục <b>chưa</b> công khai"
        out = io.BytesIO()
        book.save(out)
        status, raw = self.who("cb06").upload(path + "/upload", {"_here": path + "/upload"}, "phiếu.xlsx", out.getvalue())
        page = raw.decode()
        self.assertIn("1 thay đổi, chưa ghi", page)
        self.assertIn("&lt;b&gt;chưa&lt;/b&gt;", page)
        self.assertIn("<del>1,5</del> <ins>1</ins>", page)
        form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page[page.index('name="step" value="take"') - 40:]))
        form = {k: html.unescape(v) for k, v in form.items() if not k.startswith("_")}
        form["take"] = form["criterion"]
        self.do("cb06", path + "/upload", **form)
        self.no("cb06", path + "/upload", "cb06", **{**form, "reason": "khác"})     # the version has moved on
        self.score("cb06", "U06", "2.2", "self", points="1,5", reason="còn 5 thủ tục")

    def follow(self):
        """who has opened the sheet; a reminder reaches people and stands in the log"""
        path = f"/sheets/{self.sheets['U01']}"
        self.assertIn(path + "/seen", self.who("cb01").get(path)[1])
        self.no("ld02", path + "/seen")
        self.do("cb01", path + "/seen")
        self.assertNotIn(path + "/seen", self.who("cb01").get(path)[1])
        self.no("td.snv", f"/rounds/{self.round}/remind", sheet="all", text="Đôn đốc")
        self.do("dieuphoi", f"/rounds/{self.round}/remind", sheet="all", text="Đề nghị gửi phiếu trước hạn")
        self.do("dieuphoi", f"/rounds/{self.round}/remind", sheet=self.sheets["U01"], text="Nhắc lần hai")
        self.assertIn("Đề nghị gửi phiếu trước hạn", self.who("ld07").get("/notices")[1])
        page = self.who("dieuphoi").get(f"/rounds/{self.round}")[1]
        self.assertIn("(2 thông báo, 0 thư)", page)                     # officer and head of each ward; no mail server is set
        self.assertIn("Nhắc lần hai", self.who("cb01").get("/notices")[1])
        self.letters()

    def letters(self):
        """letters of a round outlive a mail server that is away and a program that is killed; each goes once, in words and with the address"""
        at = lambda minutes: (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))) + datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")
        sent = lambda minutes: [int(n) for n in re.findall(r"\d+", self.run_program("remind", "letters", "--now", at(minutes)).stdout)]
        path, server = f"/rounds/{self.round}/remind", socketserver.ThreadingTCPServer(("127.0.0.1", 0), Smtp, bind_and_activate=False)
        server.server_bind()                                            # the address is taken, nobody listens yet
        self.addCleanup(server.server_close)
        for key, value in (("mail.smtp_url", f"smtp://127.0.0.1:{server.server_address[1]}"), ("mail.from", "nhac@tinh.example"), ("mail.tls", "off"),
                           ("mail.base_url", "https://cchc.example/")):
            self.run_program("setting", "set", key, value)
        self.do("dieuphoi", path, sheet=self.sheets["U01"], text="Còn năm ngày: <b>hãy gửi phiếu</b>\r\n.\r\nBcc: ai@khac.example")
        self.assertIn("(2 thông báo, 2 thư)", self.who("dieuphoi").get(f"/rounds/{self.round}")[1])
        self.assertEqual(sent(1), [0, 2], "nobody answers yet")
        self.kill()
        server.server_activate()
        server.letters, server.to = [], []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        self.assertEqual(sent(10), [2, 0])
        self.assertEqual(sorted(server.to), ["cb01@tinh.example", "ld01@tinh.example"])
        letter = email.message_from_string(server.letters[0])
        text = letter.get_payload(decode=True).decode()
        self.assertIn("Đánh giá phường năm 2025", str(email.header.make_header(email.header.decode_header(letter["Subject"]))))
        self.assertIsNone(letter["Bcc"])
        self.assertIn("<b>hãy gửi phiếu</b>", text)
        self.assertIn(f"https://cchc.example/sheets/{self.sheets['U01']}", text)
        self.assertEqual(sent(20), [0, 0], "each once")
        self.do("dieuphoi", path, sheet=self.sheets["U01"], text="Nhắc thêm trong ngày")
        self.assertEqual(sent(30), [0, 0], "one letter a day")
        self.assertEqual(sent(36 * 60), [2, 0], "the second one the day after")
        self.assertIn("Nhắc thêm trong ngày", email.message_from_string(server.letters[-1]).get_payload(decode=True).decode())
        self.run_program("setting", "set", "mail.smtp_url", "")

    def appraise(self):
        self.no("td.stp", f"/sheets/{self.sheets['U01']}/score", "phân công", criterion=self.leaves["1.1"], stage="appraisal", version=0, points="2")
        self.no("td.snv", f"/sheets/{self.sheets['U01']}/move", action="appraise")
        for code, login in (("1.1", "td.snv"), ("1.2", "td.snv")):
            self.do(login, f"/rounds/{self.round}/accept", criterion=self.leaves[code], sheet=list(self.sheets.values()))
        for i in range(1, N + 1):
            unit = f"U{i:02}"
            if i > 5:
                self.score("td.stp", unit, "2.2", "appraisal", points="2" if i == 2 else "1,5")
                continue
            self.no("td.stp", f"/sheets/{self.sheets[unit]}/score", "lý do", criterion=self.leaves["2.2"], stage="appraisal", version=0, points="0,5")
            self.score("td.stp", unit, "2.2", "appraisal", points="0,5", reason="Ảnh chụp không có ngày")
        self.no("cb01", f"/sheets/{self.sheets['U01']}/score", "khóa", criterion=self.leaves["1.1"], stage="self", version=-1, points="1")
        self.assertNotIn("Ảnh chụp không có ngày", self.who("cb01").get(f"/sheets/{self.sheets['U01']}?criterion={self.leaves['2.2']}")[1])
        for i in range(1, N):
            self.do("td.snv", f"/sheets/{self.sheets[f'U{i:02}']}/move", action="appraise")
        self.no("dieuphoi", f"/rounds/{self.round}/move", "Phường 20", action="close_appraisal")
        self.sweep()
        self.do("td.snv", f"/sheets/{self.sheets['U20']}/move", action="appraise")
        self.move("close_appraisal")

    def explain(self):
        states = {s["unit"]: s["state"] for s in self.status()["sheets"]}
        self.assertEqual([u for u in sorted(states) if states[u] == "returned"], [f"U{i:02}" for i in range(1, 6)])
        self.assertIn("Ảnh chụp không có ngày", self.who("cb01").get(f"/sheets/{self.sheets['U01']}?criterion={self.leaves['2.2']}")[1])
        for i in (1, 2, 3):
            self.score(f"cb{i:02}", f"U{i:02}", "2.2", "explanation", reason="Ảnh có ngày ở góc phải")
            self.do(f"ld{i:02}", f"/sheets/{self.sheets[f'U{i:02}']}/move", action="explain")
        self.sweep()
        self.no("dieuphoi", f"/rounds/{self.round}/move", "Phường 04", action="close_explanation")
        self.calendar(self_due=self.day(-9), appraisal_due=self.day(-5), explanation_due=self.day(-1))
        self.no("cb04", f"/sheets/{self.sheets['U04']}/score", "khóa", criterion=self.leaves["2.2"], stage="explanation", version=0, reason="muộn")
        self.move("close_explanation")
        self.no("dieuphoi", f"/rounds/{self.round}/move", "Phường 01", action="close_second")
        self.score("td.stp", "U01", "2.2", "second", points="1,5", reason="Chấp nhận giải trình")
        for unit in ("U02", "U03"):
            self.score("td.stp", unit, "2.2", "second", points="0,5")
        self.sweep()
        self.move("close_second")

    def council(self):
        self.no("hoidong", f"/rounds/{self.round}/council", held_on=self.day(0), chair="Ông Bình")
        self.do("dieuphoi", f"/rounds/{self.round}/council", held_on=self.day(0), chair="Ông Bình", members="Bà An; ông Cường")
        page = self.who("hoidong").get(f"/rounds/{self.round}/council")[1]
        items = {unit: int(n) for unit, n in re.findall(r'– Phường (\d+)</h2>.*?name="item" value="(\d+)"',
                                                        self.who("dieuphoi").get(f"/rounds/{self.round}/council")[1], re.S)}
        self.assertEqual(sorted(items), ["02", "03", "04", "05"])       # U01 was settled by the second appraisal
        self.assertNotIn('name="item"', page)                           # the council reads, the secretary writes
        self.no("dieuphoi", f"/rounds/{self.round}/move", "biểu quyết", action="provisional")
        self.no("hoidong", f"/rounds/{self.round}/council/item", item=items["02"], yes=5, no=0, abstained=0, points="2", reason="x")
        self.no("dieuphoi", f"/rounds/{self.round}/council/item", item=items["02"], yes=2, no=3, abstained=0, points="2", reason="x")
        self.do("dieuphoi", f"/rounds/{self.round}/council/item", item=items["02"], yes=5, no=1, abstained=0, points="1", reason="Công nhận một phần")
        for unit in ("03", "04", "05"):
            self.do("dieuphoi", f"/rounds/{self.round}/council/item", item=items[unit], yes=1, no=4, abstained=1, points="", reason="Giữ điểm thẩm định")
        self.do("dieuphoi", f"/rounds/{self.round}/council/close", session=1, minutes="Hội đồng thảo luận bốn nội dung.")
        self.no("dieuphoi", f"/rounds/{self.round}/council/close", session=1, minutes="Lần nữa")
        self.sweep()
        self.move("provisional")
        self.sweep()

    def appeal(self):
        path = f"/rounds/{self.round}/appeals"
        self.no("ld03", path, "phúc tra", sheet=self.sheets["U03"], criterion=self.leaves["2.2"], claim="1,5", text="Có tài liệu mới")
        self.move("open_appeal")
        self.no("cb03", path, sheet=self.sheets["U03"], criterion=self.leaves["2.2"], claim="1,5", text="Cán bộ không được gửi")
        self.no("ld03", path, sheet=self.sheets["U04"], criterion=self.leaves["2.2"], claim="1,5", text="Phiếu của phường khác")
        status, raw = self.who("ld03").upload(path, {"sheet": self.sheets["U03"], "criterion": self.leaves["2.2"], "claim": "1,5", "text": "Có tài liệu mới",
                                                     "evidence": "Biên bản 03/BB"}, "biên bản.docx", docx("BIÊN BẢN kiểm tra niêm yết"))
        self.assertEqual(status, 303, raw[-400:])
        self.do("ld04", path, sheet=self.sheets["U04"], criterion=self.leaves["2.2"], claim="2", text="Đề nghị xem lại")
        self.no("ld03", path, sheet=self.sheets["U03"], criterion=self.leaves["2.2"], claim="2", text="Lần hai")
        page = self.who("dieuphoi").get(path)[1]
        self.assertIn("Nếu chấp nhận 1,5 điểm, xếp hạng thay đổi như sau", page)
        self.assertIn("Nếu chấp nhận 1,25 điểm, xếp hạng", self.who("dieuphoi").get(path + "?appeal=1&points=1,25")[1])
        new = re.search(r'/sheets/%d\?criterion=\d+&amp;document=(\d+)' % self.sheets["U03"], page).group(1)
        self.assertIn("kiểm tra niêm yết", self.who("dieuphoi").get(f"/sheets/{self.sheets['U03']}?criterion={self.leaves['2.2']}&document={new}")[1])
        self.assertEqual(self.who("ld04").get(f"/documents/{new}")[0], 404)
        self.assertNotIn("Đề nghị xem lại", self.who("ld03").get(path)[1])          # appeals of others are not shown
        self.sweep()
        self.no("dieuphoi", f"/rounds/{self.round}/move", "phúc tra", action="approve", decision_no="1/QĐ-UBND", decision_date=self.day(0))
        self.no("ld03", path + "/decide", appeal=1, version=-1, outcome="accepted", reason="tự duyệt")
        self.do("dieuphoi", path + "/decide", appeal=1, version=-1, outcome="partly", points="1", reason="Tài liệu mới chứng minh một phần")
        self.do("dieuphoi", path + "/decide", appeal=2, version=-1, outcome="refused", reason="Không có tài liệu mới")
        self.no("dieuphoi", path + "/decide", appeal=1, version=-1, outcome="refused", reason="Đổi ý")
        self.no("dieuphoi", f"/rounds/{self.round}/move", "chưa thể phê duyệt", action="approve", decision_no="1/QĐ-UBND", decision_date=self.day(0))
        self.calendar(second_due=self.day(-1), appeal_due=self.day(-1))
        self.no("ld05", path, "hết", sheet=self.sheets["U05"], criterion=self.leaves["2.2"], claim="2", text="muộn")
        self.no("dieuphoi", f"/rounds/{self.round}/move", "quyết định", action="approve")
        self.no("dieuphoi", f"/rounds/{self.round}/move", "không sau hôm nay", action="approve", decision_no="1/QĐ-UBND", decision_date=self.day(3))
        p = self.who("dieuphoi")
        status, raw = p.upload(f"/rounds/{self.round}/move", {"action": "approve", "decision_no": "118/QĐ-UBND", "decision_date": self.day(0)},
                               "quyết định.docx", docx("QUYẾT ĐỊNH phê duyệt kết quả"), field="decision_file")
        self.assertEqual(status, 303, raw[-400:])
        number = re.search(r'href="/documents/(\d+)">Quyết định 118/QĐ-UBND', p.get(f"/rounds/{self.round}/result")[1]).group(1)
        self.assertIn("phê duyệt kết quả", self.who("ld09").get(f"/documents/{number}")[1])    # signed decisions are for all

    def ranking(self):
        groups = json.loads(self.run_program("round", "result", "--round", "D1", "--year", "2025", "--json").stdout)["groups"]
        return {u["unit"]: u for u in groups[0]["units"]}

    def publish(self):
        self.sweep()
        self.assertEqual(self.who("ld01").get(f"/rounds/{self.round}/result.xlsx")[0], 403)
        self.move("publish")
        self.sweep()
        ranks = self.ranking()
        # 1.1 2; 1.2 rate × 4 from 80%; 2.1 rate × 2; 2.2 by the last stage
        for i, last in ((1, 1.5), (2, 1), (3, 1), (4, .5), (5, .5), (6, 1.5), (20, 1.5)):
            rate = min(78 + i, 100) if 78 + i >= 80 else 0
            self.assertAlmostEqual(float(ranks[f"U{i:02}"]["points_exact"]), 2 + 4 * rate / 100 + 2 * (60 + i) / 100 + last, places=6, msg=f"U{i:02}")
        self.assertEqual({s["state"] for s in self.status()["sheets"]}, {"final"})
        checks = json.loads(self.run_program("round", "verify", "--round", "D1", "--year", "2025", "--json").stdout)
        self.assertEqual([(c["kind"], c["ok"], c["units"]) for c in checks], [("published", True, N), ("provisional", True, N)])
        self.assertEqual(self.run_program("verify", check=False).returncode, 0)
        page = self.who("ld01").get(f"/rounds/{self.round}/result")[1]
        self.assertIn("118/QĐ-UBND", page)
        frozen_in = lambda text: {kind: n for n, kind in re.findall(rf"/rounds/{self.round}/frozen/(\d+)\">(\w+)", text)}
        self.assertEqual(list(frozen_in(page)), ["Công"], "a viewer is shown no way to the provisional result")
        frozen = frozen_in(self.who("dieuphoi").get(f"/rounds/{self.round}/result")[1])
        self.assertEqual(self.who("ld01").get(f"/rounds/{self.round}/frozen/{frozen['Công']}")[0], 200)
        self.assertEqual(self.who("ld01").get(f"/rounds/{self.round}/frozen/{frozen['Dự']}")[0], 403)

    def correct(self):
        self.no("dieuphoi", f"/rounds/{self.round}/move", "lý do", action="correct")
        self.move("correct", reason="Nhập sai điểm của Phường 05")
        self.sweep()
        self.score("dieuphoi", "U05", "2.2", "correction", points="1,5", reason="Nhập nhầm")
        self.no("dieuphoi", f"/rounds/{self.round}/move", "quyết định", action="publish", reason="Đính chính")
        self.move("publish", reason="Đính chính", decision_no="140/QĐ-UBND", decision_date=self.day(0))
        checks = json.loads(self.run_program("round", "verify", "--round", "D1", "--year", "2025", "--json").stdout)
        self.assertEqual(sorted((c["kind"], c["version"], c["ok"]) for c in checks),
                         [("provisional", 1, True), ("published", 1, True), ("published", 2, True)])
        self.assertEqual(len({c["hash"] for c in checks}), 3)


@unittest.skipUnless(PG, "no PostgreSQL")
class RoundOnPostgres(Round):
    """The same year on PostgreSQL, in a schema of its own."""

    @classmethod
    def setUpClass(cls):
        cls.schema = f"round_{os.getpid()}"
        subprocess.run(["psql", "-q", PG, "-c", f"CREATE SCHEMA {cls.schema}"], check=True)
        cls.db_args = ["--db", f"{PG}{'&' if '?' in PG else '?'}options=-csearch_path%3D{cls.schema}"]
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        subprocess.run(["psql", "-q", PG, "-c", f"DROP SCHEMA {cls.schema} CASCADE"], stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    unittest.main()
