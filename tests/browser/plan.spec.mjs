const texts = (page, selector) => page.$$eval(selector, (es) => es.map((e) => e.textContent.trim()));
const first = async (page, unit) => {                   // address of a unit's plan
  await page.goto('/plans?year=2026');
  return page.getAttribute(`table.figures tbody th a:text-is("${unit}")`, 'href');
};

export default [
  {
    name: 'the list of plans tells who issued in time, who late, who has a draft and who has none', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/plans?year=2026');
      const tiles = await texts(page, '.tile dd');
      t.equal(tiles.length, 4, 'four figures');
      const units = Number((await page.textContent('.head p')).match(/\d+/)[0]);
      t.equal(tiles.map(Number).reduce((a, b) => a + b), units, 'they add up to all units');
      await page.click('summary:has-text("chưa ban hành")');
      t.ok((await texts(page, 'details tbody .tag')).some((x) => x.includes('Chưa có')), 'those without a plan are named');
      t.ok((await page.textContent('h2:has-text("Tiến độ") ~ .scroll tbody tr')).includes('Tỉnh Vân Nhạn'), 'the province first');
    },
  },
  {
    name: 'one set of tasks: printed table, board, timeline and heat map, by keyboard', as: 'dieuphoi',
    async run(page, base, t) {
      const plan = await first(page, 'Tỉnh Vân Nhạn');
      await page.goto(plan);
      const heads = await texts(page, 'table.eight thead th');
      t.equal(heads.slice(1, 9).join('|'), 'Mục tiêu, chỉ tiêu|Nhiệm vụ|Hoạt động|Kết quả, sản phẩm|Chủ trì|Phối hợp|Thời gian|Kinh phí', 'eight columns');
      const all = (await texts(page, 'table.eight tbody tr:not(.group)')).length;
      await page.goto(`${plan}?view=board`);
      t.equal((await page.$$('.cards-list > li')).length, all, 'every task is on the board');
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      const second = await page.evaluate(() => document.activeElement.getAttribute('href'));
      t.equal(second, (await page.$$eval('.cards-list > li > a', (es) => es.map((e) => e.getAttribute('href'))))[1], 'J goes to the next card');
      await page.goto(`${plan}?view=timeline`);
      t.equal((await page.$$('svg.span')).length, all + 1, 'a bar or dots for each task, and the months');
      await page.keyboard.press('j');
      await Promise.all([page.waitForURL(/\/tasks\/\d+$/), page.keyboard.press('Enter')]);
      await page.goto(`${plan}?view=heat`);
      t.equal((await texts(page, 'table.heatmap thead th')).slice(3).length, 12, 'twelve months');
      t.ok((await texts(page, 'td.heat.h5')).every((x) => x === 'Đ'), 'a letter beside each colour');
      t.ok((await page.$$('td.heat.h1')).length > 0, 'missed months are seen');
    },
  },
  {
    name: 'cards of the board move with buttons and by dragging; a move that may not be is explained', as: 'dieuphoi',
    async run(page, base, t) {
      const plan = await first(page, 'Tỉnh Vân Nhạn');
      await page.goto(`${plan}?view=board`);
      const card = (await page.getAttribute('[data-column=todo] li:has(details) > a', 'href'));
      const at = (column) => `[data-column=${column}] li:has(> a[href="${card}"])`;
      await page.focus(`${at('todo')} summary`);
      await page.keyboard.press('Enter');                   // no mouse: open, tab to the button
      await page.waitForSelector(`${at('todo')} details[open]`);
      await page.focus(`${at('todo')} button[value=doing]`);
      await page.keyboard.press('Enter');
      await page.waitForSelector(at('doing'));
      t.ok(await page.$(at('doing')), 'begun');
      await page.waitForLoadState('load');                  // the script that lets cards be dragged
      await page.dragAndDrop(at('doing'), '[data-column=signed] h2');
      await page.waitForSelector('[role=alert], .errors, .banner.bad');
      t.ok((await page.textContent('main')).includes('chưa được báo cáo hoàn thành'), 'not yet to be signed, and why');
      t.ok(await page.$(at('doing')), 'the card stays where it was');
    },
  },
  {
    name: 'the printed table has its eight columns and nothing else; the timeline is a PDF of vectors', as: 'dieuphoi', viewport: { width: 1123, height: 794 },
    async run(page, base, t) {
      const plan = await first(page, 'Tỉnh Vân Nhạn');
      await page.goto(plan);
      await page.emulateMedia({ media: 'print' });
      const seen = await page.$$eval('table.eight thead th', (es) => es.filter((e) => e.getClientRects().length).length);
      t.equal(seen, 9, 'number and eight columns');
      t.ok(!(await page.isVisible('.tools')), 'no buttons');
      await page.emulateMedia({ media: 'screen' });
      for (const kind of ['timeline.pdf', 'export.xlsx']) {
        const answer = await page.request.get(`${base}${plan}/${kind}`);
        const bytes = await answer.body();
        t.equal(answer.status(), 200, kind);
        t.ok(bytes.length > 3000 && bytes.subarray(0, 4).toString() === (kind.endsWith('pdf') ? '%PDF' : 'PK\x03\x04'), kind);
        if (kind.endsWith('pdf')) t.ok(!bytes.toString('latin1').includes('/Subtype /Image'), 'no picture in it');
      }
    },
  },
  {
    name: 'progress, the demanded product, extension, sign-off: each step is kept', as: 'gd.congthuong',
    async run(page, base, t) {
      await page.goto('/tasks?which=unit&q=xet+sang+kien');
      await page.click('tbody th a');
      await page.fill('#percent', '100');
      await page.click('button:has-text("Ghi báo cáo")');
      t.ok((await page.textContent('.error-summary')).includes('Quyết định công nhận'), 'the product is demanded');
      await page.fill('#percent', '60');
      await page.fill('#text', 'Nhận 7 sáng kiến');
      await page.click('button:has-text("Ghi báo cáo")');
      t.ok((await page.textContent('.timeline')).includes('Nhận 7 sáng kiến'), 'kept');
      await page.click('summary:has-text("Xin gia hạn")');
      await page.fill('#to', '2099-12-31');
      await page.fill('#extend-reason', 'Chờ hội đồng');
      await page.click('button:has-text("Gửi đề nghị")');
      await page.click('button:has-text("Không đồng ý")');
      t.ok((await page.textContent('.error-summary')).includes('lý do'), 'a refusal needs a reason');
      await page.fill('#decision', 'Họp ngay tuần này');
      await page.click('button:has-text("Không đồng ý")');
      t.ok((await page.textContent('.timeline')).includes('Không đồng ý gia hạn'), 'decided');
      await page.fill('#percent', '100');
      await page.fill('#product', '99/QĐ-SCT');
      await page.click('button:has-text("Ghi báo cáo")');
      await page.fill('#sign-reason', 'Tốt');
      await page.click('button:has-text("Xác nhận hoàn thành")');
      t.ok((await page.textContent('.head')).includes('Hoàn thành quá hạn'), 'done, late in working days');
      t.ok(!(await page.$('#percent')), 'nothing more to report');
    },
  },
  {
    name: 'a supporting unit reports its part; the head gives the task to a person and hands it over', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/tasks?which=all&q=don+gian+bieu+mau');
      await page.click('tbody th a');
      await page.click('aside li:has(> span:text-is("Sở Công Thương")) summary');
      const part = page.locator('aside li:has(> span:text-is("Sở Công Thương")) form');
      await part.locator('[name=part_percent]').fill('55');
      await part.locator('[name=part_text]').fill('Gửi thêm ba biểu mẫu');
      await part.locator('button').click();
      t.ok((await page.textContent('aside li:has(> span:text-is("Sở Công Thương"))')).includes('55%'), 'part reported');
      await page.click('summary:has-text("Giao cho người làm")');
      await page.click('button:text-is("Giao")');
      t.ok((await page.textContent('.error-summary')).includes('lý do'), 'a reason is asked for');
      await page.click('summary:has-text("Giao cho người làm")');
      await page.fill('#unit', 'H99.19');
      await page.fill('#why', 'Chuyển cơ quan chủ trì');
      await page.click('button:text-is("Giao")');
      t.ok((await page.textContent('.summary')).includes('Trung tâm Phục vụ hành chính công tỉnh'), 'handed over');
    },
  },
  {
    name: 'a plan is pasted from Excel: bad cells are named, then it is looked at, then written', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/plans/import');
      await page.fill('#unit', 'H99.2');
      await page.fill('#year', '2031');
      const head = 'Nhiệm vụ\tChủ trì\tThời gian\n';
      await page.fill('#paste', `${head}Rà soát\tSở Tư pháp\t31/02/2031\n`);
      await page.click('main .actions button');
      t.ok((await page.textContent('#row-errors tbody')).includes('31/02/2031'), 'the bad cell');
      t.ok((await page.inputValue('#paste')).includes('Rà soát'), 'what was pasted stays');
      await page.fill('#paste', `${head}Rà soát\tSở Tư pháp\tQuý II/2031\nTập huấn\tSở Nội vụ\tHằng quý\n`);
      await page.click('main .actions button');
      t.ok((await page.textContent('.banner.good')).includes('2 nhiệm vụ'), 'understood, not written');
      t.ok((await page.textContent('tbody')).includes('30/06/2031'), 'the day as understood');
      await page.click('button:has-text("Ghi vào dữ liệu")');
      t.equal((await texts(page, 'table.eight tbody tr')).length, 2, 'written');
      await page.fill('#number', '5/KH-STP');
      await page.fill('#signed_on', '2031-01-20');
      await page.click('button:has-text("Ghi nhận ban hành")');
      t.ok((await page.textContent('.head')).includes('5/KH-STP'), 'approved');
      await page.click('summary:has-text("Các bản đã giữ")');
      await page.click('details a:has-text("Bản 1")');
      t.ok(await page.$('.empty'), 'nothing changed since');
    },
  },
  {
    name: 'tasks go down in one move, once; the commune sees where each comes from', as: 'dieuphoi',
    async run(page, base, t) {
      const plan = await first(page, 'Tỉnh Vân Nhạn');
      await page.goto(`${plan}/cascade`);
      for (const box of await page.$$('input[name=task]:checked')) await box.uncheck();
      await page.check('tr:has-text("Thường xuyên") input[name=task]');
      await page.uncheck('#k-commune');
      await page.click('button:has-text("Giao các việc")');
      t.ok((await page.textContent('.banner.good')).includes('Đã giao 0 việc'), 'they have it already');
      await page.goto('/tasks?which=all&q=thu+xin+loi');
      await page.click('tbody tr:has-text("Phường Hàm Uyên") th a');
      t.ok((await page.textContent('.summary')).includes('Cấp trên giao'), 'from above');
      await page.click('.summary a:has-text("Tỉnh Vân Nhạn")');
      t.ok((await page.textContent('main')).includes('Ở cấp dưới'), 'and back to the task it comes from');
    },
  },
  {
    name: 'a task of a directive, a draft from last year with what changed', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/tasks/new?unit=H99.3');
      await page.fill('#document', 'Chỉ thị về giải ngân');
      await page.fill('#number', '04/CT-UBND');
      await page.fill('#signed_on', '2026-07-01');
      await page.fill('#quote', 'Sở Tài chính báo cáo hằng tuần');
      await page.fill('#year', '2026');
      await page.fill('#name', 'Báo cáo giải ngân');
      await page.fill('#deadline', 'Hằng tuần');
      await page.click('main .actions button');
      t.ok((await page.textContent('blockquote')).includes('hằng tuần'), 'the words of the directive');
      const plan = await first(page, 'Sở Nội vụ');
      await page.goto('/plans?year=2027');
      await page.click('table.figures tbody th a:text-is("Sở Nội vụ")');
      await page.click('text=Khác năm trước');
      t.ok((await page.textContent('.head')).includes('kế hoạch năm 2026'), `beside ${plan}`);
    },
  },
  {
    name: 'plans, tasks and notices on a phone', as: 'cb.hamuyen', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      const plan = await first(page, 'Phường Hàm Uyên');
      for (const path of [plan, `${plan}?view=board`, `${plan}?view=timeline`, `${plan}?view=heat`, '/tasks', '/tasks?which=overdue', '/tasks?view=board&done=1',
        '/tasks/feeds', '/notices', '/calendar', '/calendar?year=2028', '/plans/new', '/plans/import', '/tasks/new'])
        t.equal((await page.goto(path)).status(), 200, path);
      await page.goto('/');
      t.ok((await page.textContent('section:has(#due)')).includes('sắp đến hạn'), 'due work on the home page');
      await page.goto('/notices');
      await page.click('.tasks a');
      t.ok(/\/tasks\/\d+$/.test(page.url()), 'a notice leads to its task');
    },
  },
  {
    name: 'a calendar address is shown once, read without signing in, and taken back', as: 'cb.hamuyen',
    async run(page, base, t) {
      await page.goto('/tasks/feeds');
      await page.click('button:has-text("Tạo địa chỉ")');
      const path = await page.textContent('#feed');
      const answer = await fetch(base + path);
      const text = await answer.text();
      t.ok(text.startsWith('BEGIN:VCALENDAR\r\n') && text.includes('BEGIN:VEVENT'), 'a calendar');
      t.ok(text.split('\r\n').every((l) => Buffer.byteLength(l) <= 75), 'lines are folded');
      await page.click('button:has-text("Thu hồi")');
      t.equal((await fetch(base + path)).status, 404, 'taken back');
    },
  },
  {
    name: 'a year of the calendar is entered with its basis and taken back', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/calendar?year=2033');
      t.ok((await page.textContent('.banner.warn')).includes('đề xuất'), 'a proposal says so');
      await page.click('summary:has-text("Nhập hoặc sửa")');
      await page.click('button:has-text("Ghi năm")');
      t.ok((await page.textContent('.error-summary')).includes('căn cứ'), 'not without a basis');
      await page.fill('#basis', '77/TB-BNV');
      await page.click('button:has-text("Ghi năm")');
      t.ok((await page.textContent('.head')).includes('77/TB-BNV'), 'entered');
      await page.setInputFiles('#file', { name: 'n.csv', mimeType: 'text/csv', buffer: Buffer.from('date,kind,name,status\n2033-01-01,holiday,Tết Dương lịch,\n2033-01-31,tet,Phương án 1,proposed\n') });
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      await page.click('button:has-text("Đọc tệp")');
      t.ok((await page.textContent('main')).includes('1 dòng của năm 2033 là đề xuất'), 'what is undecided is not taken');
      t.ok(!(await page.inputValue('#days')).includes('31/01/2033'), 'not in the form');
      await page.goto('/calendar?year=2033&from=2033-01-03&n=5');
      t.ok(await page.$('p[role=status]'), 'calculator');
      await page.click('summary:has-text("Nhập hoặc sửa")');
      await page.click('button:has-text("Bỏ dữ liệu")');
      t.ok((await page.textContent('main')).includes('đề xuất tính từ luật'), 'a proposal again');
    },
  },
  {
    name: 'the escalation table is changed by the standing body', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/reminders');
      const before = (await texts(page, 'table:has(caption) tbody tr')).length;
      await page.fill('#days', '7');
      await page.selectOption('#audience', 'head');
      await page.fill('#every', '99');
      await page.click('button:has-text("Ghi mốc")');
      t.ok((await page.textContent('.error-summary')).includes('60'), 'refused with its range');
      await page.fill('#every', '5');
      await page.click('button:has-text("Ghi mốc")');
      t.equal((await texts(page, 'table:has(caption) tbody tr')).length, before + 1, 'added');
      await page.click('tr:has-text("Quá hạn 7 ngày") button');
      t.equal((await texts(page, 'table:has(caption) tbody tr')).length, before, 'dropped');
    },
  },
];
