#!/usr/bin/env python3
"""A year of plans of one province in accelerated time: the server and the commands run with the clock set to each day.

Plan, approval, giving down, progress, lateness in working days, reminders by the escalation table (the log is compared),
letters through a mail server that is away at first, extension, hand-over, figures and the report of a quarter.
THUOCDO names the program."""
import json
import os
import re
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from web_test import PASSWORD, PROGRAM, Browser

UNITS = """code,name,kind,parent
T,Tỉnh Thử,tỉnh,
T.S1,Sở Nội vụ,sở,T
T.S2,Sở Tư pháp,sở,T
T.X1,Xã Một,xã,T
T.X2,Phường Hai,phường,T
"""
PLAN = """TT,"Mục tiêu, chỉ tiêu",Nhiệm vụ,Hoạt động,"Kết quả, sản phẩm",Cơ quan chủ trì,Cơ quan phối hợp,Thời gian hoàn thành,Kinh phí
I,CHỈ ĐẠO ĐIỀU HÀNH,,,,,,,
1,Kế hoạch của mọi cấp,Lập kế hoạch,Hướng dẫn lập kế hoạch,Văn bản,Sở Nội vụ,Sở Tư pháp,Trước 24/01/2026,
,,,100% UBND cấp xã ban hành kế hoạch,Kế hoạch,UBND cấp xã,Sở Nội vụ,Trước 06/02/2026,
2,Báo cáo đúng hạn,Báo cáo,Gửi báo cáo quý,Báo cáo,Sở Nội vụ,,Hằng quý,
3,Rà soát văn bản,Rà soát,Công bố văn bản hết hiệu lực,Quyết định,Sở Tư pháp,Sở Nội vụ,Trước 31/01/2026,
4,Kỷ luật,Kỷ cương,Chấn chỉnh giờ làm việc,,Sở Nội vụ,,Thường xuyên,
"""
PEOPLE = [("dp", "Điều Phối", "coordinator", ""), ("gd1", "Giám Đốc Một", "head", "T.S1"), ("cb1", "Cán Bộ Một", "officer", "T.S1"),
          ("cb2", "Cán Bộ Hai", "officer", "T.S2"), ("ct1", "Chủ Tịch Một", "head", "T.X1"), ("cbx", "Cán Bộ Xã", "officer", "T.X1")]


class Smtp(socketserver.StreamRequestHandler):
    """As little of a mail server as a client needs; keeps what it was given."""
    def handle(self):
        def say(line):
            self.wfile.write(line.encode() + b"\r\n")
        say("220 thử")
        while True:
            line = self.rfile.readline().decode("utf-8", "replace").strip()
            word = line.upper()[:4]
            if not line or word == "QUIT":
                say("221 bye")
                return
            if word == "DATA":
                say("354 go")
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += self.rfile.readline()
                self.server.letters.append(body.decode("utf-8", "replace"))
                say("250 kept")
            elif word == "RCPT":
                self.server.to.append(re.search(r"<(.*?)>", line).group(1))
                say("250 ok")
            else:
                say("250 ok")


