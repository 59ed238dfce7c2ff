#!/usr/bin/env python3
"""The quality index, the catalogue, the rating, due dates and the registers of room onestop against plain second implementations.

THUOCDO names the program (build/thuocdo)."""
import csv, io, json, os, random, subprocess, tempfile, unittest
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, ROUND_HALF_UP

THUOCDO = os.environ.get("THUOCDO", "build/thuocdo")
HERE = os.path.dirname(os.path.abspath(__file__))
INDEX = list(csv.DictReader(open(os.path.join(HERE, "../data/index766.csv"), encoding="utf-8")))
OFF = {date.fromisoformat(r["date"]): r["kind"] == "swap_work"
       for r in csv.DictReader(open(os.path.join(HERE, "../data/holidays.csv"), encoding="utf-8"))}
UNITS = "code,name,kind,parent\nH1,Tỉnh Một,tỉnh,\nS1,Sở Một,sở,H1\nX1,Xã Một,xã,H1\nX2,Xã Hai,xã,H1\n"
TODAY = (datetime.now(timezone.utc) + timedelta(hours=7)).date()         # in Vietnam, as the program reckons
AS_OF = datetime(2026, 11, 20, 9, 30)


def works(d):
    return OFF.get(d, d.weekday() < 5)


def add_days(d, n):
    step = 1 if n > 0 else -1
    while n:
        d += timedelta(days=step)
        n -= step if works(d) else 0
    return d


def count_days(a, b):
    n = 0
    while a < b:
        a += timedelta(days=1)
        n += works(a)
    return n


SPANS = ((450, 690), (810, 1050))


def clock_start(t, last=None):
    d, m = t.date(), t.hour * 60 + t.minute + t.second / 60
    if works(d) and (last is None or m <= last):
        for a, b in SPANS:
            if m < b:
                return t if m >= a else datetime.combine(d, datetime.min.time()) + timedelta(minutes=a)
    d = add_days(d, 1)
    return datetime.combine(d, datetime.min.time()) + timedelta(minutes=SPANS[0][0])


def seconds_between(a, b):
    """Working seconds, one day after the other."""
    total, d = 0, a.date()
    while d <= b.date():
        if works(d):
            for x, y in SPANS:
                lo = max(a, datetime.combine(d, datetime.min.time()) + timedelta(minutes=x))
                hi = min(b, datetime.combine(d, datetime.min.time()) + timedelta(minutes=y))
                total += max(0, int((hi - lo).total_seconds()))
        d += timedelta(days=1)
    return total


def minute(t):
    return t.replace(second=0)


def q(x):
    return str(Decimal(x).quantize(Decimal("0.01"), ROUND_HALF_UP))


def make_catalogue(rng):
    rows = []
    for i in range(40):
        full = rng.random() < 0.7
        for k in range(1 + (rng.random() < 0.2)):
            decided = date(2026, 8, 1) + timedelta(days=rng.randrange(110))
            rows.append({
                "code": f"1.{1000 + i:06d}.000.00.00.H99", "name": f"Thủ tục, số {i}", "field": f"Lĩnh vực {i % 4}",
                "level": ("tỉnh", "xã", "tỉnh, xã")[i % 3], "online_level": ("toàn trình", "một phần", "không")[i % 5 % 3],
                "hours_direct": ("", "5 ngày", "4 giờ", "15", "2,5 ngày")[i % 5], "fee": ("", "20.000", "0", "Miễn phí")[i % 4],
                "has_result": "không" if i % 7 == 0 else "có", "citizen": "không" if i % 6 == 0 else "x",
                "agency": "S1" if i % 4 == 0 else "", "decision": f"{100 + i * 10 + k}/QĐ-UBND",
                "kind": "new" if k == 0 else "sửa đổi", "decided_on": (decided + timedelta(days=k)).isoformat(),
                "effective_on": (decided + timedelta(days=rng.randrange(14))).isoformat() if rng.random() < 0.8 else "",
                "published_on": (decided + timedelta(days=1 + rng.randrange(12))).isoformat() if rng.random() < 0.85 else "",
                **{c: "có" if full or rng.random() < 0.5 else "" for c in ("steps", "way", "components", "subjects", "body")}})
    # cells other than those of the decision must agree between rows of one code
    first = {}
    for r in rows:
        f = first.setdefault(r["code"], r)
        for c in ("steps", "way", "components", "subjects", "body"):
            r[c] = f[c]
    return rows


