#include "onestop/words.h"

#include <utf8proc.h>

static const char *const field_names[N_FIELDS] = {
    "dossier_code", "procedure_code", "unit_code", "field_code", "received_at", "due_at", "finished_at", "channel",
    "online_payment", "fee", "digitised", "postal_return", "status", "old_due_at", "supplement_asked_at", "supplied_at",
    "supplements", "electronic_result", "reused", "complaint", "official",
    "personal_store", "population_data",
};

static const char *const channel_names[N_CHANNELS] = { "direct", "online", "postal" };

typedef struct Word {
    const char *key;            /* letters and digits only, lower case, without marks */
    int value;
} Word;

static const Word headings[] = {
    { "mahoso", F_CODE }, { "sohoso", F_CODE }, { "mahs", F_CODE }, { "mabiennhan", F_CODE }, { "sobiennhan", F_CODE },
    { "matthc", F_PROCEDURE }, { "mathutuc", F_PROCEDURE }, { "thutuc", F_PROCEDURE },
    { "mathutuchanhchinh", F_PROCEDURE }, { "thutuchanhchinh", F_PROCEDURE },
    { "madonvi", F_UNIT }, { "donvi", F_UNIT }, { "donvixuly", F_UNIT }, { "macoquan", F_UNIT }, { "coquan", F_UNIT },
    { "coquanxuly", F_UNIT }, { "coquangiaiquyet", F_UNIT }, { "donvigiaiquyet", F_UNIT },
    { "malinhvuc", F_FIELD }, { "linhvuc", F_FIELD },
    { "ngaytiepnhan", F_RECEIVED }, { "ngaynhan", F_RECEIVED }, { "thoigiantiepnhan", F_RECEIVED },
    { "thoidiemtiepnhan", F_RECEIVED }, { "ngaynhanhoso", F_RECEIVED }, { "ngaytiepnhanhoso", F_RECEIVED },
    { "ngayhentra", F_DUE }, { "hentra", F_DUE }, { "thoigianhentra", F_DUE }, { "hanxuly", F_DUE }, { "hantra", F_DUE },
    { "ngayhentraketqua", F_DUE }, { "thoihan", F_DUE }, { "hangiaiquyet", F_DUE }, { "ngayhen", F_DUE },
    { "ngayketthucxuly", F_FINISHED }, { "ngayketthuc", F_FINISHED }, { "ngayhoanthanh", F_FINISHED },
    { "ngayxulyxong", F_FINISHED }, { "thoigianketthuc", F_FINISHED }, { "ngaytra", F_FINISHED },
    { "ngaytraketqua", F_FINISHED }, { "thoigianhoanthanh", F_FINISHED },
    { "kenh", F_CHANNEL }, { "kenhthuchien", F_CHANNEL }, { "kenhtiepnhan", F_CHANNEL }, { "hinhthucnop", F_CHANNEL },
    { "hinhthuctiepnhan", F_CHANNEL }, { "hinhthucnophoso", F_CHANNEL }, { "kenhnop", F_CHANNEL },
    { "thanhtoantructuyen", F_PAID }, { "duocthanhtoantructuyen", F_PAID },
    { "lephi", F_FEE }, { "phi", F_FEE }, { "philephi", F_FEE },
    { "sohoa", F_DIGITISED }, { "duocsohoa", F_DIGITISED }, { "hosocothanhphansohoa", F_DIGITISED },
    { "digitized", F_DIGITISED }, { "cosohoa", F_DIGITISED },
    { "traketquaquabuuchinh", F_POSTAL }, { "trabuuchinh", F_POSTAL }, { "traquabuuchinh", F_POSTAL },
    { "traketquabuuchinh", F_POSTAL }, { "trakqquabuuchinh", F_POSTAL }, { "traquabcci", F_POSTAL },
    { "ngayhentracu", F_OLD_DUE }, { "hentracu", F_OLD_DUE }, { "hancu", F_OLD_DUE },
    { "ngayyeucaubosung", F_ASKED }, { "ngaybosung", F_SUPPLIED }, { "ngaynhanbosung", F_SUPPLIED },
    { "solanbosung", F_SUPPLEMENTS }, { "solanyeucaubosung", F_SUPPLEMENTS },
    { "ketquadientu", F_ELECTRONIC }, { "capketquadientu", F_ELECTRONIC },
    { "taisudung", F_REUSED }, { "duoctaisudung", F_REUSED }, { "sudunglaidulieu", F_REUSED },
    { "phananh", F_COMPLAINT }, { "cophananh", F_COMPLAINT }, { "khieunai", F_COMPLAINT },
    { "canboxuly", F_OFFICIAL }, { "nguoixuly", F_OFFICIAL }, { "canbothuly", F_OFFICIAL },
    { "duoclaytukhodmqg", F_SHARED }, { "khodulieucanhan", F_SHARED }, { "laytukhodulieucanhan", F_SHARED },
    { "taikhoanduocxacthucvoivneid", F_POPULATION }, { "xacthucvneid", F_POPULATION }, { "dulieudancu", F_POPULATION },
    { "trangthai", F_STATUS }, { "trangthaihoso", F_STATUS }, { "tinhtrang", F_STATUS }, { "tinhtranghoso", F_STATUS },
};

