"""Signed PDFs for tests and for the demonstration: an invented authority, keys made on the spot, openssl for the signing.

    python3 tests/signed_pdf.py FOLDER      writes the fixtures of tests/data/signed anew
"""
import os
import re
import subprocess
import sys
import tempfile

ROOM = 8000                                    # hex digits kept for a signature


def openssl(*args, data=None):
    r = subprocess.run(["openssl", *args], input=data, capture_output=True, check=False)
    if r.returncode:
        raise RuntimeError(f"openssl {args[0]}: {r.stderr.decode()[-400:]}")
    return r.stdout


class Authority:
    """A root with certificates of invented people below it."""
    def __init__(self, folder, name="Tổ chức chứng thực minh họa", days=7300):
        self.folder, self.name = folder, name
        self.key, self.pem = self.path("ca.key"), self.path("ca.pem")
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self.key)
        openssl("req", "-x509", "-new", "-utf8", "-key", self.key, "-days", str(days), "-subj", f"/CN={name}/O=Nền tảng minh họa/C=VN", "-out", self.pem)

    def path(self, name):
        return os.path.join(self.folder, name)

    def revocations(self, made, revoked=()):
        """The list of this authority, of a day, with (certificate, day) on it: PEM."""
        serial = lambda pem: openssl("x509", "-in", pem, "-noout", "-serial").decode().strip().split("=")[1]
        with open(self.path("crlindex"), "w", encoding="utf-8") as f:
            f.writelines(f"R\t340101000000Z\t{day},keyCompromise\t{serial(pem)}\tunknown\t/CN=x\n" for pem, day in revoked)
        with open(self.path("crl.cnf"), "w", encoding="utf-8") as f:
            f.write(f"[ca]\ndefault_ca=d\n[d]\ndatabase={self.path('crlindex')}\ndefault_md=sha256\n")
        return openssl("ca", "-gencrl", "-config", self.path("crl.cnf"), "-cert", self.pem, "-keyfile", self.key, "-crl_lastupdate", made, "-crl_nextupdate",
                       "20370101000000Z")

    def person(self, login, name, organisation, begin="20240101000000Z", end="20340101000000Z", rsa=0, usage="digitalSignature,nonRepudiation", extended=""):
        key, request, pem = (self.path(login + e) for e in (".key", ".csr", ".pem"))
        if rsa:
            openssl("genrsa", "-out", key, str(rsa))
        else:
            openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
        openssl("req", "-new", "-utf8", "-key", key, "-subj", f"/CN={name}/O={organisation}/C=VN", "-out", request)
        with open(self.path("ca.cnf"), "w", encoding="utf-8") as f:
            f.write(f"[ca]\ndefault_ca=d\n[d]\ndatabase={self.path('index')}\nserial={self.path('serial')}\nnew_certs_dir={self.folder}\n"
                    f"default_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\norganizationName=optional\ncountryName=optional\n"
                    f"[x]\nkeyUsage=critical,{usage}\n" + (f"extendedKeyUsage=critical,{extended}\n" if extended else ""))
        open(self.path("index"), "a", encoding="utf-8").close()
        openssl("ca", "-batch", "-notext", "-utf8", "-config", self.path("ca.cnf"), "-extensions", "x", "-cert", self.pem, "-keyfile", self.key, "-create_serial",
                "-rand_serial", "-startdate", begin, "-enddate", end, "-in", request, "-out", pem)
        return pem, key


def plain_pdf(lines=("Ke hoach cai cach hanh chinh",)):
    """A small PDF of its own, with its table of places."""
    text = "BT /F 12 Tf 60 780 Td 16 TL " + " ".join(f"({line}) '" for line in lines) + " ET"
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
               "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
               f"<</Length {len(text)}>>stream\n{text}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    out, at = b"%PDF-1.7\n", []
    for i, o in enumerate(objects):
        at.append(len(out))
        out += f"{i + 1} 0 obj\n{o}\nendobj\n".encode()
    table = "".join(f"{a:010} 00000 n \n" for a in at)
    return out + f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def inflate(pdf, number):
    """The dictionary of an object, the newest; only of files without compressed objects."""
    found = list(re.finditer(rb"(?:^|[\r\n])%d 0 obj\s*(<<.*?>>)\s*endobj" % number, pdf, re.S))
    return found[-1].group(1).decode("latin-1")


