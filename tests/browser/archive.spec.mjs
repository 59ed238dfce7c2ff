const texts = (page, selector) => page.$$eval(selector, (es) => es.map((e) => e.textContent.trim()));

export default [
  {
    name: 'a document is found by its words without diacritics, with the words marked, and opened in place', as: 'cb.yte',
    async run(page, base, t) {
      await page.goto('/documents?q=don+gian+hoa');
      t.ok((await texts(page, 'tbody mark')).includes('đơn'), 'the word as written is marked');
      await page.click('tbody th a');
      t.ok((await page.textContent('.paper')).includes('đơn giản hóa'), 'the text is shown in place');
      t.ok((await page.textContent('aside')).includes('1.1.1'), 'where it serves');
    },
  },
  {
    name: 'a file is uploaded, its identity confirmed, attached as evidence and taken out again', as: 'cb.ngocnhan',
    async run(page, base, t) {
      await page.goto('/documents/new');
      await page.setInputFiles('#file', { name: 'anh <b>x</b>.png', mimeType: 'image/png', buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') });
      await page.click('main form button.button');
      t.ok(/\/documents\/\d+\/edit$/.test(page.url()), 'the proposed identity is shown for confirmation');
      await page.selectOption('#type', 'picture');
      await page.fill('#abstract', 'Ảnh niêm yết thủ tục tại bộ phận một cửa');
      await page.click('main form button.button');
      t.ok((await texts(page, 'h1'))[0].includes('Ảnh niêm yết'), 'the confirmed abstract is the title');
      t.ok(await page.$eval('img.paper', (i) => i.complete && i.naturalWidth > 0), 'the picture is shown');
      await page.click('summary:has-text("Gắn làm minh chứng")');
      await page.selectOption('#set_id', { label: 'Bộ tiêu chí cải cách hành chính của xã, phường, đặc khu năm 2025 (2025)' });
      await page.fill('#criterion', '1.1.2');
      await page.click('button:has-text("Gắn")');
      t.ok((await page.textContent('aside')).includes('1.1.2'), 'attached');
      await page.click('button:has-text("Gỡ")');
      t.ok((await page.textContent('aside')).includes('Chưa làm minh chứng'), 'taken out');
    },
  },
  {
    name: 'evidence of a sheet that is locked is refused with who, since when and whom to ask', as: 'cb.yte',
    async run(page, base, t) {
      await page.goto('/documents?q=don+gian+hoa');
      await page.click('tbody th a');
      await page.click('summary:has-text("Gắn làm minh chứng")');
      await page.selectOption('#set_id', { label: 'Bộ tiêu chí cải cách hành chính của sở, ban, ngành năm 2025 (2025)' });
      await page.fill('#criterion', '1.2.1');
      await page.click('button:has-text("Gắn")');
      t.ok((await page.textContent('.error-summary')).includes('đang khóa'), 'the lock is told');
    },
  },
];