static const Word statuses[] = {
    { "1", STATE_OTHER }, { "moidangky", STATE_OTHER }, { "3", STATE_OTHER }, { "khongduoctiepnhan", STATE_OTHER },
    { "6", STATE_OTHER }, { "yeucaunghiavutaichinh", STATE_OTHER }, { "yeucauthuchiennghiavutaichinh", STATE_OTHER },
    { "2", STATE_ACTIVE }, { "duoctiepnhan", STATE_ACTIVE }, { "datiepnhan", STATE_ACTIVE },
    { "4", STATE_ACTIVE }, { "dangxuly", STATE_ACTIVE }, { "danggiaiquyet", STATE_ACTIVE },
    { "5", STATE_SUSPENDED }, { "yeucaubosung", STATE_SUSPENDED }, { "yeucaubosunggiayto", STATE_SUSPENDED },
    { "yeucaubosunghoso", STATE_SUSPENDED },
    { "7", STATE_RETURNED }, { "congdanyeucaurut", STATE_RETURNED }, { "congdanyeucauruthoso", STATE_RETURNED },
    { "rut", STATE_RETURNED }, { "ruthoso", STATE_RETURNED }, { "darut", STATE_RETURNED },
    { "8", STATE_RETURNED }, { "dungxuly", STATE_RETURNED }, { "dung", STATE_RETURNED }, { "dadung", STATE_RETURNED },
    { "9", STATE_DONE }, { "daxulyxong", STATE_DONE }, { "10", STATE_DONE }, { "datraketqua", STATE_DONE },
};

static const Word channels[] = {
    { "", CHANNEL_DIRECT }, { "1", CHANNEL_DIRECT }, { "tructiep", CHANNEL_DIRECT }, { "direct", CHANNEL_DIRECT },
    { "2", CHANNEL_ONLINE }, { "tructuyen", CHANNEL_ONLINE }, { "online", CHANNEL_ONLINE }, { "quamang", CHANNEL_ONLINE },
    { "3", CHANNEL_POSTAL }, { "buuchinh", CHANNEL_POSTAL }, { "buuchinhcongich", CHANNEL_POSTAL }, { "bcci", CHANNEL_POSTAL },
    { "buuchinhcongichbcci", CHANNEL_POSTAL }, { "postal", CHANNEL_POSTAL }, { "dichvubuuchinhcongich", CHANNEL_POSTAL },
    { "quabuuchinh", CHANNEL_POSTAL }, { "dichvubcci", CHANNEL_POSTAL },
};

