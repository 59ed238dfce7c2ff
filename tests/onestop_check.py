#!/usr/bin/env python3
"""The figures of `onestop stats` against a plain second implementation, and what hostile files get for an answer.

THUOCDO names the program (build/thuocdo), GEN the generator (build/gen_dossiers)."""
import csv, io, os, random, subprocess, tempfile, unittest
from datetime import date, datetime, timedelta
from decimal import Decimal, ROUND_HALF_UP

THUOCDO = os.environ.get("THUOCDO", "build/thuocdo")
GEN = os.environ.get("GEN", "build/gen_dossiers")
HEAD = ("dossier_code,procedure_code,unit_code,field_code,received_at,due_at,finished_at,channel,online_payment,fee,"
        "digitised,postal_return,status")
FIGURES = ("n,early,on_time,late,in_progress_within,in_progress_over,suspended,returned,online,paid_online,digitised,"
           "postal_return").split(",")
HOLIDAYS = """date,kind
2025-01-01,holiday
2025-01-27,tet
2025-01-28,tet
2025-01-29,tet
2025-01-30,tet
2025-01-31,tet
2025-05-02,swap_off
2025-04-26,swap_work
2026-04-27,substitute
"""
STATES = {"1": "", "3": "", "6": "", "2": "active", "4": "active", "5": "suspended", "7": "returned", "8": "returned",
          "9": "done", "10": "done", "mới đăng ký": "", "được tiếp nhận": "active", "không được tiếp nhận": "",
          "đang xử lý": "active", "yêu cầu bổ sung giấy tờ": "suspended", "yêu cầu thực hiện nghĩa vụ tài chính": "",
          "công dân yêu cầu rút hồ sơ": "returned", "dừng xử lý": "returned", "đã xử lý xong": "done", "đã trả kết quả": "done"}
CHANNELS = {"": "direct", "1": "direct", "2": "online", "3": "postal", "trực tiếp": "direct", "trực tuyến": "online", "bcci": "postal"}


