// A picture with as much behind it as is wanted: what the store takes it for is told by its first bytes.
const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const give = (page, event, names) => page.evaluate(([event, names, bytes]) => {
  const dt = new DataTransfer();
  for (const name of names) dt.items.add(new File([Uint8Array.from(bytes), name], name, { type: 'image/png', lastModified: 1 }));
  const made = event === 'paste' ? new ClipboardEvent('paste', { clipboardData: dt, bubbles: true, cancelable: true })
    : new DragEvent(event, { dataTransfer: dt, bubbles: true, cancelable: true });
  document.body.dispatchEvent(made);
}, [event, names, [...dot]]);

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
      await page.click('main form button.button:has-text("Nạp")');
      await page.waitForURL(/\/documents\/\d+\/edit$/);
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
  {
    name: 'files dropped on the page and a pasted screenshot are sent together, and one can be taken out before', as: 'cb.ngocnhan',
    async run(page, base, t) {
      await page.goto('/documents/new');
      await give(page, 'dragover', ['a.png']);
      t.ok(await page.$('form.dropping'), 'the page says that it takes the files');
      await give(page, 'drop', ['một.png', 'hai <b>x.png', 'ba.png']);
      await give(page, 'paste', ['image.png']);
      t.equal((await page.$$('.upload-list li')).length, 4, 'files in the list');
      t.ok((await texts(page, '.upload-list b'))[3].startsWith('ảnh chụp màn hình '), 'a screenshot gets a name');
      await page.click('.upload-list li:nth-child(3) button');
      await page.click('main form button.button:has-text("Nạp")');
      await page.waitForURL(/open=1/);
      t.has(await page.textContent('.banner.good'), 'Đã nạp 3 tệp');
      const list = await page.textContent('table');
      t.ok(list.includes('một.png') && list.includes('hai <b>x.png') && !list.includes('ba.png'), 'what was sent, and only that');
    },
  },
  {
    name: 'a connection that breaks in an upload costs nothing: it goes on where it stopped, also on another day', as: 'cb.ngocnhan',
    async run(page, base, t) {
      const file = { name: 'lớn.png', mimeType: 'image/png', buffer: Buffer.concat([dot, Buffer.alloc(3 << 20, 7)]) };
      let posts = 0, down = true;
      const asked = [];
      await page.route('**/documents/parts*', async (route) => {
        if (route.request().method() === 'GET') { const r = await route.fetch(); asked.push((await r.json()).offset); return route.fulfill({ response: r }); }
        if (++posts > 2 && down) return route.abort('connectionreset');
        return route.continue();
      });
      await page.goto('/documents/new');
      await page.evaluate(([bytes]) => {
        const dt = new DataTransfer();
        dt.items.add(new File([Uint8Array.from(bytes), new Uint8Array(3 << 20)], 'lớn.png', { type: 'image/png', lastModified: 5 }));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: dt, bubbles: true, cancelable: true }));
      }, [[...dot]]);
      await page.click('main form button.button:has-text("Nạp")');
      await page.waitForFunction(() => document.querySelector('main .status').textContent.includes('Mất kết nối'));
      t.equal(asked[0], 0, 'it began at the beginning');
      down = false;
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
      await page.waitForURL(/\/edit$/);
      t.ok(asked.at(-1) > 256 * 1024 && asked.at(-1) < file.buffer.length, `it went on at ${asked.at(-1)}`);
      await page.goto(page.url().replace(/\/edit$/, ''));
      t.has(await page.textContent('.tools'), '3,0 MB');
    },
  },
  {
    name: 'without scripts the form sends its files as forms do', as: 'cb.ngocnhan', noScript: true,
    async run(page, base, t) {
      await page.goto('/documents/new');
      await page.setInputFiles('#file', { name: 'không kịch bản.png', mimeType: 'image/png', buffer: dot });
      await page.click('main form button.button:has-text("Nạp")');
      await page.waitForURL(/\/edit$/);
      t.has(await page.textContent('h1'), 'Thông tin');
    },
  },
  {
    name: 'signatures are told above the document: who, when, what was added later, and the file as it was signed', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/documents?q=quy+che+lam+viec');
      await page.click('tbody th a:has-text("Quy chế làm việc")');
      t.has(await page.textContent('details.signatures summary'), 'nguyên vẹn');
      await page.click('details.signatures summary');
      const text = await page.textContent('details.signatures');
      for (const part of ['Lường Thế Vĩ', 'Sở Nội vụ tỉnh Vân Nhạn', '14/02/2025 09:15', 'RSA 2048', 'Văn thư']) t.has(text, part);
      await page.waitForFunction(() => document.querySelector('img.paper').naturalWidth > 0);     // the page of the PDF is drawn
      const first = await page.$eval('details.signatures a', (a) => a.href), size = (await (await page.request.get(first)).body()).length;
      t.ok(size > 30000 && size < 49241, `the file as the first one signed it: ${size}`);
      await page.goto('/documents?q=lich+tiep+cong+dan');
      await page.click('tbody th a:has-text("Lịch tiếp")');
      t.has(await page.textContent('details.signatures summary'), 'sau khi ký tệp còn được ghi thêm');
    },
  },
];