static const Word answers[] = {
    { "", 0 }, { "0", 0 }, { "false", 0 }, { "khong", 0 }, { "no", 0 }, { "n", 0 }, { "f", 0 }, { "sai", 0 },
    { "1", 1 }, { "2", 1 }, { "true", 1 }, { "co", 1 }, { "yes", 1 }, { "y", 1 }, { "t", 1 }, { "x", 1 }, { "dung", 1 },
};

const char *field_name(Field f)
{
    return field_names[f];
}

const char *channel_name(Channel c)
{
    return channel_names[c];
}

/* Letters and digits alone: headings differ in blanks, underscores, hyphens and marks. Empty when too long for a word. */
static Str squeeze(char room[64], Str s)
{
    utf8proc_int32_t cps[256];
    utf8proc_ssize_t n;
    size_t at = 0;

    if (s.n == 0 || s.n > 200)
        return (Str){ "?", s.n ? 1 : 0 };
    n = utf8proc_decompose((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, cps, COUNT(cps),
        UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    if (n < 0 || n > (utf8proc_ssize_t)COUNT(cps))
        return S("?");
    for (utf8proc_ssize_t i = 0; i < n && at < 63; i++) {
        utf8proc_int32_t cp = cps[i] == 0x111 ? 'd' : cps[i];

        if ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9'))
            room[at++] = (char)cp;
        else if (cp > 0x7F && cp != 0xA0 && cp != 0xFEFF && cp != 0x2013)
            room[at++] = '?';
    }
    return (Str){ room, at };
}

static bool look_up(const Word *words, size_t n, Str key, int *value)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(key, str_of(words[i].key))) {
            *value = words[i].value;
            return true;
        }
    return false;
}

bool word_field(Field *out, Str header)
{
    char room[64], name[64];
    Str key = squeeze(room, str_trim(header));
    int v;

    for (int f = 0; f < N_FIELDS; f++)
        if (str_eq(key, squeeze(name, str_of(field_names[f])))) {
            *out = (Field)f;
            return true;
        }
    if (!look_up(headings, COUNT(headings), key, &v))
        return false;
    *out = (Field)v;
    return true;
}

bool word_field_name(Field *out, Str name)
{
    for (int f = 0; f < N_FIELDS; f++)
        if (str_eq(name, str_of(field_names[f]))) {
            *out = (Field)f;
            return true;
        }
    return false;
}

bool word_identity(Str header)
{
    static const char *const heads[] = {
        "chuhoso", "nguoinop", "tennguoi", "hoten", "hovaten", "congdan", "cccd", "cmnd", "socccd", "socmnd", "cancuoc", "socancuoc",
        "sogiayto", "sodinhdanh", "dinhdanh", "sodienthoai", "dienthoai", "sdt", "email", "thudientu", "diachi", "ngaysinh", "gioitinh",
        "fax", "masothue", "applicant", "phone", "address",
    };
    char room[64];
    Str key = squeeze(room, str_trim(header));

    for (size_t i = 0; i < COUNT(heads); i++)
        if (str_starts(key, str_of(heads[i])))
            return true;
    return false;
}

bool word_state(State *out, Str s)
{
    char room[64];
    Str key = squeeze(room, str_trim(s));
    int v;

    if (str_starts(key, S("tt")) && key.n > 2)
        key = str_sub(key, 2, key.n);
    if (key.n == 2 && key.p[0] == '0')
        key = str_sub(key, 1, 2);
    if (!key.n || !look_up(statuses, COUNT(statuses), key, &v))
        return false;
    *out = (State)v;
    return true;
}

bool word_channel(Channel *out, Str s)
{
    char room[64];
    Str key = squeeze(room, str_trim(s));
    int v;

    if (str_starts(key, S("kenh")))
        key = str_sub(key, 4, key.n);
    if (!look_up(channels, COUNT(channels), key, &v))
        return false;
    *out = (Channel)v;
    return true;
}

bool word_yes(bool *out, Str s)
{
    char room[64];
    int v;

    if (!look_up(answers, COUNT(answers), squeeze(room, str_trim(s)), &v))
        return false;
    *out = v;
    return true;
}