class Year(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.data = os.path.join(cls.folder.name, "d")
        cls.run_program("init")
        cls.run_program("org", "import", cls.file("units.csv", UNITS))
        for login, name, role, unit in PEOPLE:
            cls.run_program("user", "create", login, "--name", name, "--email", f"{login}@tinh.example", "--password", PASSWORD,
                            "--role", role, *(["--unit", unit] if unit else []))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def file(cls, name, text):
        path = os.path.join(cls.folder.name, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    @classmethod
    def run_program(cls, *args, ok=True):
        r = subprocess.run([PROGRAM, *args, "--data", cls.data], capture_output=True, text=True)
        if ok and r.returncode:
            raise AssertionError(f"{args}: {r.returncode} {r.stderr}{r.stdout}")
        return r.stdout if ok else r

    def at(self, day, *args):
        return self.run_program(*args, "--now", day)

    def tasks(self, day, unit):
        plan = json.loads(self.at(day, "plan", "show", "--unit", unit, "--year", "2026", "--json"))
        return {t["activity"] or t["objective"]: t for t in plan["tasks"] if t["kind"] == "task"}

    def reminded(self, day):
        """Who is told what on a day: ("Cán Bộ Một", "Còn 5", "Hướng dẫn …")."""
        out = []
        for line in self.at(day, "remind", "--list").splitlines()[:-1]:
            m = re.match(r"(.*?): (Còn \d+|Đến hạn|Quá hạn \d+).*?, (.*?): (.*)", line)
            out.append((m[1], m[2], m[4]))
        return sorted(out)

    def serve(self, day):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        server = subprocess.Popen([PROGRAM, "serve", "--data", self.data, "--listen", f"127.0.0.1:{port}", "--now", day],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.stop, server)
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return server, port
            except OSError:
                time.sleep(0.01)
        raise AssertionError("the server does not answer")

    def stop(self, server):
        if server.poll() is None:
            server.send_signal(signal.SIGTERM)
            server.wait(10)

    def browser(self, port, login):
        b = Browser(port)
        self.assertEqual(b.sign_in(login=login).status, 303)
        return b

    def post(self, b, page, action, **fields):
        r = b.ask("POST", action, {**b.hidden(page, action), **fields})
        return r

    def test_a_year(self):
        # January: the plan comes in, is approved, and goes down in one move
        self.at("2026-01-08", "plan", "import", self.file("plan.csv", PLAN), "--unit", "T", "--year", "2026")
        server, port = self.serve("2026-01-12T08:00")
        dp = self.browser(port, "dp")
        plan = re.search(r'href="(/plans/\d+)"', dp.ask("GET", "/plans?year=2026").text).group(1)
        self.assertEqual(self.post(dp, plan, plan + "/approve", number="7/KH-UBND", signed_on="2026-01-12").status, 303)
        page = dp.ask("GET", plan + "/cascade").text
        chosen = re.findall(r'name="task" value="(\d+)"[^>]* checked', page)
        self.assertEqual(len(chosen), 1, "the words tell which task every commune has")
        r = self.post(dp, plan + "/cascade", plan + "/cascade", task=chosen[0], kind="commune")
        self.assertEqual(r.status, 303, r.text[:200])
        self.assertIn("chưa có kế hoạch", self.at("2026-01-12", "plan", "coverage", "--year", "2026"))
        self.assertEqual(len(self.tasks("2026-01-12", "T.X1")), 1)
        self.stop(server)

        # reminders before, on and after the day; the second run of a day adds nothing
        guide, issue, announce = "Hướng dẫn lập kế hoạch", "100% UBND cấp xã ban hành kế hoạch", "Công bố văn bản hết hiệu lực"
        self.assertEqual(self.reminded("2026-01-16"), [("Cán Bộ Hai", "Còn 10", announce), ("Cán Bộ Một", "Còn 5", guide)])
        self.assertEqual(self.reminded("2026-01-16"), [])
        self.assertEqual(self.reminded("2026-01-17"), [], "nobody is reminded on a Saturday")
        log = self.reminded("2026-01-23")
        self.assertIn(("Cán Bộ Một", "Đến hạn", guide), log)
        self.assertIn(("Cán Bộ Hai", "Còn 5", announce), log)
        self.assertIn(("Cán Bộ Xã", "Còn 9", issue), log, "days that nobody ran are caught up")
        self.assertEqual([x for x in self.reminded("2026-01-26") if x[2] == guide], [("Cán Bộ Một", "Quá hạn 1", guide)],
                         "Saturday and Sunday do not count")
        log = self.reminded("2026-01-28")
        self.assertIn(("Giám Đốc Một", "Quá hạn 3", guide), log, "three working days late: the head is told")

        # progress over HTTP, with the clock on the day; the officer of one office may not report for another
        server, port = self.serve("2026-01-29T09:00")
        cb1 = self.browser(port, "cb1")
        tasks = self.tasks("2026-01-29", "T")
        address = f"/tasks/{tasks[guide]['id']}"
        self.assertIn("Việc đến hạn", cb1.ask("GET", "/tasks").text + cb1.ask("GET", "/").text)
        r = self.post(cb1, address, address + "/report", percent="100")
        self.assertIn("phải có sản phẩm", r.text)
        r = self.post(cb1, address, address + "/report", percent="100", text="Đã gửi", product="64/SNV ngày 29/01/2026")
        self.assertEqual(r.status, 303)
        other = f"/tasks/{tasks[announce]['id']}"
        self.assertNotIn(other + "/report", cb1.ask("GET", other).text)
        self.stop(server)
        self.assertEqual(self.tasks("2026-01-29", "T")[guide]["days_late"], 4)
        self.assertEqual(self.tasks("2026-01-29", "T")[guide]["standing"], "done_late")
        self.assertEqual([x for x in self.reminded("2026-01-29") if x[2] == guide], [], "what is done is not reminded of")

        # extension keeps the first day
        task = str(tasks[announce]["id"])
        self.at("2026-01-29", "task", "extend", task, "--to", "2026-02-27", "--reason", "Chờ ý kiến", "--as", "cb2")
        self.at("2026-01-29", "task", "extend", task, "--grant", "--reason", "Đồng ý")
        announced = self.tasks("2026-01-30", "T")[announce]
        self.assertEqual((announced["due"], announced["first_due"]), ("2026-02-27", "2026-01-30"))
        self.at("2026-02-26", "task", "report", task, "--percent", "100", "--product", "5/QĐ-UBND", "--as", "cb2")
        self.assertEqual(self.tasks("2026-02-26", "T")[announce]["standing"], "done")

        # the commune hands in its own table and keeps what it was given; it issues after the day
        own = PLAN.replace("Sở Nội vụ", "Xã Một").replace("100% UBND cấp xã ban hành kế hoạch", "Niêm yết")
        self.at("2026-02-09", "plan", "import", self.file("x1.csv", own), "--unit", "T.X1", "--year", "2026", "--as", "cbx")
        self.at("2026-02-10", "plan", "approve", "--unit", "T.X1", "--year", "2026", "--number", "3/KH-UBND", "--signed", "2026-02-10", "--as", "ct1")
        given = self.tasks("2026-02-10", "T.X1")[issue]
        self.assertEqual(given["origin_id"], tasks[issue]["id"])
        self.at("2026-02-10", "task", "report", str(given["id"]), "--percent", "100", "--product", "3/KH-UBND", "--as", "cbx")
        self.assertEqual(self.tasks("2026-02-10", "T.X1")[issue]["days_late"], 3)
        server, port = self.serve("2026-02-11T08:00")
        page = self.browser(port, "dp").ask("GET", "/plans?year=2026").text
        self.assertEqual(re.findall(r"<dd>(\d+)</dd>", page)[:4], ["1", "1", "0", "3"], "in time, late, draft, none")
        self.stop(server)

        # a recurring duty is asked for again and again, and never late by itself
        report = "Gửi báo cáo quý"
        self.assertIn(("Cán Bộ Một", "Còn 1", report), self.reminded("2026-03-30"))
        self.at("2026-03-31", "task", "report", str(tasks[report]["id"]), "--percent", "25", "--text", "Quý I")
        self.reminded("2026-04-01")
        self.assertEqual(self.tasks("2026-04-02", "T")[report]["next_due"], "2026-06-30")
        self.assertEqual(self.tasks("2026-12-31", "T")[report]["days_late"], 0)
        self.assertEqual(self.tasks("2026-12-31", "T")["Chấn chỉnh giờ làm việc"]["standing"], "undated")

        # figures of four periods and the reports drafted from what happened
        self.at("2026-01-02", "indicator", "elements")
        self.at("2026-01-02", "indicator", "forms")
        for period, entered, checked in (("2026-Q1", "2026-03-16", 4), ("2026-H1", "2026-06-16", 7), ("2026-9M", "2026-09-16", 9), ("2026", "2026-12-16", 12)):
            self.at(entered, "indicator", "enter", f"1.2={checked}", "--unit", "T.S1", "--period", period, "--as", "cb1")
            self.at(entered, "indicator", "complete", "--unit", "T.S1", "--period", period, "--as", "cb1")
            self.assertRegex(self.at(entered, "indicator", "value", "--unit", "T.S1", "--period", period), rf"(?m)^1\.2 +{checked} ")
        text = self.at("2026-03-19", "report", "draft", "--unit", "T.S1", "--period", "2026-Q1")
        self.assertRegex(text, rf"{guide} .*64/SNV.*chậm 4 ngày làm việc", "what was late is in the report without retyping")
        self.assertRegex(text, r"(?m)^1\.2 +4 ")
        self.at("2026-03-20", "report", "approve", "--unit", "T.S1", "--period", "2026-Q1", "--number", "9/BC-SNV", "--as", "gd1")

        # a year later: next year's draft, and what changed
        self.at("2026-12-20", "plan", "copy", "--unit", "T", "--year", "2027")
        self.assertIn("giữ nguyên 5", self.at("2026-12-20", "plan", "changes", "--unit", "T", "--year", "2027"))

    def test_letters(self):
        """The spool survives a mail server that is away and a program that ends; each person gets one digest a day."""
        data, self.__class__.data = self.data, os.path.join(self.folder.name, "mail")
        self.addCleanup(setattr, self.__class__, "data", data)
        self.run_program("init")
        self.run_program("org", "import", self.file("units.csv", UNITS))
        self.run_program("user", "create", "cb1", "--name", "Cán Bộ Một", "--email", "cb1@tinh.example", "--password", PASSWORD,
                         "--role", "officer", "--unit", "T.S1")
        self.at("2026-01-08", "plan", "import", self.file("plan.csv", PLAN.replace("Trước 31/01/2026", "Trước 24/01/2026")
                                                         .replace("Quyết định,Sở Tư pháp", "Quyết định,Sở Nội vụ")), "--unit", "T", "--year", "2026")
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        for key, value in (("mail.smtp_url", f"smtp://127.0.0.1:{port}"), ("mail.from", "nhac@tinh.example"), ("mail.tls", "off"),
                           ("mail.base_url", "https://cchc.example/")):
            self.run_program("setting", "set", key, value)
        out = json.loads(self.at("2026-01-16T08:00", "remind", "--json"))
        self.assertEqual((out["letters"], out["sent"], out["failed"]), (1, 0, 1), "nobody answers yet")
        server = socketserver.ThreadingTCPServer(("127.0.0.1", port), Smtp)
        server.letters, server.to = [], []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.assertEqual(json.loads(self.at("2026-01-16T08:00:20", "remind", "--json"))["sent"], 0, "not before the first wait is over")
        out = json.loads(self.at("2026-01-16T08:05", "remind", "--json"))
        self.assertEqual((out["letters"], out["sent"]), (0, 1))
        self.assertEqual(server.to, ["cb1@tinh.example"])
        import email
        letter = email.message_from_string(server.letters[0])
        text = letter.get_payload(decode=True).decode()
        self.assertEqual(text.count("Còn 5 ngày làm việc"), 2, "one digest for both tasks")
        self.assertRegex(text, r"https://cchc\.example/tasks/\d+")
        self.assertEqual(json.loads(self.at("2026-01-16T09:00", "remind", "--json"))["sent"], 0, "sent once")
        log = self.run_program("remind", "log")
        self.assertRegex(log, r"(?s)sent.*failed")


if __name__ == "__main__":
    unittest.main()