def append(pdf, objects, root, size):
    """An incremental update: {number: body}."""
    out = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    at = {}
    for n, body in objects.items():
        at[n] = len(out)
        out += b"%d 0 obj\n" % n + body + b"\nendobj\n"
    table = "".join(f"{n} 1\n{a:010} 00000 n \n" for n, a in sorted(at.items()))
    return out + f"xref\n{table}trailer\n<</Size {size}/Root {root} 0 R/Prev {before}>>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def utf16(text):
    return b"<" + ("\ufeff" + text).encode("utf-16-be").hex().upper().encode() + b">"


def sign(pdf, signer, reason="", location="", when="D:20250120083000+07'00'", form="adbe.pkcs7.detached", cms=None, digest="sha256"):
    """The file with one more signature over everything so far. cms: another way to make it, from the bytes signed."""
    root = int(re.findall(rb"/Root\s+(\d+) 0 R", pdf)[-1])
    size = max(int(n) for n in re.findall(rb"/Size\s+(\d+)", pdf))
    catalog = inflate(pdf, root)
    fields = re.search(r"/AcroForm<</Fields\[([^\]]*)\]", catalog)
    listed = (fields.group(1) + " " if fields else "") + f"{size + 1} 0 R"
    catalog = re.sub(r"/AcroForm<<.*?>>", "", catalog)[:-2] + f"/AcroForm<</Fields[{listed}]/SigFlags 3>>>>"
    body = (b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/" + form.encode() + b"/M(" + when.encode() + b")"
            + (b"/Reason" + utf16(reason) if reason else b"") + (b"/Location" + utf16(location) if location else b"")
            + b"/Contents<" + b"0" * ROOM + b">/ByteRange[0 AAAAAAAAAA BBBBBBBBBB CCCCCCCCCC]>>")
    field = f"<</FT/Sig/T(Signature{size})/V {size} 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/F 132>>".encode()
    out = append(pdf, {root: catalog.encode("latin-1"), size: body, size + 1: field}, root, size + 2)
    start = out.rindex(b"/Contents<" + b"0" * ROOM) + 9
    end = start + ROOM + 2
    for mark, n in ((b"AAAAAAAAAA", start), (b"BBBBBBBBBB", end), (b"CCCCCCCCCC", len(out) - end)):
        out = out.replace(mark, b"%-10d" % n)
    der = (cms or make_cms)(out[:start] + out[end:], signer, digest)
    code = der.hex().encode()
    assert len(code) <= ROOM, len(code)
    return out[:start] + b"<" + code + b"0" * (ROOM - len(code)) + b">" + out[end:]


def make_cms(data, signer, digest):
    pem, key = signer
    return openssl("cms", "-sign", "-binary", "-md", digest, "-signer", pem, "-inkey", key, "-outform", "DER", data=data)


def stamp_token(data, signer, folder):
    """A time stamp over the bytes, by an authority of our own."""
    pem, key = signer
    conf, query, reply = (os.path.join(folder, n) for n in ("tsa.cnf", "q.tsq", "r.tsr"))
    with open(conf, "w", encoding="utf-8") as f:
        f.write(f"[tsa]\ndefault_tsa=t\n[t]\nserial={folder}/tsaserial\ncrypto_device=builtin\nsigner_cert={pem}\nsigner_key={key}\nsigner_digest=sha256\n"
                "default_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\nordering=no\ntsa_name=no\ness_cert_id_chain=no\n")
    with open(os.path.join(folder, "bytes"), "wb") as f:
        f.write(data)
    openssl("ts", "-query", "-data", os.path.join(folder, "bytes"), "-sha256", "-cert", "-out", query)
    openssl("ts", "-reply", "-config", conf, "-section", "t", "-queryfile", query, "-token_out", "-out", reply)
    with open(reply, "rb") as f:
        return f.read()