def make_dossiers(rng, n):
    rows = []
    for i in range(n):
        t = datetime(2026, 9, 1, 7, 0) + timedelta(minutes=rng.randrange(80 * 24 * 60))
        due = t + timedelta(minutes=rng.randrange(60, 30 * 24 * 60)) if rng.random() < 0.9 else None
        status = rng.choice(["1", "2", "3", "4", "4", "5", "6", "7", "8", "9", "10", "10", "10", "Đã trả kết quả"])
        end = t + timedelta(minutes=rng.randrange(30 * 24 * 60)) if status in ("7", "8", "9", "10", "Đã trả kết quả") else None
        if end and due and rng.random() < 0.15:
            end = due + timedelta(seconds=rng.choice([-60, -1, 0, 30, 59, 60]))
            end = max(end, t)
        asked = supplied = None
        times = ""
        if rng.random() < 0.2 or status == "5":
            asked = t + timedelta(minutes=rng.randrange(1, 8 * 24 * 60))
            if status != "5" and rng.random() < 0.85:
                supplied = asked + timedelta(minutes=rng.randrange(1, 6 * 24 * 60))
                if end:
                    end = max(end, supplied)
            times = rng.choice(["", "1", "1", "2"])
        f = lambda x: x.strftime("%Y-%m-%d %H:%M:%S") if x else ""
        b = lambda p: rng.choice(["1", "có", "x"]) if rng.random() < p else rng.choice(["0", "", "không"])
        rows.append({
            "dossier_code": f"H1-{i}", "procedure_code": f"1.{1000 + rng.randrange(44):06d}.000.00.00.H99" if rng.random() < 0.95 else "",
            "unit_code": rng.choice(["X1", "X2", "S1", "H1"]), "field_code": f"LV{i % 3}", "received_at": f(t), "due_at": f(due),
            "finished_at": f(end), "channel": rng.choice(["", "1", "2", "2", "3"]), "online_payment": b(0.4),
            "fee": rng.choice(["", "0", "15000", "20.000"]), "digitised": b(0.7), "postal_return": b(0.1), "status": status,
            "old_due_at": f(due - timedelta(days=2)) if due and rng.random() < 0.05 else "", "supplement_asked_at": f(asked),
            "supplied_at": f(supplied), "supplements": times, "electronic_result": b(0.6), "reused": b(0.3), "complaint": b(0.05),
            "personal_store": b(0.2), "population_data": b(0.5)})
    return rows


def make_petitions(rng):
    rows = []
    for i in range(60):
        got = date(2026, 9, 1) + timedelta(days=rng.randrange(80))
        ans = got + timedelta(days=rng.randrange(30)) if rng.random() < 0.7 else None
        rows.append({"code": f"PA{i}", "unit": rng.choice(["X1", "X2", "H1"]), "kind": rng.choice(["quy định", "hành vi"]),
                     "subject": f"Việc {i}", "received_on": got.isoformat(),
                     "asked_on": (got + timedelta(days=rng.randrange(12))).isoformat() if rng.random() < 0.3 else "",
                     "answered_on": ans.isoformat() if ans else "", "refused": "có" if rng.random() < 0.2 else "",
                     "again": "có" if rng.random() < 0.1 else "", "likes": str(rng.randrange(4)), "dislikes": str(rng.randrange(4))})
    return rows


def to_csv(rows):
    out = io.StringIO()
    w = csv.DictWriter(out, list(rows[0]))
    w.writeheader()
    w.writerows(rows)
    return out.getvalue()


def yes(s):
    return s in ("1", "có", "x")


def hours_of(text):
    if not text:
        return 0
    n = Decimal(text.split()[0].replace(",", "."))
    return int(n if "giờ" in text else n * 8)


