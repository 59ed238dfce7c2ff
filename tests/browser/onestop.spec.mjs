const texts = (page, selector) => page.$$eval(selector, (es) => es.map((e) => e.textContent.replace(/\s+/g, ' ').trim()));
const csv = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
// A click that leads to another page, or to the same one again: what is read next is read there.
const submit = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const number = (text) => Number(text.replace(/\./g, '').replace(',', '.'));
const before = new Date(Date.now() + 7 * 3600e3);
before.setUTCDate(0);
const month = before.toISOString().slice(0, 7);

export default [
  {
    name: 'the board leads to the dossiers behind a figure and from there to one dossier', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/onestop?period=2025');
      const link = page.locator('tbody tr').first().locator('td.num a').nth(2);
      const late = number(await link.textContent());
      t.ok(late > 0, 'late dossiers');
      await link.click();
      await page.waitForURL(/what=late/);
      t.equal((await texts(page, 'tbody tr')).length, Math.min(late, 50), 'rows of the first page');
      t.ok((await texts(page, 'tbody tr td:last-child')).every((s) => s === 'Quá hạn'), 'all of them late');
      await submit(page, 'tbody tr:first-child th a');
      await page.waitForURL(/\/onestop\/dossier/);
      t.has(await page.textContent('main'), 'Hai cách tính đúng hạn');
      t.has(await page.textContent('main'), 'Thời hạn trong danh mục');
    },
  },
  {
    name: 'screen, trend, fields, causes, officials and the overdue list', as: 'dieuphoi',
    async run(page, base, t) {
      const answer = await page.goto('/onestop/screen');
      t.equal(answer.headers().refresh, '60', 'the screen renews itself');
      t.ok((await texts(page, '.tile')).length > 20, 'a tile for each unit');
      await page.goto('/onestop/trend?period=2025');
      t.equal((await texts(page, 'thead th')).length, 14, 'unit, line, twelve months');
      await page.goto('/onestop/fields?period=2025');
      t.ok((await texts(page, 'tbody tr')).length >= 8, 'fields');
      await page.goto('/onestop/causes?period=2025');
      t.has((await texts(page, 'thead th')).join(' '), 'Bổ sung từ hai lần');
      await page.goto('/onestop/officials');
      t.ok((await texts(page, 'tbody tr')).length > 0, 'officials');
      await page.goto('/onestop/due');
      const code = await page.textContent('tbody th a');
      await submit(page, 'tbody th a');
      t.has(await page.textContent('h1'), code, 'the list leads to the dossier');
      t.equal((await page.goto('/onestop/list?what=khong-co')).status(), 404, 'no such list');
    },
  },
  {
    name: 'every table can be taken away', as: 'dieuphoi', noScript: true,
    async run(page, base, t) {
      for (const path of ['/onestop.xlsx', '/onestop/due.xlsx', '/onestop/trend.xlsx', '/onestop/fields.xlsx', '/onestop/causes.xlsx', '/onestop/officials.xlsx',
        '/onestop/list.xlsx?what=late&period=2025-03', '/onestop/766.xlsx', '/onestop/rating.xlsx', '/onestop/procedures.xlsx', '/onestop/apologies.xlsx', '/onestop/petitions.xlsx']) {
        const r = await page.request.get(base + path);
        t.equal(r.status(), 200, path);
        t.equal((await r.body()).subarray(0, 2).toString(), 'PK', path);
      }
    },
  },
  {
    name: 'the quality index stands beside the values of the portal, which can be imported', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto(`/onestop/766?period=${month}`);
      const rows = await texts(page, 'tbody tr');
      t.equal(rows.length, 35, '28 indicators, six groups and the sum');
      t.has(rows.join('\n'), 'Cổng đếm ít hơn', 'the difference is explained');
      await page.click('summary:has-text("Nạp số của Cổng")');
      await page.setInputFiles('#file', csv('cong.csv', `unit,period,code,rate,points\nH99,${month},5.x,10,1\nH99,${month},9.9,10,1\n`));
      await submit(page, 'text=Nạp số của Cổng >> nth=-1');
      t.has(await page.textContent('.error-summary'), '9.9', 'a row that is none is refused');
      await page.goto('/onestop/766?unit=0&period=khong');
      t.equal((await texts(page, '#period')).length, 1, 'a period that is none shows this year');
    },
  },
  {
    name: 'points of the nine indices are kept and decide the class', as: 'dieuphoi', noScript: true,
    async run(page, base, t) {
      await page.goto('/onestop/rating?period=2024-Q1');
      for (let i = 1; i <= 9; i++) {
        await page.fill(`#self${i}`, '2');
        await page.fill(`#appraised${i}`, i === 9 ? '0,99' : i > 7 ? '1' : '2');
      }
      await page.fill('#appraised8', '0');
      await submit(page, 'text=Ghi điểm');
      t.has(await page.textContent('.tiles'), '14,99', 'sum');
      t.has(await page.textContent('.tiles'), 'Tốt', 'just below the edge');
      await page.fill('#appraised9', '1');
      await submit(page, 'text=Ghi điểm');
      t.has((await texts(page, '.tile')).join(' '), '15,00 / 18Xuất sắc', 'at the edge');
      await page.fill('#appraised1', '2,5');
      await submit(page, 'text=Ghi điểm');
      t.has(await page.textContent('.error-summary'), 'từ 0 đến 2', 'refused');
    },
  },
  {
    name: 'the catalogue is imported after a check, and keeps its history', as: 'dieuphoi', noScript: true,
    async run(page, base, t) {
      await page.goto('/onestop/procedures?faulty=1');
      t.ok((await texts(page, 'tbody tr')).length > 3, 'procedures with faults');
      await page.goto('/onestop/procedures/import');
      await page.setInputFiles('#file', csv('tt.csv', 'mã thủ tục,tên thủ tục,lĩnh vực,thời hạn,cấp\n9.000001.000.00.00.H99,"Cấp giấy, thử",Thử,"4 giờ",xã\n'));
      await submit(page, 'text=Kiểm tra');
      t.has(await page.textContent('.banner'), '1 thủ tục mới');
      await submit(page, 'text=Ghi vào danh mục');
      await page.goto('/onestop/procedures?q=cap+giay,+thu');
      await submit(page, 'tbody th a');
      t.has(await page.textContent('main'), '4 giờ');
      t.has(await page.textContent('main'), 'vào danh mục');
      await page.goto('/onestop/procedures/import');
      await page.setInputFiles('#file', csv('tt.csv', 'mã,tên,thời hạn\n9.000002,"Sai","mai mốt"\n'));
      await submit(page, 'text=Kiểm tra');
      t.has(await page.textContent('.error-summary'), 'mai mốt');
    },
  },
  {
    name: 'a letter of apology is entered and checked', as: 'dieuphoi', noScript: true,
    async run(page, base, t) {
      await page.goto('/onestop/apologies');
      const code = await page.textContent('table >> nth=-1 >> tbody th a');
      await page.fill('#code', code);
      await page.fill('#letter', '99/TXL');
      await page.fill('#signed_on', '20/11/2026');
      await page.fill('#reason', 'Chờ ý kiến');
      await page.fill('#new_due', '31/02/2026');
      await submit(page, 'text=Ghi thư');
      t.has(await page.textContent('.error-summary'), '31/02/2026');
      t.equal(await page.inputValue('#reason'), 'Chờ ý kiến', 'what was typed stays');
      await page.fill('#new_due', '29/11/2026');
      await submit(page, 'text=Ghi thư');
      await page.goto('/onestop/apologies?period=2026-11');
      const row = (await texts(page, 'tbody tr')).find((s) => s.includes('99/TXL'));
      t.has(row, 'Hạn mới không phải ngày làm việc', 'a Sunday');
    },
  },
  {
    name: 'an answer to a petition becomes public when it is published, those about persons never', as: 'dieuphoi', noScript: true,
    async run(page, base, t) {
      await page.goto('/onestop/petitions?open=1');
      const rows = await page.$$('tbody tr');
      let rule;
      for (const r of rows) if ((await r.textContent()).includes('(quy định)')) rule = rule ?? await r.$('th a');
      await rule.click();
      await page.fill('#answer', 'Đã sửa <b>niêm yết</b> ở trụ sở.');
      await submit(page, 'text=Ghi câu trả lời');
      await page.goto('/pakn');
      t.ok(!(await page.textContent('main')).includes('niêm yết</b>'), 'not before');
      await page.goBack();
      await page.check('#publish');
      await submit(page, 'text=Ghi câu trả lời');
      await page.context().clearCookies();
      await page.goto('/pakn');
      t.has(await page.textContent('main'), 'Đã sửa <b>niêm yết</b>', 'markup stays text');
      t.ok(!(await page.textContent('main')).includes('Cán bộ tiếp nhận'), 'nothing about persons');
    },
  },
  {
    name: 'a petition and office hours are entered on pages; a late dossier leads to its letter', as: 'dieuphoi', noScript: true,
    async run(page, base, t) {
      await page.goto('/onestop/petitions');
      await submit(page, 'a:has-text("Ghi phản ánh")');
      await page.fill('#code', 'PA-THU-1');
      await page.fill('#subject', 'Niêm yết thiếu lệ phí');
      await page.fill('#received_on', '01/01/2199');
      await submit(page, 'button:has-text("Ghi phản ánh")');
      t.has(await page.textContent('.error-summary'), 'sau hôm nay');
      t.equal(await page.inputValue('#subject'), 'Niêm yết thiếu lệ phí', 'what was typed stays');
      await page.fill('#received_on', '02/11/2026');
      await submit(page, 'button:has-text("Ghi phản ánh")');
      t.has(await page.textContent('h1'), 'Niêm yết thiếu lệ phí');
      t.has(await page.textContent('main'), 'hạn trả lời 23/11/2026');
      await page.goto('/onestop/petitions/new');
      await page.fill('#code', 'PA-THU-1');
      await page.fill('#subject', 'Khác');
      await submit(page, 'button:has-text("Ghi phản ánh")');
      t.has(await page.textContent('.error-summary'), 'đã có trong sổ');
      await page.goto('/onestop/hours');
      await page.fill('#hours', '08:00-12:00,11:00-17:00');
      await submit(page, 'button:has-text("Ghi giờ làm việc")');
      t.has(await page.textContent('.error-summary'), 'không hiểu được');
      await page.fill('#hours', '08:00-12:00,13:00-17:00;16:00');
      await page.fill('#valid_from', '01/01/2026');
      await submit(page, 'button:has-text("Ghi giờ làm việc")');
      t.ok((await texts(page, 'tbody tr')).some((s) => s.includes('01/01/2026') && s.includes('08:00-12:00,13:00-17:00;16:00')), 'the hours are listed');
      await page.goto('/onestop/apologies');
      const code = await page.textContent('table >> nth=-1 >> tbody th a');
      await submit(page, 'table >> nth=-1 >> tbody th a');
      await submit(page, 'a:has-text("Soạn thư xin lỗi")');
      t.equal(await page.inputValue('#x-ma_ho_so'), code, 'the letter knows the dossier');
    },
  },
  {
    name: 'whoever may only look sees no forms; strangers sign in first', as: 'lanhdao', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      await page.goto('/onestop/rating');
      t.equal((await page.$$('#self1')).length, 0, 'no fields');
      await page.goto('/onestop/apologies');
      t.equal((await page.$$('#letter')).length, 0, 'no form');
      t.equal((await page.goto('/onestop/procedures/import')).status(), 403, 'import');
      await page.context().clearCookies();
      await page.goto('/onestop/trend');
      t.has(page.url(), 'sign-in');
    },
  },
];
