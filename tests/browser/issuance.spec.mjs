// Official documents: made, edited, numbered, published, verified; templates and batches.
export default [
  {
    name: 'a report card is made, numbered, published and can be verified', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto(`${base}/issue/new`);
      await page.click('a:has-text("Thông báo kết quả của một đơn vị")');
      await page.selectOption('#set', 'SO-2025');
      await page.fill('#unit', 'H99.11');
      await page.click('button:has-text("Lưu dự thảo")');
      t.ok(await page.locator('.van-ban').isVisible(), 'the preview is shown');
      t.ok((await page.textContent('.van-ban')).includes('Độc lập - Tự do - Hạnh phúc'), 'with its letterhead');
      await page.fill('#signer', 'Quách Vĩnh Tường');
      await page.click('button:has-text("Cấp số")');
      t.ok((await page.textContent('h1 + .asof')).includes('01/TB-UBND'), 'the number is given');
      t.ok((await page.textContent('main')).includes('Sở Y tế'), 'the unit is a recipient');
      await page.click('button:has-text("Phát hành")');
      t.ok((await page.textContent('main')).includes('số đến 1'), 'it has a number in the incoming register');
      await page.click('a[href^="/verify/"]');
      t.ok((await page.textContent('dl.summary')).includes('01/TB-UBND'), 'the verification names it');
      await page.setInputFiles('#file', { name: 'khac.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 khác') });
      await page.click('button:has-text("So tệp")');
      t.ok((await page.textContent('main')).includes('không phải là tệp đã phát hành'), 'another file is told apart');
      await page.goto(`${base}/issue`);
      t.ok((await page.textContent('table')).includes('Đã phát hành'), 'the book shows it');
      await page.goto(`${base}/issue/incoming?unit=H99.11`);
      t.ok((await page.textContent('table')).includes('01/TB-UBND'), 'the incoming register too');
    },
  },
  {
    name: 'a paragraph is edited, a number by hand is marked, and goes back to the data', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto(`${base}/issue/new?kind=inspection-conclusion`);
      await page.fill('#unit', 'H99.11');
      await page.fill('#year', '2025');
      await page.fill('#x-truong_doan', 'Doãn Kỳ Phong, Phó Giám đốc Sở Nội vụ');
      await page.fill('#x-thanh_vien', 'Hầu Uyển Nhi');
      await page.fill('#x-thoi_ky', 'năm 2025');
      await page.click('button:has-text("Lưu dự thảo")');
      await page.click('a:has-text("Sửa câu chữ")');
      const box = page.locator('textarea', { hasText: 'Giải quyết thủ tục' });
      await box.fill('2. Giải quyết thủ tục hành chính: 4321 hồ sơ.');
      await box.locator('xpath=ancestor::form').locator('button:has-text("Lưu đoạn")').click();
      t.ok((await page.textContent('main')).includes('đã sửa'), 'the edit is kept');
      await page.click('a:has-text("Xem văn bản")');
      t.equal(await page.textContent('.van-ban mark'), '4321', 'the number is marked');
      t.ok((await page.textContent('main')).includes('Số khác với số liệu'), 'and told');
      await page.click('a:has-text("Sửa câu chữ")');
      await page.click('button:has-text("Trả lại như số liệu")');
      t.ok(!(await page.textContent('main')).includes('· đã sửa'), 'the data speak again');
    },
  },
  {
    name: 'a kind without data says what lacks and keeps what was chosen', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto(`${base}/issue/new?kind=plan-decision`);
      await page.fill('#unit', 'H99.11');
      await page.fill('#year', '2031');
      await page.click('button:has-text("Lưu dự thảo")');
      t.ok((await page.textContent('main')).includes('chưa có kế hoạch'), 'the sentence is shown');
      t.equal(await page.inputValue('#unit'), 'H99.11', 'what was typed stays');
    },
  },
  {
    name: 'a template is downloaded, and put back checked', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto(`${base}/issue/templates`);
      await page.click('a:has-text("Thư xin lỗi")');
      const [file] = await Promise.all([page.waitForEvent('download'), page.click('a:has-text("Tải mẫu đang dùng")')]);
      const path = await file.path();
      await page.setInputFiles('#file', { name: 'mau.docx', mimeType: 'application/octet-stream', buffer: (await import('node:fs')).readFileSync(path) });
      await page.click('button:has-text("Kiểm tra và dùng")');
      t.ok((await page.textContent('.asof')).includes('Đang dùng mẫu của tỉnh, bản 1'), 'it is in use');
      await page.setInputFiles('#file', { name: 'hong.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK hỏng') });
      await page.click('button:has-text("Kiểm tra và dùng")');
      t.ok((await page.textContent('.error-summary')).length > 10, 'a broken file is refused');
      await page.click('button:has-text("Quay lại mẫu có sẵn")');
      t.ok((await page.textContent('.asof')).includes('mẫu có sẵn'), 'and back');
    },
  },
  {
    name: 'report cards are made in the background', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto(`${base}/issue/batches`);
      await page.selectOption('#set', 'SO-2025');
      await page.click('button:has-text("Bắt đầu")');
      for (let i = 0; i < 60 && !(await page.evaluate(() => { const p = document.querySelector('progress'); return p && p.value === p.max; })); i++) {
        await page.waitForTimeout(100);
        await page.reload();
      }
      t.ok(await page.locator('a:has-text("Tải ZIP")').isVisible(), 'the ZIP is there');
      t.ok(await page.evaluate(() => { const p = document.querySelector('progress'); return p.value === p.max; }), 'all are made');
    },
  },
  {
    name: 'the preview fits a phone', as: 'dieuphoi', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      await page.goto(`${base}/issue/new?unit=H99&set=SO&year=2025`);
      await page.click('a[href*="kind=ranking"]');
      await page.waitForSelector('#set');
      t.equal(await page.inputValue('#set'), 'SO-2025', 'what the link named is chosen');
      await page.click('button:has-text("Lưu dự thảo")');
      t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/phone.png` });
    },
  },
];