def fixtures(folder):
    with tempfile.TemporaryDirectory() as tmp:
        ca = Authority(tmp)
        chief = ca.person("chief", "Nguyễn Minh Họa", "Sở Nội vụ tỉnh Bình Giang")
        clerk = ca.person("clerk", "Văn thư Sở Nội vụ", "Sở Nội vụ tỉnh Bình Giang", rsa=2048)
        late = ca.person("late", "Trần Hết Hạn", "Sở Nội vụ tỉnh Bình Giang", end="20240601000000Z")
        tsa = ca.person("tsa", "Dấu thời gian minh họa", "Nền tảng minh họa", usage="digitalSignature", extended="timeStamping")
        one = sign(plain_pdf(), chief, "Ký ban hành", "Bình Giang")
        two = sign(one, clerk, "Vào sổ, phát hành", "Bình Giang", "D:20250120093000+07'00'", "ETSI.CAdES.detached")
        made = {"one": one, "two": two, "altered": two.replace(b"Ke hoach", b"Bao cao!"),
                "later": append(one, {4: b"<</Length 34>>stream\nBT /F 12 Tf 60 700 Td (moi) Tj ET  \nendstream"}, 1, 9),
                "expired": sign(plain_pdf(), late), "stamped": sign(one, tsa, form="ETSI.RFC3161", cms=lambda d, s, _: stamp_token(d, s, tmp)),
                "old": sign(plain_pdf(), clerk, form="adbe.pkcs7.sha1",
                            cms=lambda d, s, _: openssl("cms", "-sign", "-binary", "-nodetach", "-md", "sha1", "-signer", s[0], "-inkey", s[1], "-outform", "DER",
                                                        data=openssl("dgst", "-sha1", "-binary", data=d)))}
        os.makedirs(folder, exist_ok=True)
        for name, pdf in made.items():
            with open(os.path.join(folder, name + ".pdf"), "wb") as f:
                f.write(pdf)
        with open(ca.pem, "rb") as f, open(os.path.join(folder, "ca.pem"), "wb") as to:
            to.write(f.read())


def revoked_fixtures(folder):
    """Two signers of another authority, one of them revoked; lists that are good, too old, and of somebody who only bears the authority's name."""
    with tempfile.TemporaryDirectory() as tmp, tempfile.TemporaryDirectory() as elsewhere:
        ca, forger = Authority(tmp), Authority(elsewhere)
        kept, lost = ca.person("kept", "Lê Còn Hạn", "Sở Tài chính tỉnh Bình Giang"), ca.person("lost", "Phạm Mất Khóa", "Sở Tài chính tỉnh Bình Giang")
        gone = [(lost[0], "260301000000Z")]
        made = {"kept.pdf": sign(plain_pdf(), kept), "revoked.pdf": sign(plain_pdf(), lost), "crl.pem": ca.revocations("20270401000000Z", gone),
                "crl-old.pem": ca.revocations("20250101000000Z"), "crl-forged.pem": forger.revocations("20270401000000Z", gone + [(kept[0], "260301000000Z")])}
        with open(ca.pem, "rb") as f:
            made["ca2.pem"] = f.read()
        made["lists/ca2.crl"] = openssl("crl", "-outform", "DER", data=made["crl.pem"])
        os.makedirs(os.path.join(folder, "lists"), exist_ok=True)
        for name, content in made.items():
            with open(os.path.join(folder, name), "wb") as f:
                f.write(content)


if __name__ == "__main__":
    fixtures(sys.argv[1])
    revoked_fixtures(sys.argv[1])
