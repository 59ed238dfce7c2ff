/*
 * Invented dossiers for tests and benchmarks: `gen_dossiers ROWS [SEED] [plain|mixed] > FILE`. The same seed gives
 * the same bytes. `plain` is what one system exports; `mixed` uses words, several date forms, quotes and line feeds.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

static uint32_t pick(uint32_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 32) * n >> 32);
}

static const int month_days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

/* Minutes from 2025-01-01 00:00 on; two years without a leap day. */
static void put_when(char *to, size_t room, uint32_t minutes, uint32_t form)
{
    uint32_t day = minutes / 1440, year = 2025 + day / 365, month = 0;

    day %= 365;
    while (day >= (uint32_t)month_days[month])
        day -= (uint32_t)month_days[month++];
    if (form == 0)
        snprintf(to, room, "%04u-%02u-%02u %02u:%02u:00", year, month + 1, day + 1, minutes / 60 % 24, minutes % 60);
    else if (form == 1)
        snprintf(to, room, "%02u/%02u/%04u %02u:%02u", day + 1, month + 1, year, minutes / 60 % 24, minutes % 60);
    else if (form == 2)
        snprintf(to, room, "%04u-%02u-%02uT%02u:%02u:30", year, month + 1, day + 1, minutes / 60 % 24, minutes % 60);
    else
        snprintf(to, room, "%u/%u/%04u", day + 1, month + 1, year);
}

static const char *const words[11] = {
    "", "Mới đăng ký", "Được tiếp nhận", "Không được tiếp nhận", "đang xử lý", "Yêu cầu bổ sung giấy tờ",
    "Yêu cầu thực hiện nghĩa vụ tài chính", "\"Công dân yêu cầu rút hồ sơ\"", "Dừng xử lý", "Đã xử lý xong", "Đã trả kết quả",
};
static const char *const mixed_units[4] = { "\"Sở A, phòng B\"", "\"Trung tâm\n\"\"Một cửa\"\"\"", "Xã Đông", "  H09.7 " };
static const char *const channels[4] = { "", "Trực tiếp", "trực tuyến", "BCCI" };

static uint32_t pick_status(void)
{
    uint32_t r = pick(100);

    return r < 80 ? 9 + pick(2) : r < 90 ? 4 : r < 93 ? 2 : r < 95 ? 5 : r < 96 ? 7 : r < 97 ? 8 : r < 98 ? 6 : r < 99 ? 3 : 1;
}

static void put_row(uint64_t i, int mixed)
{
    char received[40], due[40] = "", end[40] = "", unit[64];
    uint32_t from = pick(500) * 1440 + 420 + pick(600), limit = 1 + pick(20), status = pick_status(), procedure = pick(2000);
    uint32_t due_at = from / 1440 * 1440 + limit * 1440 + 17 * 60, field = procedure % 23, channel = pick(3) + 1;

    put_when(received, sizeof received, from, mixed ? pick(4) : 0);
    if (pick(50))
        put_when(due, sizeof due, due_at, mixed ? pick(4) : 0);
    if (status >= 7) {
        uint32_t done = pick(10) == 0 ? due_at + pick(3) - 1 : from + pick((limit + 2) * 1440);

        put_when(end, sizeof end, done, mixed ? pick(4) : 0);
    }
    if (mixed && pick(4) == 0)
        snprintf(unit, sizeof unit, "%s", mixed_units[pick(4)]);
    else
        snprintf(unit, sizeof unit, "H%02u.%u", 1 + pick(34), 1 + pick(98));
    printf("H21.%u-%06u-%04" PRIu64 ",%u.%06u.000.00.00.H%02u,%s,LV%02u,%s,%s,%s,", pick(90), 250101 + pick(1000), i % 10000,
        1 + procedure % 3, 1000 + procedure, procedure % 60, unit, field, received, due, end);
    if (mixed && pick(2))
        printf("%s,%s,%u,%s,%s,%s\n", channels[channel == 1 ? pick(2) : channel], pick(2) ? "có" : "không", pick(50) * 1000,
            pick(2) ? "x" : "", pick(2) ? "true" : "FALSE", words[status]);
    else
        printf("%u,%u,%u,%u,%u,%u\n", channel, pick(2), pick(50) * 1000, pick(2), pick(5) == 0, status);
}

int main(int argc, char **argv)
{
    uint64_t rows = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000;
    int mixed = argc > 3 && !strcmp(argv[3], "mixed");
    static char room[1 << 20];

    state = (argc > 2 ? strtoull(argv[2], NULL, 10) : 1) * UINT64_C(0x9E3779B97F4A7C15) | 1;
    for (int i = 0; i < 8; i++)
        (void)pick(2);
    setvbuf(stdout, room, _IOFBF, sizeof room);
    puts("dossier_code,procedure_code,unit_code,field_code,received_at,due_at,finished_at,channel,online_payment,fee,"
         "digitised,postal_return,status");
    for (uint64_t i = 0; i < rows; i++)
        put_row(i, mixed);
    return 0;
}