def reference(unit, first, last, catalogue, dossiers, petitions, portal):
    below = {"H1": {"H1", "S1", "X1", "X2"}, "X1": {"X1"}, "S1": {"S1"}}[unit]
    kind = {"H1": "province", "X1": "commune", "S1": "agency"}[unit]
    cut = min(AS_OF, datetime.combine(last, datetime.min.time()) + timedelta(days=1, seconds=-1))
    procedures = {}
    for r in catalogue:
        p = procedures.setdefault(r["code"], dict(r, decisions=[]))
        p["decisions"].append(r)
    for p in procedures.values():
        p["online"] = {"toàn trình": "full", "một phần": "partial", "không": "none"}[p["online_level"]]
        p["fees"] = p["fee"] == "20.000"
        p["result"] = p["has_result"] == "có"
        p["published"] = max(p["decisions"], key=lambda d: d["decided_on"])["published_on"]
        p["all"] = all(p[c] for c in ("steps", "way", "components", "subjects", "body")) and p["hours_direct"] != ""
    moment = lambda s: datetime.strptime(s, "%Y-%m-%d %H:%M:%S") if s else None
    A = dict.fromkeys("n late late_date full full_online online_result service service_online fee fee_paid needs electronic needs_done "
                      "electronic_done digitised both reused shared population_any complaint".split(), 0)
    fee_p, paid_p, pop_p, online_p = set(), set(), set(), set()
    for r in dossiers:
        t = moment(r["received_at"])
        if r["unit_code"] not in below or not first <= t.date() <= last or r["status"] in ("1", "3", "6"):
            continue
        p = procedures.get(r["procedure_code"])
        due, end, asked, supplied = map(moment, (r["due_at"], r["finished_at"], r["supplement_asked_at"], r["supplied_at"]))
        old = moment(r["old_due_at"])
        if r["status"] == "5":
            end = None
        times = int(r["supplements"] or (1 if asked else 0))
        waited = supplied - asked if asked and supplied and supplied > asked else timedelta()
        ended = end is not None and end <= cut
        if asked and asked <= cut and (not supplied or supplied > cut):
            stop, spent = asked, timedelta()
        elif ended:
            stop, spent = end, waited
        else:
            stop, spent = cut, timedelta() if supplied and supplied > cut else waited
        A["n"] += 1
        if times >= 2:
            late = True
        elif old or due:
            late = minute(stop - spent) > minute(old or due)
        else:
            hours = hours_of(p["hours_direct"]) if p else 0
            begin = clock_start(t)
            late = hours > 0 and stop - spent > begin and seconds_between(begin, stop - spent) // 60 > hours * 60
        A["late"] += late
        A["late_date"] += bool(due) and (end.date() > due.date() if ended else r["status"] != "5" and cut.date() > due.date())
        online, done = r["channel"] == "2", r["status"] in ("9", "10", "Đã trả kết quả") and ended
        result = p["result"] if p else True
        electronic, digitised, paid = yes(r["electronic_result"]), yes(r["digitised"]), yes(r["online_payment"])
        fee = r["fee"] in ("15000", "20.000")
        A["online_result"] += online and (not result or electronic)
        A["fee"] += fee
        A["fee_paid"] += fee and paid
        A["digitised"] += digitised
        A["both"] += digitised and electronic
        A["reused"] += yes(r["reused"])
        A["shared"] += yes(r["personal_store"])
        A["population_any"] += yes(r["personal_store"]) or yes(r["population_data"])
        A["complaint"] += yes(r["complaint"])
        if p and p["online"] == "full":
            A["full"] += 1
            A["full_online"] += online
        if p and p["online"] != "none":
            A["service"] += 1
            A["service_online"] += online
        if result:
            A["needs"] += 1
            A["electronic"] += electronic
            A["needs_done"] += done
            A["electronic_done"] += done and electronic
        code = r["procedure_code"]
        if code:
            fee_p |= {code} if fee else set()
            paid_p |= {code} if fee and paid else set()
            pop_p |= {code} if yes(r["population_data"]) else set()
            online_p |= {code} if online else set()
    own = {"province": lambda p: True, "commune": lambda p: p["level"] in ("xã", "tỉnh, xã"),
           "agency": lambda p: p["agency"] == "S1"}[kind]
    cat = {c: p for c, p in procedures.items() if own(p)}
    day = cut.date()
    public = {c: p for c, p in cat.items() if p["published"] and date.fromisoformat(p["published"]) <= day}
    now = {c: p for c, p in public.items() if date.fromisoformat(p["published"]) >= first}
    decided, to_publish = {}, {}
    for c, p in procedures.items():
        for d in p["decisions"]:
            on = date.fromisoformat(d["decided_on"])
            due = add_days(on, 5)
            pub = date.fromisoformat(d["published_on"]) if d["published_on"] else None
            if first <= on <= day:
                bad = bool(d["effective_on"]) and on > add_days(date.fromisoformat(d["effective_on"]), -5)
                decided[c] = decided.get(c, False) or bad
            if on <= day and (first <= due <= day or pub and first <= pub <= day):
                to_publish[c] = to_publish.get(c, False) or not (pub and pub <= due)
    services = {c for c, p in cat.items() if p["online"] != "none"}
    with_fee, citizens = {c for c, p in cat.items() if p["fees"]}, {c for c, p in cat.items() if p["citizen"] == "x"}
    pakn = [r for r in petitions if r["unit"] in below and date.fromisoformat(r["received_on"]) <= day
            and (not r["answered_on"] or date.fromisoformat(r["answered_on"]) >= first or date.fromisoformat(r["received_on"]) >= first)]

    def in_time(r):
        got = date.fromisoformat(r["received_on"])
        ans = date.fromisoformat(r["answered_on"]) if r["answered_on"] else None
        ask = date.fromisoformat(r["asked_on"]) if r["asked_on"] else None
        if ask and ask <= day and count_days(got, ask) > 5:
            return False
        return count_days(got, ans if ans and ans <= day else day) <= (2 if r["refused"] and ans else 15)
    new = [r for r in pakn if date.fromisoformat(r["received_on"]) >= first]
    good = [r for r in new if in_time(r) and not r["again"] and int(r["dislikes"]) <= int(r["likes"])]
    synced = portal.get(unit)
    counts = {
        "1.1": (sum(not b for b in decided.values()), len(decided)), "1.2": (sum(not b for b in to_publish.values()), len(to_publish)),
        ("1.3", "now"): (sum(p["all"] for p in public.values()), len(public)),
        ("1.3", "period"): (sum(p["all"] for p in now.values()), len(now)),
        "1.4": (synced[0], max(synced[1], A["n"])) if synced else None,
        ("2.1", ""): (A["n"] - A["late"], A["n"]), ("2.1", "date"): (A["n"] - A["late_date"], A["n"]),
        "3.0": (A["full_online"], A["full"]), "3.1": (len(services), len(cat)),
        ("3.2", "service"): (len(services & online_p), len(services)), ("3.2", "dossier"): (A["service_online"], A["service"]),
        "3.3": (A["online_result"], A["n"]), "3.5": (len(fee_p & with_fee), len(with_fee)),
        "3.5b": (len(paid_p & with_fee), len(with_fee)), ("3.6", "dossier"): (A["fee_paid"], A["fee"]),
        ("3.6", "procedure"): (len(paid_p), len(fee_p)), ("4.1", ""): (A["electronic"], A["needs"]),
        ("4.1", "done"): (A["electronic_done"], A["needs_done"]), ("4.2", ""): (A["both"], A["n"]),
        ("4.2", "component"): (A["digitised"], A["n"]), "4.3": (A["reused"], A["n"]), "4.4": (A["shared"], A["n"]),
        "4.5a": (len(pop_p & citizens), len(citizens)), "4.5b": (A["population_any"], A["n"]),
        "5.1a": (sum(r["kind"] == "quy định" for r in new), len(new)), "5.1b": (sum(r["kind"] == "hành vi" for r in new), len(new)),
        "5.2": (sum(map(in_time, pakn)), len(pakn)), "5.3": (len(good), len(new)), "5.4": (A["n"] - A["late"] - A["complaint"], A["n"])}
    out = {}
    for line in INDEX:
        key = line["code"] if line["code"] in counts else (line["code"], line["reading"])
        if line["levels"] == "province" and kind != "province":
            out[line["code"], line["reading"]] = (None, None)
            continue
        c = counts.get(key)
        rate = points = None
        if c and c[1] > 0:
            exact = Decimal(max(c[0], 0)) * 100 / c[1]
            if line["code"] == "3.3" and synced and counts["1.4"][1]:
                exact = exact * counts["1.4"][0] / counts["1.4"][1]
            exact = min(exact, Decimal(100))
            rate = q(exact)
            if line["maximum"] and line["standing"] != "unscored":
                most, full = Decimal(line["maximum"]), Decimal(line["threshold"] or 100)
                points = q(most if exact >= full else exact * most / full)
        out[line["code"], line["reading"]] = (rate, points)
    return out