def moment(s):
    s = s.strip()
    for form in ("%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y", "%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(s, form), "%H" in form
        except ValueError:
            pass
    if s:
        raise ValueError(s)
    return None, False


def calendar(text):
    special = {date.fromisoformat(r["date"]): r["kind"] == "swap_work" for r in csv.DictReader(io.StringIO(text))}
    return lambda d: special.get(d, d.weekday() < 5)


def working_days(works, a, b):
    n = 0
    while a < b:
        a += timedelta(days=1)
        n += works(a)
    return n


def reference(text, by, reading, as_of, works):
    groups = {}
    cache = {}
    for r in csv.DictReader(io.StringIO(text, newline="")):
        received, _ = moment(r["received_at"])
        due, due_timed = moment(r["due_at"])
        end, _ = moment(r["finished_at"])
        state = STATES[r["status"].strip().lower()]
        channel = CHANNELS[r["channel"].strip().lower()]
        key = {"unit": r["unit_code"].strip(), "month": received.strftime("%Y-%m"), "field": r["field_code"].strip(),
               "procedure": r["procedure_code"].strip(), "channel": channel}
        g = groups.setdefault(tuple(key[k] for k in by), dict.fromkeys(FIGURES + ["days"], 0))
        g["n"] += 1
        if due and not due_timed:
            due = due.replace(hour=23, minute=59, second=59)
        if state == "done":
            if not due:
                g["on_time"] += 1
            elif end.date() < due.date():
                g["early"] += 1
            elif end.date() > due.date():
                g["late"] += 1
            elif reading == "766" and end.replace(second=0) > due.replace(second=0):
                g["late"] += 1
            else:
                g["on_time"] += 1
            pair = received.date(), end.date()
            if pair not in cache:
                cache[pair] = working_days(works, *pair)
            g["days"] += cache[pair]
        elif state == "active":
            over = due and (due.date() < as_of.date() if reading == "date" else due < as_of)
            g["in_progress_over" if over else "in_progress_within"] += 1
        elif state:
            g[state] += 1
        yes = lambda f: r[f].strip().lower() in ("1", "2", "true", "có", "x")
        g["online"] += channel == "online"
        g["paid_online"] += yes("online_payment")
        g["digitised"] += yes("digitised")
        g["postal_return"] += yes("postal_return")
    out = io.StringIO()
    w = csv.writer(out, lineterminator="\n")
    w.writerow(list(by) + FIGURES + ["mean_working_days"])
    for key in sorted(groups, key=lambda k: [x.encode() for x in k]):
        g = groups[key]
        done = g["early"] + g["on_time"] + g["late"]
        mean = str((Decimal(g["days"]) / done).quantize(Decimal("0.01"), ROUND_HALF_UP)) if done else ""
        w.writerow(list(key) + [g[f] for f in FIGURES] + [mean])
    return out.getvalue()


COLUMNS = HEAD.split(",")
FORMS = ("%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y", "%Y-%m-%d %H:%M", "%Y-%m-%d")
NAMES = ("U1", "Xã Đông Hòa, khu 2", 'Phường "Mới"', "Sở\nNội vụ", "", "Đ", "z" * 40, "Z" * 16, "Xã Đông Hòa", "001", "1", "Ủy ban; nhân dân|3")


def edge_row(rng, i):
    """A dossier about the days where things go wrong: a swap, a holiday, weekends, 15:00, the due minute."""
    day = lambda: datetime(2025, rng.choice((1, 4, 4, 5)), rng.randrange(22, 31), rng.choice((0, 8, 14, 15, 16, 23)), rng.choice((0, 29, 30, 59)), rng.choice((0, 59)))
    shown = lambda t: t.strftime(rng.choice(FORMS)) if t else ""
    received, status = day(), rng.choice(list(STATES) + ["Đã Trả Kết Quả", " 9 "])
    due = rng.choice((None, received + timedelta(days=rng.randrange(0, 9)), day()))
    base = due or received
    end = rng.choice((base, base + timedelta(minutes=1), base - timedelta(seconds=30), base + timedelta(days=rng.randrange(-2, 3)), day()))
    if STATES[status.strip().lower()] not in ("done", "returned") or (STATES[status.strip().lower()] == "returned" and rng.random() < 0.5):
        end = None
    flag = lambda: rng.choice(("0", "1", "", "có", "không", "x", "true", "2"))
    return ["H%d" % i, rng.choice(("1.0", "1.000", "", NAMES[1])), rng.choice(NAMES), rng.choice(("F1", "F,2", "")), shown(received), shown(due),
            shown(end), rng.choice(list(CHANNELS) + ["TRỰC TUYẾN"]), flag(), rng.choice(("0", "", "50000", "1.000.000")), flag(), flag(), status]


def edge_csv(rows, columns=COLUMNS, delimiter=",", eol="\n", quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO()
    w = csv.writer(out, delimiter=delimiter, lineterminator=eol, quoting=quoting)
    w.writerow(columns)
    w.writerows([r[COLUMNS.index(c)] if c in COLUMNS else "Lê, A" for c in columns] for r in rows)
    return out.getvalue()


def edge_file(rng, rows):
    columns = rng.sample(COLUMNS + ["Chủ hồ sơ"], len(COLUMNS) + 1) if rng.random() < 0.5 else COLUMNS
    text = edge_csv(rows, columns, rng.choice(",;\t|"), rng.choice(("\n", "\r\n")), rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    if rng.random() < 0.3:
        text = text.rstrip("\r\n")
    elif rng.random() < 0.3:
        text += "\n\r\n"
    return text.encode(rng.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")))


class Onestop(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.holidays = self.file(HOLIDAYS.encode(), "holidays.csv")

    def tearDown(self):
        self.dir.cleanup()

    def file(self, data, name="d.csv"):
        path = os.path.join(self.dir.name, name)
        with open(path, "wb") as f:
            f.write(data)
        return path

    def run_it(self, *args, code=0):
        p = subprocess.run([THUOCDO, "onestop", *args], capture_output=True)
        self.assertEqual(p.returncode, code, p.stderr.decode())
        return p.stdout.decode(), p.stderr.decode()

    def stats(self, data, *args, **kw):
        return self.run_it("stats", self.file(data), "--csv", "--holidays", self.holidays, *args, **kw)

    def rows(self, *rows):
        return (HEAD + "\n" + "\n".join(rows) + "\n").encode()

    def one(self, data, *args):
        return next(csv.DictReader(io.StringIO(self.stats(data, *args)[0])))

    def test_generated_dossiers_give_the_figures_of_the_reference(self):
        works = calendar(HOLIDAYS)
        for seed, form in ((1, "plain"), (2, "mixed"), (3, "mixed")):
            text = subprocess.run([GEN, "6000", str(seed), form], capture_output=True, check=True).stdout.decode()
            for by in ((), ("unit", "month", "field"), ("channel",), ("procedure", "month"), ("month", "channel", "unit", "procedure", "field")):
                for reading in ("date", "766"):
                    want = reference(text, by, reading, datetime(2025, 9, 1, 17, 0), works)
                    args = ["--reading", reading, "--as-of", "2025-09-01 17:00"] + (["--by", ",".join(by)] if by else [])
                    for threads in ("1", "2"):
                        got, _ = self.stats(text.encode(), *args, "--threads", threads)
                        self.assertEqual(got, want, (seed, by, reading))

    def test_every_edge_in_every_form_of_file(self):
        """Rows full of edges, written in several ways and cut into several files: the same figures as the reference."""
        works = calendar(HOLIDAYS)
        for seed in range(24):
            rng = random.Random(seed)
            rows = [edge_row(rng, i) for i in range(rng.choice((1, 40, 300)))]
            as_of = datetime(2025, 4, 25) + timedelta(minutes=rng.randrange(0, 8 * 24 * 60))
            by = rng.sample(("unit", "month", "field", "procedure", "channel"), rng.randrange(0, 6))
            reading = rng.choice(("date", "766"))
            parts = [rows[i::3] for i in range(3)] if rng.random() < 0.5 else [rows]
            paths = [self.file(edge_file(rng, part), "part%d.csv" % i) for i, part in enumerate(parts)]
            args = ["--csv", "--holidays", self.holidays, "--reading", reading, "--as-of", as_of.strftime("%Y-%m-%d %H:%M")]
            got, _ = self.run_it("stats", *paths, *args, *(["--by", ",".join(by)] if by else []), "--threads", rng.choice("12"))
            want = reference(edge_csv(rows), by, reading, as_of, works)
            self.assertEqual(got, want, (seed, by, reading))

    def test_files_without_rows_and_with_columns_missing(self):
        zeros = ",".join(["0"] * len(FIGURES)) + ",\n"
        head = ",".join(FIGURES) + ",mean_working_days\n"
        self.assertEqual(self.stats((HEAD + "\n").encode())[0], head + zeros)
        self.assertEqual(self.stats((HEAD + "\n").encode(), "--by", "unit")[0], "unit," + head)
        for data, message in ((b"", "rỗng"), (b"a,b\n1,2\n", "không có cột received_at"),
                              (b"received_at,due_at,finished_at\n2025-03-03,,\n", "không có cột status"),
                              (HEAD.replace("due_at", "received_at").encode() + b"\n", "có hai lần")):
            out, err = self.stats(data, code=1)
            self.assertEqual(out, "")
            self.assertIn(message, err)
        few = b"status,finished_at,due_at,received_at\n9,2025-03-04,2025-03-04,2025-03-03\n"
        self.assertEqual(self.one(few)["on_time"], "1")
        _, err = self.stats(few, "--by", "unit", code=1)
        self.assertIn("không có cột unit_code", err)

    def test_not_yet_received_is_counted_without_a_month(self):
        rows = self.rows("A,P,U,F,,,,2,0,0,0,0,TT1", "B,P,U,F,2025-03-03,,,2,0,0,0,0,TT2")
        got = list(csv.DictReader(io.StringIO(self.stats(rows, "--by", "month")[0])))
        self.assertEqual([(g["month"], g["n"], g["in_progress_within"]) for g in got], [("", "1", "0"), ("2025-03", "1", "1")])
        _, err = self.stats(self.rows("A,P,U,F,,,,2,0,0,0,0,TT2"), code=1)
        self.assertIn("dòng 2, cột received_at", err)

    def test_holidays_as_people_keep_them(self):
        """Columns in any order, names with commas and quotes, other delimiters, a day named twice, days out of any range."""
        row = self.rows("A,P,U,F,2025-01-24 08:00,,2025-02-03 08:00,1,0,0,0,0,9")
        days = ["2025-01-%d" % d for d in range(27, 32)]
        for text in ("name,kind,date\n" + "".join('"Tết, ""Ất Tỵ""",tet,%s\n' % d for d in days + days[:2]),
                     "date;weekday;kind\r\n" + "".join("%s;T2;tet\r\n" % "/".join(reversed(d.split("-"))) for d in days),
                     "\ufeffdate\tkind\n" + "".join("%s\ttet\n" % d for d in days) + "1850-01-01\tholiday\n"):
            path = self.file(text.encode(), "days.csv")
            got, _ = self.run_it("stats", self.file(row), "--csv", "--holidays", path)
            self.assertEqual(next(csv.DictReader(io.StringIO(got)))["mean_working_days"], "1.00", text)
        for text, message in (("date,kind\n2025-13-01,tet\n", "date"), ("date,kind\n2025-01-27,nghỉ\n", "swap_work"), ("date\n", "kind")):
            _, err = self.run_it("stats", self.file(row), "--holidays", self.file(text.encode(), "days.csv"), code=1)
            self.assertIn(message, err)

    def test_many_rows_cross_chunks_with_quoted_line_feeds(self):
        text = subprocess.run([GEN, "100000", "9", "mixed"], capture_output=True, check=True).stdout.decode()
        self.assertGreater(len(text), 9 << 20)
        want = reference(text, ("unit", "month"), "766", datetime(2025, 9, 1), calendar(HOLIDAYS))
        got, _ = self.stats(text.encode(), "--by", "unit,month", "--reading", "766", "--as-of", "2025-09-01T00:00")
        self.assertEqual(got, want)

    def test_due_at_the_minute(self):
        row = "A,P,U,F,2025-03-03 08:00:00,2025-03-05 16:30:00,%s,1,0,0,0,0,9"
        for end, figure in (("2025-03-05 16:30:00", "on_time"), ("2025-03-05 16:30:59", "on_time"), ("2025-03-05 16:31:00", "late"),
                            ("2025-03-04 23:59:00", "early"), ("2025-03-06 00:00:00", "late")):
            self.assertEqual(self.one(self.rows(row % end), "--reading", "766")[figure], "1", end)
        self.assertEqual(self.one(self.rows(row % "2025-03-05 16:31:00"))["on_time"], "1")

    def test_saturday_worked_and_tet_and_received_at_15(self):
        row = "A,P,U,F,%s,,%s,1,0,0,0,0,9"
        for a, b, days in (("2025-04-25 15:00", "2025-04-26 10:00", "1.00"), ("2025-01-24 08:00", "2025-02-03 08:00", "1.00"),
                           ("2025-03-07 15:00", "2025-03-10 08:00", "1.00"), ("2025-03-07 15:00", "2025-03-07 16:00", "0.00"),
                           ("2025-03-10 15:00", "2025-03-07 16:00", "0.00")):
            self.assertEqual(self.one(self.rows(row % (a, b)))["mean_working_days"], days, (a, b))

    def test_built_in_calendar_knows_tet_and_swaps(self):
        row = self.rows("A,P,U,F,2025-01-24 08:00,,2025-02-03 08:00,1,0,0,0,0,9", "A,P,V,F,2025-04-25 08:00,,2025-04-26 08:00,1,0,0,0,0,9")
        got, _ = self.run_it("stats", self.file(row), "--csv", "--by", "unit")
        self.assertEqual([r["mean_working_days"] for r in csv.DictReader(io.StringIO(got))], ["1.00", "1.00"])

    def test_unfinished_at_period_end_and_zero_denominators(self):
        data = self.rows("A,P,U,F,2025-03-03,2025-03-31 17:00,,1,0,0,0,0,Đang xử lý")
        for reading, as_of, figure in (("date", "2025-03-31 23:00", "in_progress_within"), ("date", "2025-04-01", "in_progress_over"),
                                       ("766", "2025-03-31 17:00", "in_progress_within"), ("766", "2025-03-31 17:01", "in_progress_over")):
            got = self.one(data, "--reading", reading, "--as-of", as_of)
            self.assertEqual((got[figure], got["mean_working_days"]), ("1", ""), (reading, as_of))
        self.assertEqual(self.one(self.rows())["n"], "0")

    def test_mean_is_rounded_half_up(self):
        rows = ["A,P,U,F,2025-03-03,,2025-03-0%d,1,0,0,0,0,9" % (4 if i else 4) for i in range(1)] + ["A,P,U,F,2025-03-03,,2025-03-03,1,0,0,0,0,9"] * 7
        self.assertEqual(self.one(self.rows(*rows))["mean_working_days"], "0.13")

    def test_encodings_and_delimiters(self):
        text = HEAD + "\r\n" + '"A, 1",P,Xã Đông Hòa,F,03/03/2025 08:00,,,Trực tuyến,có,0,x,không,Đang xử lý\r\n'
        want = "unit,%s,mean_working_days\nXã Đông Hòa,1,0,0,0,1,0,0,0,1,1,1,0,\n" % ",".join(FIGURES)
        cp1258 = (text.replace("ã", "a\u0303").replace("ò", "o\u0300").replace("ự", "ư\u0323").replace("ế", "ê\u0301")
                  .replace("ó", "o\u0301").replace("ử", "ư\u0309").replace("ý", "y\u0301")).encode("cp1258")
        for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"), text.encode("utf-16-be"), text.encode("utf-16-le"),
                     b"\xfe\xff" + text.encode("utf-16-be"), cp1258, text.encode().replace(b"\r\n", b"\n").rstrip(b"\n")):
            self.assertEqual(self.stats(data, "--by", "unit")[0], want, data[:40])
        for delimiter in ";\t|":
            data = text.replace('"A, 1"', "A").replace(",", delimiter).encode()
            self.assertEqual(self.stats(data, "--by", "unit")[0], want)

    def test_vietnamese_headings_in_any_order_with_extra_columns(self):
        data = ("Trạng thái hồ sơ;Chủ hồ sơ;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Mã hồ sơ;Đơn vị\n"
                "Đã trả kết quả;Nguyễn;03-03-2025 08:00:00;08:00 05/03/2025;4.3.2025;H1;U1\n").encode()
        self.assertEqual(self.one(data, "--by", "unit")["early"], "1")

    def test_bad_rows_are_named_exactly(self):
        good = "A,P,U,F,2025-03-03,,2025-03-04,1,0,0,0,0,9"
        cases = [(good.replace("2025-03-03", "31/02/2025"), r"dòng 3, cột received_at, giá trị “31/02/2025”"),
                 (good.replace(",9", ",Chờ"), r"dòng 3, cột status, giá trị “Chờ”"),
                 (good.replace(",1,0,0,0,0,", ",chim,0,0,0,0,"), r"dòng 3, cột channel"),
                 (good.replace("2025-03-04", ""), r"dòng 3, cột finished_at"),
                 (good + ",thừa", r"dòng 3.*số ô"),
                 (good.replace("U", "U\0"), r"dòng 3.*NUL"),
                 (good.replace("U", 'U "x" y'), r"dòng 3.*ngoặc kép"),
                 ('"' + good, r"dòng 3.*ngoặc kép")]
        for row, message in cases:
            out, err = self.stats(self.rows(good, row, good), code=1)
            self.assertEqual(out, "")
            self.assertRegex(err, "(?s)" + message)
        out, err = self.stats(self.rows(good, cases[0][0], good, cases[1][0]), "--skip-bad")
        self.assertEqual(next(csv.DictReader(io.StringIO(out)))["n"], "2")
        self.assertRegex(err, "2 dòng")

    def test_the_first_bad_row_of_many_chunks_is_told(self):
        lines = subprocess.run([GEN, "120000", "4", "plain"], capture_output=True, check=True).stdout.decode().split("\n")
        for at in (110000, 70000, 40000):
            lines[at] = lines[at].rsplit(",", 1)[0] + ",77"
        _, err = self.stats("\n".join(lines).encode(), code=1)
        self.assertRegex(err, "dòng 40001,")

    def test_huge_cells_are_no_danger(self):
        big = "x" * (10 << 20)
        data = (HEAD + ",note\n" + "A,P,U,F,2025-03-03,,,1,0,0,0,0,4,%s\n" % big * 3).encode()
        self.assertEqual(self.one(data)["n"], "3")
        _, err = self.stats(self.rows("A,P,%s,F,2025-03-03,,,1,0,0,0,0,4" % big), "--by", "unit", code=1)
        self.assertRegex(err, "dòng 2, cột unit_code")
        data = (HEAD + ",note\n" + 'A,P,U,F,2025-03-03,,,1,0,0,0,0,4,"%s"\n' % (big + "\n,\n" * 1000) * 3).encode()
        self.assertEqual(self.one(data)["n"], "3")

    def xlsx(self, rows):
        import zipfile
        buf = io.BytesIO()
        cell = lambda c, r, v: ('<c r="%s%d" s="1"><v>%s</v></c>' % (c, r, v) if isinstance(v, (int, float)) else
                                '<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>' % (c, r, v))
        sheet = "".join('<row r="%d">%s</row>' % (n, "".join(cell(chr(65 + i), n, v) for i, v in enumerate(r) if v != "")) for n, r in rows)
        ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        pack = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
        with zipfile.ZipFile(buf, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                       '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                       '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
            z.writestr("_rels/.rels", pack % ('<Relationship Id="r1" Type="%s/officeDocument" Target="xl/workbook.xml"/>' % rel))
            z.writestr("xl/workbook.xml", '<workbook %s xmlns:r="%s"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>' % (ns, rel))
            z.writestr("xl/_rels/workbook.xml.rels", pack % ('<Relationship Id="r1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/>'
                       '<Relationship Id="r2" Type="%s/styles" Target="styles.xml"/>' % (rel, rel)))
            z.writestr("xl/styles.xml", '<styleSheet %s><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>' % ns)
            z.writestr("xl/worksheets/sheet1.xml", '<worksheet %s><sheetData>%s</sheetData></worksheet>' % (ns, sheet))
        return buf.getvalue()

    def test_spreadsheet(self):
        head = ["Mã hồ sơ", "Đơn vị", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc", "Trạng thái"]
        good = ["H1", "Xã A, B", 45719.333333333336, 45721.6875, 45721.688194444444, "Đã xử lý xong"]
        got = self.one(self.xlsx([(1, head), (2, good), (4, good)]), "--by", "unit", "--reading", "766")
        self.assertEqual((got["unit"], got["n"], got["late"], got["mean_working_days"]), ("Xã A, B", "2", "2", "2.00"))
        _, err = self.stats(self.xlsx([(1, head), (2, good), (5, good[:5] + ["Chờ"])]), code=1)
        self.assertRegex(err, "dòng 5, cột status")

    def test_overdue_list(self):
        data = self.rows('"A,1",P,U,F,2025-03-03,2025-03-31 17:00,,1,0,0,0,0,4', "B,P,U,F,2025-03-03,2025-04-02,,1,0,0,0,0,2",
                         "C,P,U,F,2025-03-03,2025-03-01,2025-03-05,1,0,0,0,0,9", "D,P,U,F,2025-03-03,,,1,0,0,0,0,4")
        out, _ = self.run_it("overdue", self.file(data), "--as-of", "2025-04-02 08:00", "--csv")
        self.assertEqual([(r["dossier_code"], r["working_days_over"]) for r in csv.DictReader(io.StringIO(out))], [("A,1", "2")])

    # --- into the database ---

    def folder(self, units):
        d = tempfile.mkdtemp()
        self.addCleanup(lambda: __import__("shutil").rmtree(d, ignore_errors=True))
        self.sh("init", d)
        self.sh("org import", d, self.file("code,name,kind\n" .encode() + "".join("%s,Xã %s,xã\n" % (u, u) for u in units).encode()))
        return d

    def sh(self, words, d, *rest, code=0):
        p = subprocess.run([THUOCDO, *words.split(), *rest, "--data", d], capture_output=True, text=True)
        self.assertEqual(p.returncode, code, p.stderr)
        return p.stdout, p.stderr

    def many(self, n):
        """Generated rows with codes of their own and units that are there."""
        out = subprocess.run([GEN, str(n), "9", "plain"], capture_output=True, check=True).stdout.decode().split("\n")
        return out[0] + "\n" + "\n".join("D%d,%s" % (i, r.split(",", 1)[1]) for i, r in enumerate(out[1:]) if r) + "\n"

    def test_import_gives_the_figures_of_the_file(self):
        text = self.many(4000)
        d = self.folder(sorted({r["unit_code"] for r in csv.DictReader(io.StringIO(text))}))
        path = self.file(text.encode())
        self.assertIn("4000 hồ sơ mới", self.sh("onestop import", d, path, "--source", "A")[0])
        for reading in ("date", "766"):
            for by in ("unit,month,channel", "unit,month,field,procedure,channel"):
                how = ["--by", by, "--reading", reading, "--as-of", "2025-06-01 10:00", "--csv"]
                want = [l for l in self.run_it("stats", path, *how)[0].split("\n") if ",2025-" in l]
                got = self.sh("onestop figures", d, "--year", "2025", *how)[0].split("\n")
                self.assertEqual(sorted(want), sorted(l for l in got[1:] if l))
        before = self.sh("onestop figures", d, "--year", "2025", "--by", "unit,month")[0]
        self.assertIn("4000 giữ nguyên", self.sh("onestop import", d, path, "--source", "A")[0])
        self.assertEqual(before, self.sh("onestop figures", d, "--year", "2025", "--by", "unit,month")[0])
        self.assertIn("lành lặn", self.sh("verify", d)[0])

    def test_import_killed_leaves_nothing(self):
        text = self.many(30000)
        d = self.folder(sorted({r["unit_code"] for r in csv.DictReader(io.StringIO(text))}))
        path = self.file(text.encode())
        seen = []
        def counted():
            return int(next(csv.DictReader(io.StringIO(self.sh("onestop figures", d, "--year", "2025", "--by", "")[0] or "n\n0\n")), {"n": 0})["n"])
        for wait in (0.1, 0.4):
            p = subprocess.Popen([THUOCDO, "onestop", "import", path, "--source", "A", "--data", d], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            try:
                p.wait(wait)
            except subprocess.TimeoutExpired:
                p.kill()
            p.communicate()
            seen.append((counted(), p.returncode))
        self.sh("onestop import", d, path, "--source", "A")
        whole = counted()
        self.assertGreater(whole, 0)
        for n, code in seen:                            # killed between the commit and its own end: all of them
            self.assertIn(n, (0, whole))
            if code == 0:
                self.assertEqual(n, whole)
        self.assertIn("lành lặn", self.sh("verify", d)[0])

    def test_import_of_hostile_files(self):
        d = self.folder(["U", "Ủ"])
        good = "A%d,P,U,F,2025-03-03,,2025-03-04,1,0,0,0,0,9"
        bad = [("B,P,U,F,31/02/2025,,,1,0,0,0,0,4", "received_at"), ("A1,P,U,F,2025-03-03,,,1,0,0,0,0,4", "dossier_code"),
               ("C,P,Z,F,2025-03-03,,,1,0,0,0,0,4", "unit_code"), ("D,P,U,F,2025-03-03,,,1,0,0,0,0,Chờ", "status"), ("E,P,U\0,F", "")]
        path = self.file(self.rows(good % 1, *[b for b, _ in bad], good % 2))
        _, err = self.sh("onestop import", d, path, "--source", "A", code=1)
        self.assertIn("5 dòng sai", err)
        with open(path + ".rejected.csv", encoding="utf-8") as f:
            rejected = list(csv.DictReader(f))
        self.assertEqual(sorted((int(r["row"]), r["column"]) for r in rejected), [(3 + i, c) for i, (_, c) in enumerate(bad)])
        self.assertIn("2 hồ sơ mới", self.sh("onestop import", d, path, "--source", "A", "--skip-bad")[0])
        broken = self.file(self.rows(good % 3, '"mở ra,P,U,F,2025-03-03,,,1,0,0,0,0,4'))
        self.sh("onestop import", d, broken, "--source", "A", "--skip-bad", code=1)
        wide = self.file(self.rows((good % 4).replace(",U,", ",Ủ,")).decode().encode("utf-16"))
        self.assertIn("1 hồ sơ mới", self.sh("onestop import", d, wide, "--source", "A")[0])
        names = self.file((HEAD + ",Chủ hồ sơ,Số điện thoại\n" + good % 5 + ",Ai đó,0900\n").encode())
        self.assertIn("Chủ hồ sơ, Số điện thoại", self.sh("onestop import", d, names, "--source", "A")[0])


if __name__ == "__main__":
    unittest.main()
