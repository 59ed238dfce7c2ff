#include "intake/flat_words.h"

#include "intake/pattern.h"

static Pattern agency = {
    "^(?:các\\x20(?:phòng|cơ\\x20quan|cơ\\b|đơn\\x20vị|đơn\\b|sở|ban|ngành|xã|trường|địa\\x20phương|thành\\x20viên|tổ|bộ)|phòng|văn\\x20phòng|văn\\x20$"
    "|ubnd|ủy\\x20ban|hđnd|cơ\\x20quan|đơn\\x20vị|sở|trung\\x20tâm|ban\\x20(?:chỉ|quản|tổ|dân|tuyên|ngành)|công\\x20(?:an|chức|đoàn)"
    "|bộ\\x20(?:phận|chỉ|nội|tư|tài)|thành\\x20viên|chi\\x20cục|bảo\\x20hiểm|kho\\x20bạc|trường|đài|thanh\\x20tra|hội\\x20đồng"
    "|tổ\\x20(?:giúp|công)|thủ\\x20trưởng|chủ\\x20tịch|mặt\\x20trận|đoàn\\x20kiểm|tất\\x20cả\\x20các|cục\\b|huyện\\x20ủy|tỉnh\\x20ủy|đảng\\x20ủy)" };
static Pattern deadline = {
    "^(?:trước\\x20(?:ngày|tháng|\\d)|trong\\x20(?:năm|tháng|quý|tuần|kỳ|\\d)|(?:cả\\x20)?năm\\b|từ\\x20(?:tháng|năm|quý|ngày|\\d)|tháng|quý|thường\\b"
    "|(?:hàng|hằng)\\x20(?:năm|quý|tháng|tuần|ngày)|định\\x20kỳ|sau\\x20khi|ngay\\x20sau|khi\\x20(?:có|được|phát)"
    "|theo\\x20(?:kế\\x20hoạch|lộ\\x20trình|tiến\\x20độ|quy\\x20định|hướng\\x20dẫn|yêu\\x20cầu|chỉ\\x20đạo|thời)|hoàn\\x20thành\\x20(?:trong|trước|năm|quý|vào)"
    "|đến\\x20(?:hết|ngày|năm|cuối|\\d)|giai\\x20đoạn|ngày\\x20\\d|\\d{1,2}\\x20tháng|\\d{1,2}/\\d|đột\\x20xuất|chậm\\x20nhất|đầu\\x20(?:năm|quý)|cuối\\x20năm|\\d{1,2}\\x20lần)" };
static Pattern funding = {
    "^(?:theo\\x20(?:dự\\x20toán|dự\\b|kh\\b|kế\\x20hoạch|đề\\x20án)|ngân\\x20sách|nguồn|kinh\\x20phí|không\\b|nsnn|xã\\x20hội\\x20hóa|[\\d.,]+\\x20(?:triệu|tỷ|đồng)|dự\\x20toán)" };
static Pattern product = {
    "^(?:kế\\x20hoạch|công\\x20văn|báo\\x20cáo|quyết\\x20định|(?:các\\x20)?văn\\x20bản|danh\\x20mục|đề\\x20án|biên\\x20bản|thông\\x20báo|tờ\\x20trình|hội\\x20nghị"
    "|bảng|phiếu|hồ\\x20sơ|các\\x20(?:báo|lớp|quy\\x20trình|giải|sáng|hình|tin|cuộc|hội|văn|kế)|kết\\x20quả|(?:mở\\x20)?lớp|tỷ\\x20lệ|nghị\\x20quyết|hướng\\x20dẫn"
    "|chương\\x20trình|đoàn|cuộc|[-+]\\x20?\\p{L}|\\d+\\x20\\p{L}|100\\x20?%|cổng|trang|tin,?\\x20bài|phần\\x20mềm|sáng\\x20kiến|quy\\x20(?:chế|định|trình))" };
static Pattern verb = {
    "^(?:xây\\x20dựng|ban\\x20hành|tổ\\x20chức|rà\\x20soát|triển\\x20khai|thực\\x20hiện|tăng\\x20cường|tham\\x20mưu|đẩy\\x20mạnh|nâng\\x20cao|cập\\x20nhật|kiểm\\x20tra"
    "|hướng\\x20dẫn|tuyên\\x20truyền|đôn\\x20đốc|hoàn\\x20thiện|tiếp\\x20tục|phối\\x20hợp|đào\\x20tạo|cử\\b|thẩm\\x20(?:tra|định)|tập\\x20huấn|ứng\\x20dụng|áp\\x20dụng"
    "|duy\\x20trì|công\\x20khai|niêm\\x20yết|theo\\x20dõi|đánh\\x20giá|khảo\\x20sát|số\\x20hóa|báo\\x20cáo|bố\\x20trí|phân\\x20công|đảm\\x20bảo|phấn\\x20đấu|quản\\x20lý|khắc\\x20phục)" };

int flat_begins(Str low)
{
    Match m;
    int bits = 0;

    bits |= pattern_at(&agency, low, 0, &m) ? FLAT_AGENCY : 0;
    bits |= pattern_at(&deadline, low, 0, &m) ? FLAT_DEADLINE : 0;
    bits |= pattern_at(&funding, low, 0, &m) ? FLAT_FUNDING : 0;
    bits |= pattern_at(&product, low, 0, &m) ? FLAT_PRODUCT : 0;
    bits |= pattern_at(&verb, low, 0, &m) ? FLAT_VERB : 0;
    return bits;
}

bool flat_open_end(Str low)
{
    static Pattern open = {
        "(?:[,(/–-]|(?:^|\\x20)(?:và|của|các|với|cho|theo|do|tại|về|trong|từ|được|có|không|để|hoặc|là|bằng|trên|tỷ|trực|nhân|ủy|quý|năm|tháng|thuộc|&)"
        "|^(?:các\\x20)?(?:văn\\x20)?phòng|^văn|^ủy\\x20ban|^sở|^ban|^\\d+)$" };
    Match m;

    return pattern_find(&open, low, 0, &m);
}

bool flat_code(Str text)
{
    static Pattern code = { "^(?:tc|tctp)?\\x20?(?:[ivx]{1,4}\\.)?\\d{1,2}(?:\\.\\d{1,2}){1,4}\\.?$|^[ivx]{1,4}\\.\\d{1,2}\\.?$" };
    SCRATCH(tmp);
    Match m;

    return text.n >= 3 && text.n < 24 && pattern_find(&code, words_low(&tmp, text), 0, &m);
}
