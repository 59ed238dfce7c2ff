const texts = (page, selector) => page.$$eval(selector, (es) => es.map((e) => e.textContent.trim()));

export default [
  {
    name: 'lost points by field, unit, cause, lead, promise and outcome', as: 'dieuphoi',
    async run(page, base, t) {
      for (const view of ['list', 'field', 'unit', 'cause', 'lead', 'promise']) {
        t.equal((await page.goto(`/losses?set=SO-2025&view=${view}`)).status(), 200, view);
        t.ok((await page.$$('main tbody tr')).length > 0, view);
      }
      await page.goto('/losses?set=SO-2024&view=outcome');
      t.ok((await texts(page, 'main tbody .tag')).includes('lấy lại đủ'), 'some came back');
      await page.goto('/losses?set=SO-2025&view=unit&again');
      await page.click('main tbody th a >> nth=0');
      t.ok(page.url().includes('unit=') && page.url().includes('view=list'), 'a line leads to its losses');
    },
  },
  {
    name: 'filters narrow the list and stay over pages', as: 'cb.yte',
    async run(page, base, t) {
      await page.goto('/losses?set=SO-2025');
      const all = (await page.textContent('.tabs ~ p')).match(/[\d.]+/)[0];
      await page.selectOption('#field', '3');
      await page.check('#recurring');
      await page.click('.filters button');
      t.ok((await texts(page, 'main tbody th')).every((x) => x.startsWith('3')), 'one field');
      t.ok((await texts(page, 'main tbody th')).every((x) => x.includes('lặp lại')), 'recurring only');
      t.ok((await page.textContent('.tabs ~ p')).match(/[\d.]+/)[0] !== all, 'fewer');
      await page.goto('/losses?set=SO-2025&group=&rest=1');
      await page.click('.pages a[rel=next]');
      t.ok(page.url().includes('rest=1') && page.url().includes('page=2'), 'the filter stays');
    },
  },
  {
    name: 'a loss tells its peers, its years and who does it best, and becomes a remedy and a task', as: 'cb.yte',
    async run(page, base, t) {
      await page.goto('/losses?set=SO-2025&rest=1');
      await page.selectOption('#unit', { label: 'Sở Y tế' });
      await page.click('.filters button');
      await page.click('main tbody th a >> nth=1');
      const code = (await page.textContent('h1')).split(' ')[0];
      t.ok((await texts(page, 'main h2')).includes('Nơi làm tốt nhất'), 'the best');
      t.ok((await page.$$('[aria-label="Qua các năm"] tbody tr')).length >= 2, 'years');
      await page.click('main .tools a:has-text("Lập giải pháp")');
      await page.fill('#cause', 'Chưa phân công');
      await page.fill('#measure', 'Phân công một đầu mối');
      await page.fill('#deadline', 'trước 30/6/2027');
      await page.fill('#do_year', '2027');
      t.equal(await page.inputValue('#lead'), 'Sở Y tế', 'the unit leads unless told otherwise');
      await page.click('button:has-text("Lưu giải pháp")');
      const row = page.locator('main tbody tr', { hasText: code });
      t.ok((await row.textContent()).includes('Phân công một đầu mối'), 'in the plan of that year');
      await row.locator('a[href^="/tasks/"]').click();
      t.ok((await page.textContent('main')).includes('Phân công một đầu mối'), 'as a task');
    },
  },
  {
    name: 'quarterly progress is recorded and the overdue stand on top', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/remedies?year=2026');
      t.ok((await texts(page, 'main tbody tr:first-child'))[0].includes('quá hạn'), 'overdue first');
      await page.click('main tbody th a >> nth=0');
      await page.selectOption('#quarter', '3');
      await page.fill('#percent', '60');
      await page.fill('#text', 'Đã làm ở ba bộ phận');
      await page.click('button:has-text("Ghi tiến độ")');
      t.ok((await page.textContent('[aria-label="Tiến độ từng quý"]')).includes('Đã làm ở ba bộ phận'), 'recorded');
      await page.goto('/remedies?year=2026&state=overdue');
      t.ok((await texts(page, 'main tbody tr')).every((x) => x.includes('quá hạn')), 'filtered');
    },
  },
  {
    name: 'a finding of an inspection enters by the same door', as: 'cb.yte', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      await page.goto('/remedies/finding');
      const units = await texts(page, '#unit option');
      t.ok(units.includes('Sở Y tế') && !units.includes('Sở Nội vụ'), 'only the own unit and what is below it');
      await page.selectOption('#unit', { label: 'Sở Y tế' });
      await page.selectOption('#origin', 'audit');
      await page.fill('#source', 'Kết luận số 5/KL-KTNN ngày 02/02/2026');
      await page.fill('#content', 'Chưa công khai quyết toán');
      await page.fill('#cause', 'Chậm');
      await page.fill('#measure', 'Công khai trên trang thông tin');
      await page.fill('#lead', 'Sở Y tế');
      await page.fill('#deadline', 'quý IV');
      await page.click('button:has-text("Lưu phát hiện")');
      t.ok((await page.textContent('main')).includes('Kết luận kiểm toán: Kết luận số 5/KL-KTNN'), 'where it comes from');
      t.ok(await page.$('a:has-text("Nhiệm vụ")'), 'as a task');
    },
  },
  {
    name: 'the remedy plan is drafted from the data, edited and approved', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/remedies/paper?set=SO-2025&unit=H99.1');
      t.ok((await page.$$('article a[href^="/why"]')).length > 5, 'figures lead to their source');
      await page.click('text=Sửa lời văn');
      await page.fill('#text-6', 'Văn phòng theo dõi hằng tuần.');
      await page.click('main button[value=save]');
      t.ok((await page.textContent('article')).includes('Văn phòng theo dõi hằng tuần.'), 'edited');
      await page.click('button:has-text("Lấy lại số liệu")');
      t.ok((await page.textContent('article')).includes('Văn phòng theo dõi hằng tuần.'), 'new figures keep it');
      await page.click('.actions button:has-text("Duyệt")');
      t.ok((await page.textContent('.banner.good >> nth=-1')).includes('Đã duyệt'), 'approved');
      t.ok(await page.$('text=Phát hành DOCX'), 'to be issued');
      await page.goto('/remedies/paper?set=SO-2025&unit=H99.1&kind=review');
      t.ok((await texts(page, 'article h2')).some((h) => h.includes('Kết quả khắc phục')), 'the review');
    },
  },
  {
    name: 'lists and papers of remedies on a phone', as: 'cb.yte', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      for (const path of ['/losses?set=SO-2025&phone', '/losses?set=SO-2025&view=unit&phone', '/remedies?year=2026&phone', '/remedies/1?phone'])
        t.equal((await page.goto(path)).status(), 200, path);
    },
  },
];