class Index(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tmp = tempfile.TemporaryDirectory()
        cls.data = os.path.join(cls.tmp.name, "d")
        rng = random.Random(766)
        cls.catalogue, cls.dossiers, cls.petitions = make_catalogue(rng), make_dossiers(rng, 3000), make_petitions(rng)
        cls.cli("init", "--data", cls.data)
        cls.cli("org", "import", cls.file(UNITS, "u.csv"), "--data", cls.data)
        cls.cli("onestop", "procedures", cls.file(to_csv(cls.catalogue), "c.csv"), "--data", cls.data)
        cls.cli("onestop", "import", cls.file(to_csv(cls.dossiers), "h.csv"), "--data", cls.data, "--source", "Một cửa")
        cls.cli("onestop", "pakn", cls.file(to_csv(cls.petitions), "p.csv"), "--data", cls.data)

    @classmethod
    def tearDownClass(cls):
        cls.tmp.cleanup()

    @classmethod
    def file(cls, text, name):
        path = os.path.join(cls.tmp.name, name)
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(text)
        return path

    @classmethod
    def cli(cls, *args, code=0):
        p = subprocess.run([THUOCDO, *args], capture_output=True)
        if p.returncode != code:
            raise AssertionError(f"{args}: {p.returncode}\n{p.stdout.decode()[-500:]}{p.stderr.decode()[-2000:]}")
        return p.stdout.decode() + (p.stderr.decode() if code else "")

    def index(self, unit, period):
        return json.loads(self.cli("onestop", "index766", "--data", self.data, "--unit", unit, "--period", period, "--json",
                                   "--as-of", AS_OF.strftime("%d/%m/%Y %H:%M")))

    def compare(self, unit, period, first, last, portal={}):
        want = reference(unit, first, last, self.catalogue, self.dossiers, self.petitions, portal)
        rows = self.index(unit, period)
        seen = set()
        for r in rows:
            if "reading" not in r:
                continue
            seen.add(r["code"])
            self.assertEqual((r["rate"], r["points"]), want[r["code"], r["reading"]], (unit, period, r))
        self.assertEqual(seen, {x["code"] for x in INDEX})
        for g in [r for r in rows if "reading" not in r]:
            mine = [r for r in rows if "reading" in r and r["applies"] and (g["code"] == "TOTAL" or
                    next(x["group"] for x in INDEX if x["code"] == r["code"]) == g["code"][1:])]
            total = sum(Decimal(r["points"]) for r in mine if r["points"])
            self.assertEqual(Decimal(g["points"] or 0), total, g["code"])
            self.assertEqual(Decimal(g["maximum"] or 0), sum(Decimal(r["maximum"]) for r in mine if r["maximum"]))
        return {r["code"]: r for r in rows}

    def test_every_row_is_what_a_plain_count_gives(self):
        for unit in ("H1", "X1", "S1"):
            self.compare(unit, "2026-09", date(2026, 9, 1), date(2026, 9, 30))
            self.compare(unit, "2026-10", date(2026, 10, 1), date(2026, 10, 31))
            self.compare(unit, "2026-11", date(2026, 11, 1), date(2026, 11, 30))        # not over: measured up to now
            self.compare(unit, "2026-Q4", date(2026, 10, 1), date(2026, 12, 31))
        empty = self.compare("X1", "2027-02", date(2027, 2, 1), date(2027, 2, 28))
        self.assertIsNone(empty["2.1"]["rate"])

    def test_maxima_and_other_readings(self):
        rows = self.compare("H1", "2026-10", date(2026, 10, 1), date(2026, 10, 31))
        self.assertEqual({g: rows[g]["maximum"] for g in ("G1", "G2", "G3", "G3P", "G4", "G5", "TOTAL")},
                         {"G1": "18", "G2": "20", "G3": "12", "G3P": "10", "G4": "22", "G5": "18", "TOTAL": "100"})
        self.cli("setting", "set", "onestop.index766", "3.6=procedure 1.3=period 2.1=date 3.2=dossier 4.1=done 4.2=component 9=x", "--data", self.data)
        try:
            rows = self.compare("H1", "2026-10", date(2026, 10, 1), date(2026, 10, 31))
            self.assertEqual([rows[c]["reading"] for c in ("3.6", "1.3", "2.1", "3.2", "4.1", "4.2")],
                             ["procedure", "period", "date", "dossier", "done", "component"])
        finally:
            self.cli("setting", "set", "onestop.index766", "", "--data", self.data)

    def test_portal_beside_own_with_the_difference_explained(self):
        base = self.index("X2", "2026-10")
        own = {r["code"]: r for r in base}
        n, d = own["2.1"]["numerator"], own["2.1"]["denominator"]
        text = ("unit,period,code,rate,points,numerator,denominator,source\n"
                f"X2,2026-10,2.1,,19.5,{n - 3},{d - 5},Cổng\n"
                f"X2,2026-10,1.4,,,{d - 5},{d - 5},Cổng\n"
                f"X2,2026-10,3.6,{next(r for r in self.other('X2')if r['code'] == '3.6')['rate']},5,,,Cổng\nX2,2026-10,4.3,99,2,,,Cổng\n")
        self.assertIn("4", self.cli("onestop", "portal", self.file(text, "cong.csv"), "--data", self.data))
        self.assertIn(" 0 ", self.cli("onestop", "portal", self.file(text, "cong.csv"), "--data", self.data))
        rows = {r["code"]: r for r in self.index("X2", "2026-10")}
        self.assertIn("ít hơn 5", rows["2.1"]["why"])
        self.assertIn("3 đạt và 2 không đạt", rows["2.1"]["why"])
        self.assertEqual(rows["2.1"]["portal_rate"], q(Decimal(n - 3) * 100 / (d - 5)))
        self.assertIn("mẫu số đếm thủ tục", rows["3.6"]["why"])
        self.assertIn("Chưa đủ số liệu", rows["4.3"]["why"])
        self.assertEqual((rows["1.4"]["numerator"], rows["1.4"]["denominator"]), (d - 5, d))
        standing = {r["code"]: r["standing"] for r in base if "standing" in r}
        self.assertEqual([standing[c] for c in ("2.1", "3.0", "3.1", "3.x1", "4.2b", "5.1a")],
                         ["confirmed", "chosen", "no_maximum", "no_formula", "no_formula", "unscored"])
        over = self.cli("onestop", "portal", self.file("unit,period,code,numerator,denominator\nX2,2026-10,4.3,9,8\n", "hon.csv"), "--data", self.data, code=1)
        self.assertIn("Tử số lớn hơn mẫu số", over)
        bad = self.cli("onestop", "portal", self.file(text.replace("4.3,99", "4.9,101"), "sai.csv"), "--data", self.data, code=1)
        self.assertIn("4.9", bad)
        self.assertIn("101", bad)

    def other(self, unit):
        self.cli("setting", "set", "onestop.index766", "3.6=procedure", "--data", self.data)
        try:
            return self.index(unit, "2026-10")
        finally:
            self.cli("setting", "set", "onestop.index766", "", "--data", self.data)

    def test_catalogue_again_changes_nothing_and_a_change_is_kept(self):
        again = self.cli("onestop", "procedures", self.file(to_csv(self.catalogue), "c.csv"), "--data", self.data)
        self.assertTrue(again.startswith("0 thủ tục mới, 0 thay đổi"), again)
        rows = [dict(r) for r in self.catalogue]
        code = rows[3]["code"]
        for r in rows:
            if r["code"] == code:
                r["hours_direct"] = "7 ngày"
        told = self.cli("onestop", "procedures", self.file(to_csv(rows), "c2.csv"), "--data", self.data, "--dry-run")
        self.assertTrue(told.startswith("0 thủ tục mới, 1 thay đổi"), told)
        rows[5]["decided_on"] = "31/02/2026"
        rows[6]["level"] = "huyện"
        bad = self.cli("onestop", "procedures", self.file(to_csv(rows), "c3.csv"), "--data", self.data, code=1)
        self.assertIn("31/02/2026", bad)
        self.assertIn("huyện", bad)

    def test_publication_faults(self):
        found = set(self.cli("onestop", "faults", "--data", self.data).split("\n")[1:])
        today = TODAY
        for r in self.catalogue:
            on, pub = date.fromisoformat(r["decided_on"]), r["published_on"]
            if pub and date.fromisoformat(pub) > add_days(on, 5):
                self.assertIn(f"{r['code']},Công khai muộn", found)
            if r["effective_on"] and on > add_days(date.fromisoformat(r["effective_on"]), -5):
                self.assertIn(f"{r['code']},Công bố muộn", found)
            if not pub and today > add_days(on, 5):
                self.assertIn(f"{r['code']},Chưa công khai", found)
        self.assertTrue(any("Chưa có trong danh mục" in f for f in found))

    def test_rating_and_its_bands(self):
        def put(points, period):
            rows = ["unit,period,item,self,appraised"] + [f"X1,{period},{i + 1},2,{p}" for i, p in enumerate(points)]
            self.cli("onestop", "rate18", self.file("\n".join(rows), "r.csv"), "--data", self.data)
            return json.loads(self.cli("onestop", "rating18", "--data", self.data, "--unit", "X1", "--period", period, "--json"))
        for i, (sum18, name) in enumerate([("18", "Xuất sắc"), ("15", "Xuất sắc"), ("14.99", "Tốt"), ("12", "Tốt"), ("11.99", "Khá"),
                                           ("9", "Khá"), ("8.99", "Trung bình"), ("6", "Trung bình"), ("5.99", "Yếu"), ("0", "Yếu")]):
            left, points = Decimal(sum18), []
            for _ in range(9):
                points.append(min(left, Decimal(2)))
                left -= points[-1]
            r = put(points, f"2026-{i % 9 + 1:02d}")
            self.assertEqual((r["class"], Decimal(r["appraised"]), r["self_class"]), (name, Decimal(sum18), "Xuất sắc"), sum18)
        self.assertEqual(r["version"], "TT03/2025")
        self.assertEqual(put([1], "2024-Q1")["version"], "TT01/2018")
        self.assertEqual(put([1], "2024-Q1")["class"], "")
        bad = self.cli("onestop", "rate18", self.file("unit,period,item,self\nX1,2026-Q1,10,1\nX1,2026-Q1,2,2.01\n", "b.csv"), "--data", self.data, code=1)
        self.assertIn("2.01", bad)

    def due(self, received, hours, *more, unit="X1"):
        out = self.cli("onestop", "due", "--data", self.data, "--unit", unit, "--received", received, "--hours", str(hours), *more)
        return next(csv.DictReader(io.StringIO(out)))

    def test_due_dates_in_working_hours(self):
        self.cli("onestop", "hours", "--data", self.data, "--unit", "X2", "--from", "01/01/2026", "--hours", "07:30-11:30,13:30-17:30;15:00")
        self.cli("onestop", "hours", "--data", self.data, "--unit", "S1", "--from", "01/01/2026", "--hours", "08:00-12:00,13:00-17:00")
        cases = [
            # received, hours, unit, starts, due
            ("17/11/2026 08:00", 8, "X1", "17/11/2026 08:00", "18/11/2026 08:00"),
            ("17/11/2026 07:00", 8, "X1", "17/11/2026 07:30", "17/11/2026 17:30"),           # exactly a day ends at closing
            ("17/11/2026 12:00", 2, "X1", "17/11/2026 13:30", "17/11/2026 15:30"),
            ("20/11/2026 17:30", 4, "X1", "23/11/2026 07:30", "23/11/2026 11:30"),           # Friday evening; Tuesday 24/11 is off
            ("23/11/2026 16:30", 8, "X1", "23/11/2026 16:30", "25/11/2026 16:30"),
            ("20/11/2026 15:00", 8, "X2", "20/11/2026 15:00", "23/11/2026 15:00"),           # at 15:00 is not after 15:00
            ("20/11/2026 15:01", 8, "X2", "23/11/2026 07:30", "23/11/2026 17:30"),
            ("20/11/2026 15:01", 8, "X1", "20/11/2026 15:01", "23/11/2026 15:01"),           # no such rule there
            ("09/01/2026 16:00", 8, "X1", "09/01/2026 16:00", "10/01/2026 16:00"),           # Saturday 10/1/2026 is worked
            ("13/02/2026 17:00", 1, "X1", "13/02/2026 17:00", "23/02/2026 08:00"),           # Tết 16-20/2/2026
            ("20/11/2026 16:30", 2, "S1", "20/11/2026 16:30", "23/11/2026 09:30"),
        ]
        for received, hours, unit, starts, due in cases:
            d = self.due(received, hours, unit=unit)
            self.assertEqual((d["starts"], d["due"]), (starts, due), (received, hours, unit))
        d = self.due("17/11/2026 08:00", 16, "--asked", "17/11/2026 14:30", "--supplied", "19/11/2026 09:30", "--finished", "20/11/2026 10:00")
        self.assertEqual((d["due"], d["waited_minutes"], d["new_due"], d["used_minutes"]),
                         ("19/11/2026 08:00", str(180 + 480 + 120), "20/11/2026 15:00", str(
                             seconds_between(datetime(2026, 11, 17, 8), datetime(2026, 11, 20, 10)) // 60 - 780)))
        d = self.due("17/11/2026 08:00", 16, "--asked", "17/11/2026 09:00")
        self.assertEqual((d["new_due"], d["used_minutes"]), ("-", "60"))                     # the clock stands still

    def test_supplement_moves_the_due_date_and_the_old_one_is_kept(self):
        head = "dossier_code,unit_code,received_at,due_at,finished_at,status,supplement_asked_at,supplied_at\n"
        with tempfile.TemporaryDirectory() as tmp:
            data = os.path.join(tmp, "d")
            self.cli("init", "--data", data)
            self.cli("org", "import", os.path.join(self.tmp.name, "u.csv"), "--data", data)
            go = lambda row: self.cli("onestop", "import", self.file(head + row, "s.csv"), "--data", data, "--source", "A")
            go("K1,X1,2026-10-05 08:00,2026-10-09 17:00,,4,,\n")
            moved = "K1,X1,2026-10-05 08:00,2026-10-14 17:00,2026-10-14 16:00,10,2026-10-06 08:00,2026-10-09 08:00\n"
            self.assertIn("1 thay đổi", go(moved))
            self.assertIn("1 giữ nguyên", go(moved))
            rows = json.loads(self.cli("onestop", "index766", "--data", data, "--unit", "X1", "--period", "2026-10", "--json"))
            self.assertEqual(next(r for r in rows if r["code"] == "2.1")["rate"], "0.00")    # 14/10 16:00 less 3 days is after 09/10 17:00

    def test_letters_and_findings(self):
        late = [r for r in self.dossiers if r["status"] == "4" and r["due_at"]][:4]
        day = lambda r, n: (datetime.strptime(r["due_at"], "%Y-%m-%d %H:%M:%S") + timedelta(days=n)).strftime("%d/%m/%Y")
        text = "dossier_code,letter,signed_on,reason,fault,new_due\n" + "\n".join([
            f"{late[0]['dossier_code']},1/TXL,{day(late[0], -2)},Chờ phối hợp,Cơ quan phối hợp,{add_days(datetime.strptime(late[0]['due_at'], '%Y-%m-%d %H:%M:%S').date(), 3).strftime('%d/%m/%Y')}",
            f"{late[1]['dossier_code']},2/TXL,{day(late[1], 0)},Quá tải,Cán bộ,15/11/2026",       # signed on the due day; a Sunday
            f"{late[0]['dossier_code']},3/TXL,{day(late[0], 1)},Chờ phối hợp,Cơ quan phối hợp,01/12/2026"]) + "\n"
        self.cli("onestop", "letters", self.file(text, "l.csv"), "--data", self.data)
        self.assertIn("0 thư", self.cli("onestop", "letters", self.file(text, "l.csv"), "--data", self.data))
        found = list(csv.DictReader(io.StringIO(self.cli("onestop", "apologies", "--data", self.data, "--year", "2026"))))
        of = lambda code, letter: {f["finding"] for f in found if f["dossier_code"] == code and f["letter"] == letter}
        self.assertNotIn("Thư ký sau ngày trước hạn", of(late[0]["dossier_code"], "1/TXL"))
        self.assertLessEqual({"Thư ký sau ngày trước hạn", "Hạn mới không phải ngày làm việc"}, of(late[1]["dossier_code"], "2/TXL"))
        self.assertIn("Gia hạn lần hai", of(late[0]["dossier_code"], "3/TXL"))
        today = datetime.combine(TODAY, datetime.min.time())
        without = {r["dossier_code"] for r in self.dossiers if r["status"] in ("2", "4") and r["due_at"] and
                   datetime.strptime(r["due_at"], "%Y-%m-%d %H:%M:%S") < today} - {late[0]["dossier_code"], late[1]["dossier_code"]}
        self.assertEqual({f["dossier_code"] for f in found if not f["letter"]}, without)
        bad = self.cli("onestop", "letters", self.file(text.replace(late[1]["dossier_code"], "KHONG-CO"), "l2.csv"), "--data", self.data, code=1)
        self.assertIn("KHONG-CO", bad)

    def test_deadlines_of_petitions(self):
        rows = {r["code"]: r for r in csv.DictReader(io.StringIO(self.cli("onestop", "petitions", "--data", self.data, "--year", "2026")))}
        for p in self.petitions:
            got = date.fromisoformat(p["received_on"])
            due = add_days(got, 2 if p["refused"] and p["answered_on"] else 15)
            self.assertEqual(rows[p["code"]]["due"], due.isoformat())
            self.assertEqual(rows[p["code"]]["publish_due"], add_days(date.fromisoformat(p["answered_on"]), 2).isoformat() if p["answered_on"] else "")


if __name__ == "__main__":
    unittest.main()
