const texts = (page, selector) => page.$$eval(selector, (es) => es.map((e) => e.textContent.replace(/\s+/g, ' ').trim()));
const decision = (name) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(`# QUYẾT ĐỊNH

**Ban hành Bộ tiêu chí <script>window.bad = 1</script> của các xã**

## BỘ TIÊU CHÍ

| STT | Lĩnh vực/Tiêu chí | Điểm tối đa | Cách tính điểm |
|---|---|---|---|
| 1 | CHỈ ĐẠO <img src=x onerror="window.bad = 1"> | 100 | |
| 1.1 | Ban hành kế hoạch | 60 | Ban hành kịp thời: 60 điểm; không kịp thời: 30 điểm; không ban hành: 0 điểm |
| 1.2 | Thực hiện kiểm tra | 40 | Tỷ lệ x điểm tối đa |
| 1.3 | Tiêu chí bỏ ra | 10 | Hoa hồng: xanh; mưa |
`) });

async function upload(page, file) {
  await page.goto('/intake');
  await page.setInputFiles('#file', file);
  await Promise.all([page.waitForURL(/\/intake\/\d+$/), page.click('text=Nạp và đọc')]);
}

export default [
  {
    name: 'a decision is read, shown beside its source, tried and accepted without script', as: 'dieuphoi', noScript: true,
    async run(page, base, t) {
      await upload(page, decision('bo-tieu-chi.md'));
      t.ok((await texts(page, '.pane h2')).join(' ').includes('Nguyên văn'), 'source beside the reading');
      t.equal(await page.$$eval('main script, main img[onerror]', (es) => es.length), 0, 'nothing of the document becomes markup');
      t.equal(await page.inputValue('#as'), 'criteria', 'the kind is proposed');
      await page.fill('#set', 'THU-DOC');
      await page.fill('#year', '2031');
      await page.click('text=Xem sẽ nhận gì');
      t.equal((await texts(page, '#items tbody tr')).length, 4, 'items');
      t.ok((await texts(page, '#items tbody tr'))[0].includes('Tiêu chí bỏ ra'), 'the wrong one stands first');
      t.ok((await texts(page, '#items tbody tr')).some((r) => r.includes('đúng hạn: 60 điểm')), 'rules in plain words');
      await page.click('text=Thử tất cả các mục');
      t.ok(await page.$('.error-summary, .banner.bad'), 'a rule that cannot be read stops everything');
      await page.click('#items tbody tr:first-child input[type=checkbox]');
      await page.click('text=Thử các mục đã chọn');
      t.ok((await page.textContent('main')).includes('Thử xong, không có lỗi: sẽ nhận 3 mục'), 'dry run');
      const review = page.url();
      await page.goto('/criteria');
      t.ok(!(await page.textContent('main')).includes('THU-DOC'), 'nothing is written before');
      await page.goto(review.replace(/\/accept.*$/, '') + '?as=criteria&set=THU-DOC&year=2031');
      await page.click('#items tbody tr:first-child input[type=checkbox]');
      await page.click('text=Thử các mục đã chọn');
      await page.click('text=Nhận vào hệ thống');
      t.ok((await page.textContent('main')).includes('Văn bản này đã được nhận'), 'accepted');
      await page.goto('/criteria');
      t.ok((await page.textContent('main')).includes('2031'), 'the set is there');
    },
  },
  {
    name: 'J and K walk through the items and their places; one item alone is accepted and the document is in the register', as: 'dieuphoi',
    async run(page, base, t) {
      await upload(page, decision('bo-tieu-chi-2.md'));
      await page.fill('#set', 'THU-PHIM');
      await page.fill('#year', '2033');
      await page.click('text=Xem sẽ nhận gì');
      await page.keyboard.press('j');
      await page.waitForFunction(() => document.activeElement.matches('#items a'));
      const first = await page.evaluate(() => [document.activeElement.hash, document.querySelector(':target')?.id]);
      t.equal(first[0], '#' + first[1], 'the source shows the place of the item');
      await page.keyboard.press('j');
      await page.waitForFunction((h) => document.activeElement.hash && document.activeElement.hash !== h, first[0]);
      t.ok(await page.evaluate(() => document.activeElement.hash === '#' + document.querySelector(':target').id), 'and of the next one');
      await page.click('#items tr:has-text("CHỈ ĐẠO") button');
      t.ok((await page.textContent('main')).includes('sẽ nhận 1 mục'), 'only this one');
      await page.keyboard.press('n');
      await page.waitForSelector('text=Văn bản này đã được nhận');
      await page.click('text=Xem trong kho tài liệu');
      t.ok((await page.textContent('main')).includes('Bộ tiêu chí'), 'its page in the register');
    },
  },
  {
    name: 'a document can be read on a phone; what is missing is told on the page', as: 'dieuphoi', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      await upload(page, { name: 'bao-cao.md', mimeType: 'text/markdown', buffer: Buffer.from('# BÁO CÁO\n\n**Kết quả cải cách hành chính năm 2025**\n\n- Tiêu chí tuyên truyền đạt 1/2 điểm.\n') });
      await page.selectOption('#as', 'result');
      await page.fill('#unit', 'KHONG-CO');
      await page.click('text=Xem sẽ nhận gì');
      t.ok((await page.textContent('.banner.bad')).includes('KHONG-CO'), 'the unit is named');
      await page.goto('/intake');
      t.ok((await texts(page, 'tbody tr')).length > 0, 'the list');
    },
  },
  {
    name: 'a document that somebody else uploaded is not shown', as: 'cb.yte',
    async run(page, base, t) {
      t.equal((await page.goto('/intake/1')).status(), 404, 'not found');
      await page.goto('/intake');
      t.ok(await page.$('.empty'), 'an empty list');
    },
  },
  {
    name: 'the report of the demonstration is reviewed', as: 'dieuphoi',
    async run(page, base, t) {
      t.equal((await page.goto('/intake/1')).status(), 200, 'the review');
      t.ok((await texts(page, '.pane')).join(' ').includes('64/BC-SYT'), 'identity');
      t.equal((await page.goto('/intake/1?as=remedy&unit=H99.11&year=2025&set=SO')).status(), 200, 'items');
      t.ok((await texts(page, '#items tbody tr')).length === 2, 'two rows of the table');
    },
  },
];
