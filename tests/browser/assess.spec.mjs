// The round: the unit's three panes, the appraiser's queue, what happens without a network, without a session, and to two at once.
const saved = (page, id) => page.waitForFunction((x) => document.querySelector(x).closest('.field').querySelector('.status')?.textContent.includes('Đã lưu'), '#' + id);
const stated = (page, id, words) => page.waitForFunction(([x, w]) => (document.querySelector(x).closest('.field').querySelector('.status')?.textContent ?? '').includes(w), ['#' + id, words]);
const texts = (page, selector) => page.$$eval(selector, (es) => es.map((e) => e.textContent.trim()));

/* The sheet of the own unit in the running round. */
async function sheet(page) {
  await page.goto('/work');
  const href = await page.$eval('main a[href^="/sheets/"]', (a) => a.getAttribute('href'));
  await page.goto(href);
  return href;
}

/* The same at the criterion with this code. */
async function at(page, code) {
  await sheet(page);
  await page.goto(await page.evaluate((c) => [...document.querySelectorAll('.pane-list a')].find((a) => a.children[1].textContent.startsWith(c + ' ')).getAttribute('href'), code));
}

export default [
  {
    name: 'a field is saved when it is left, the rule gives the points, the tree shows it', as: 'cb.hamuyen',
    async run(page, base, t) {
      await at(page, '1.1.2');
      await page.fill('#value', '85%');
      await page.press('#value', 'Tab');
      await saved(page, 'value');
      await page.reload();
      t.equal(await page.inputValue('#value'), '85%', 'kept');
      t.ok((await page.textContent('.pane-list [aria-current]')).includes('1,70'), 'points by the rule');
      await page.fill('#points', '9');
      await page.press('#points', 'Tab');
      await stated(page, 'points', 'tối đa');
      t.equal(await page.getAttribute('#points', 'aria-invalid'), 'true', 'a wrong value is marked');
      await page.fill('#points', '');
      await page.press('#points', 'Tab');
    },
  },
  {
    name: 'two editors of one field are told apart and nothing is overwritten', as: 'cb.hamuyen',
    async run(page, base, t) {
      await at(page, '1.3');
      const second = await page.context().newPage();
      await second.goto(page.url());
      await second.fill('#reason', 'Bản của người thứ hai');
      await second.press('#reason', 'Tab');
      await saved(second, 'reason');
      await page.fill('#reason', 'Bản của người thứ nhất');
      await page.press('#reason', 'Tab');
      await stated(page, 'reason', 'chưa ghi đè');
      t.equal(await page.inputValue('#reason'), 'Bản của người thứ nhất', 'what was typed stays');
      await second.reload();
      t.equal(await second.inputValue('#reason'), 'Bản của người thứ hai', 'what was saved stays');
      page.once('dialog', (d) => d.accept());
      await page.reload();
      await page.click('button:has-text("Dùng bản nháp")');            // the draft is offered against the newer version
      await saved(page, 'reason');
      await second.reload();
      t.equal(await second.inputValue('#reason'), 'Bản của người thứ nhất', 'saved knowingly');
      await second.close();
    },
  },
  {
    name: 'without a connection what is typed is kept on the machine and sent when there is one again', as: 'cb.ngocnhan',
    async run(page, base, t) {
      await at(page, '1.3');
      await page.context().setOffline(true);
      await page.fill('#reason', 'Viết khi mất mạng');
      await page.press('#reason', 'Tab');
      await stated(page, 'reason', 'đã giữ trên máy này');
      await page.waitForFunction(() => Object.keys(localStorage).some((k) => k.includes('draft') && localStorage[k].includes('mất mạng')));
      await page.context().setOffline(false);
      await saved(page, 'reason');
      await page.waitForFunction(() => !Object.keys(localStorage).some((k) => k.includes('.sheet-')));
      await page.reload();
      t.equal(await page.inputValue('#reason'), 'Viết khi mất mạng', 'arrived');
      await page.context().setOffline(true);
      await page.fill('#reason', 'Đóng máy khi mất mạng');
      await page.waitForFunction(() => Object.keys(localStorage).some((k) => (localStorage[k] ?? '').includes('Đóng máy')));
      const again = await page.context().newPage();                    // the browser was closed; another day
      await page.close({ runBeforeUnload: false });
      await again.context().setOffline(false);
      await again.goto(base + '/work');
      const href = await again.$eval('main a[href^="/sheets/"]', (a) => a.getAttribute('href'));
      await again.goto(base + href);
      await again.goto(base + await again.evaluate(() => [...document.querySelectorAll('.pane-list a')].find((a) => a.children[1].textContent.startsWith('1.3 ')).getAttribute('href')));
      if (await again.inputValue('#reason') !== 'Đóng máy khi mất mạng') {     // else the closing page has still sent it
        await again.click('button:has-text("Dùng bản nháp")');
        await saved(again, 'reason');
      }
      await again.reload();
      t.equal(await again.inputValue('#reason'), 'Đóng máy khi mất mạng', 'the draft of the closed page was offered and sent');
    },
  },
  {
    name: 'an expired sign-in loses nothing: sign in in another tab, leave the field again',
    async run(page, base, t) {
      const signIn = async (p) => {
        await p.goto(base + '/sign-in');
        await p.fill('[name=login]', 'cb.hamuyen');
        await p.fill('[name=password]', 'thuocdo-demo');
        await Promise.all([p.waitForURL((u) => u.pathname !== '/sign-in'), p.click('main button')]);
      };
      await signIn(page);
      await at(page, '1.5');
      const before = await page.context().cookies();
      await page.context().clearCookies();                             // the session is gone
      await page.fill('#reason', 'Gõ khi phiên đã hết');
      await page.press('#reason', 'Tab');
      await stated(page, 'reason', 'đăng nhập');
      t.equal(await page.inputValue('#reason'), 'Gõ khi phiên đã hết', 'the text stays');
      const tab = await page.context().newPage();
      await signIn(tab);
      await tab.close();
      await page.focus('#reason');
      await page.press('#reason', 'Tab');
      await saved(page, 'reason');
      t.ok(before.length > 0, 'there was a session');
    },
  },
  {
    name: 'evidence is added in the third pane, opened in place, taken away', as: 'cb.hamuyen',
    async run(page, base, t) {
      await at(page, '1.4');
      await page.setInputFiles('#file', { name: 'anh <img src=x>.png', mimeType: 'image/png', buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') });
      await page.click('button:has-text("Gắn tài liệu")');
      await page.waitForURL(/document=\d+/);
      t.ok(await page.$eval('#viewer img.paper', (i) => i.complete && i.naturalWidth > 0), 'the picture is shown beside the score');
      t.equal((await page.$$('#evidence > li')).length, 1, 'one document');
      await page.click('#evidence button:has-text("Gỡ")');
      t.ok((await page.textContent('.pane:nth-child(3)')).includes('Chưa có tài liệu'), 'taken away');
      const again = await page.$$eval('#document option', (os) => os.length);
      t.ok(again >= 2, 'the document is offered again from the register');
    },
  },
  {
    name: 'a screenshot is pasted, files are dropped, a ZIP is spread by codes, beside the score', as: 'cb.ngocnhan',
    async run(page, base, t) {
      const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
      const give = (event, target, text) => page.evaluate(([e, where, bytes, words]) => {
        const d = new DataTransfer(), raw = Uint8Array.from(atob(bytes), (x) => x.charCodeAt(0));
        d.items.add(new File([raw], 'image.png', { type: 'image/png' }));
        if (words) d.setData('text/plain', words);
        const how = { bubbles: true, cancelable: true };
        document.querySelector(where).dispatchEvent(e === 'paste' ? new ClipboardEvent('paste', { ...how, clipboardData: d }) : new DragEvent('drop', { ...how, dataTransfer: d }));
      }, [event, target, png, text]);
      await at(page, '2.1');
      await page.waitForSelector('.upload-list', { state: 'attached' });
      await give('paste', '#reason', '12\t34');                          // cells of Excel carry a picture of themselves
      t.equal((await page.$$('.upload-list li')).length, 0, 'text is pasted as text');
      await give('paste', 'body');
      await page.waitForSelector('.upload-list li:has-text("ảnh chụp màn hình")');
      await give('drop', 'body');
      await page.waitForSelector('.upload-list li:nth-child(2)');
      await page.click('button:has-text("Gắn tài liệu")');
      await page.waitForURL(/document=\d+/);
      await page.waitForSelector('#viewer img.paper');
      t.equal((await page.$$('#evidence > li')).length, 2, 'both are evidence of this criterion');
      const stored = (name, bytes) => {                                // a ZIP of one stored file
        const n = Buffer.from(name), table = Array.from({ length: 256 }, (_, i) => { let x = i; for (let k = 0; k < 8; k++) x = x & 1 ? 0xEDB88320 ^ (x >>> 1) : x >>> 1; return x >>> 0; });
        const crc = (~bytes.reduce((a, b) => table[(a ^ b) & 255] ^ (a >>> 8), 0xFFFFFFFF)) >>> 0, head = Buffer.alloc(26), end = Buffer.alloc(22), central = Buffer.alloc(46);
        head.writeUInt16LE(20, 0); head.writeUInt16LE(0x800, 2); head.writeUInt32LE(crc, 10); head.writeUInt32LE(bytes.length, 14); head.writeUInt32LE(bytes.length, 18); head.writeUInt16LE(n.length, 22);
        const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, n, bytes]);
        central.write('PK\x01\x02', 0, 'latin1'); central.writeUInt16LE(20, 4); head.copy(central, 6, 0, 24);
        end.write('PK\x05\x06', 0, 'latin1'); end.writeUInt16LE(1, 8); end.writeUInt16LE(1, 10); end.writeUInt32LE(46 + n.length, 12); end.writeUInt32LE(local.length, 16);
        return Buffer.concat([local, central, n, end]);
      };
      await page.waitForSelector('.upload-list', { state: 'attached' });   // the script is there
      await page.setInputFiles('#file', { name: 'minh chung.zip', mimeType: 'application/zip', buffer: stored('2.2 - anh.png', Buffer.from(png, 'base64')) });
      await page.waitForSelector('.upload-list li:has-text("minh chung.zip")');
      await page.evaluate(() => { document.querySelector('#file').closest('details').open = true; });
      await page.click('button:has-text("Gắn tài liệu")');
      await page.waitForURL((u) => !u.search.includes('document='));
      await at(page, '2.2');
      t.equal((await page.$$('#evidence > li')).length, 1, 'the ZIP went to the criterion of its code');
    },
  },
  {
    name: 'the sheet goes out as XLSX, comes back filled, differences are shown before they are taken', as: 'cb.ngocnhan',
    async run(page, base, t) {
      const href = await sheet(page);
      const [file] = await Promise.all([page.waitForEvent('download'), page.click('a:has-text("Tải phiếu XLSX")')]);
      t.ok(file.suggestedFilename().endsWith('.xlsx'), 'a workbook');
      const csv = 'Mã tiêu chí,Tiêu chí,Số liệu,Điểm tự chấm,Giải thích,Lần ghi\n1.5,,3,,Ba buổi đối thoại,0\n';
      await page.goto(href + '/upload');
      await page.setInputFiles('#file', { name: 'phieu.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
      await page.click('button:has-text("Xem các thay đổi")');
      t.ok((await page.textContent('main')).includes('1 thay đổi, chưa ghi'), 'the difference is shown');
      await page.click('button:has-text("Ghi các thay đổi")');
      await page.waitForURL((u) => /\/sheets\/\d+$/.test(u.pathname));
      await at(page, '1.5');
      t.equal(await page.inputValue('#value'), '3', 'taken');
      await page.goto(href + '/upload');
      await page.setInputFiles('#file', { name: await file.suggestedFilename(), mimeType: 'application/octet-stream', buffer: await (await import('node:fs')).promises.readFile(await file.path()) });
      await page.click('button:has-text("Xem các thay đổi")');
      t.ok((await page.textContent('main')).includes('không có gì khác'), 'an older workbook does not undo what was entered since');
      await page.goto(href + '/upload');
      await page.setInputFiles('#file', { name: 'phieu.csv', mimeType: 'text/csv', buffer: Buffer.from(csv.replace('Ba buổi', 'Bốn buổi').replace(',3,', ',4,') + '1.4,,,,Ghi khi không có mạng,0\n') });
      await page.click('button:has-text("Xem các thay đổi")');
      await page.waitForSelector('.tag:has-text("Xung đột")');
      t.ok((await texts(page, 'tr.changed:has(.tag) .small'))[0].includes('cb.ngocnhan'), 'who changed it meanwhile');
      t.equal(await page.$$eval('[name=take]', (es) => es.map((e) => e.checked).join()), 'false,true', 'what is in conflict is not taken by itself');
      await page.click('button:has-text("Ghi các thay đổi")');
      await page.waitForURL((u) => /\/sheets\/\d+$/.test(u.pathname));
      await at(page, '1.5');
      t.equal(await page.inputValue('#value'), '3', 'the sheet keeps its own');
    },
  },
  {
    name: 'before you send: what is missing is listed with links', as: 'ct.ngocnhan',
    async run(page, base, t) {
      const href = await sheet(page);
      await page.goto(href + '/check');
      t.ok((await page.$$('.tasks li a')).length > 10, 'every open criterion has its link');
      await page.click('button:has-text("Gửi phiếu")');
      t.ok((await page.textContent('.error-summary')).includes('chưa gửi được'), 'sending is refused with the first place');
    },
  },
  {
    name: 'the queue by keys: next row, accept, a step with its reason, evidence, return', as: 'td.noivu',
    async run(page, base, t) {
      await page.goto('/work');
      await page.goto(await page.getAttribute('main a[href$="/queue"]:has-text("cấp xã")', 'href'));
      const first = (await page.textContent('.pane-list [aria-current]')).trim();
      await Promise.all([page.waitForNavigation(), page.keyboard.press('j')]);
      t.ok((await page.textContent('.pane-list [aria-current]')).trim() !== first, 'J opens the next row');
      await Promise.all([page.waitForNavigation(), page.keyboard.press('k')]);
      t.equal((await page.textContent('.pane-list [aria-current]')).trim(), first, 'K goes back');
      const left = parseInt((await page.textContent('.head p')).match(/còn (\d+)/)[1], 10);
      await Promise.all([page.waitForNavigation(), page.keyboard.press('a')]);
      t.equal(parseInt((await page.textContent('.head p')).match(/còn (\d+)/)[1], 10), left - 1, 'A accepts and goes on');
      const digit = await page.$$eval('button[name=step]', (bs) => bs[bs.length - 1].dataset.key);
      await Promise.all([page.waitForNavigation(), page.keyboard.press(digit)]);
      t.ok((await page.textContent('.error-summary')).includes('lý do'), 'a lower step asks for the reason');
      await page.fill('#reason', 'Không có tài liệu kiểm chứng');
      await page.press('#reason', 'Tab');
      await page.evaluate(() => document.activeElement.blur());
      await Promise.all([page.waitForNavigation(), page.keyboard.press(digit)]);
      t.equal(parseInt((await page.textContent('.head p')).match(/còn (\d+)/)[1], 10), left - 2, 'the step is given');
      await page.keyboard.press('r');
      t.equal(await page.evaluate(() => document.activeElement.id), 'why', 'R opens the return and waits for the reason');
      t.ok((await texts(page, '#why-phrase option')).includes('Không có tài liệu kiểm chứng'), 'reasons once given are offered again');
      await page.selectOption('#why-phrase', { label: 'Không có tài liệu kiểm chứng' });
      const rows = (await page.$$('.pane-list li')).length;
      await page.click('button:has-text("Trả lại cả phiếu")');
      await page.waitForFunction((n) => document.querySelectorAll('.pane-list li').length < n, rows);
    },
  },
  {
    name: 'one criterion is accepted for all chosen units and taken back within a minute; orders and units', as: 'td.noivu',
    async run(page, base, t) {
      await page.goto('/work');
      await page.goto(await page.getAttribute('main a[href$="/queue"]:has-text("cấp xã")', 'href'));
      await page.selectOption('#sort', 'name');
      await page.waitForURL(/sort=name/);
      const last = await page.$$eval('#group option', (os) => os[os.length - 1].value);
      await Promise.all([page.waitForNavigation(), page.selectOption('#group', last)]);
      const left = (await page.$$('input[name=sheet][type=checkbox]')).length;
      t.ok(left > 3, 'units wait');
      for (const box of (await page.$$('input[name=sheet][type=checkbox]')).slice(0, 3)) await box.check();
      await page.click('button:has-text("Nhận điểm tự chấm của đơn vị đã chọn")');
      await page.waitForSelector('text=Vừa nhận hàng loạt');
      t.equal((await page.$$('input[name=sheet][type=checkbox]')).length, left - 3, 'three are done');
      await page.click('button:has-text("Hoàn tác")');
      await page.waitForFunction((n) => document.querySelectorAll('input[name=sheet][type=checkbox]').length === n, left);
      await page.click('a:has-text("Theo đơn vị")');
      t.ok((await page.$$('.pane-list li')).length > 3, 'the criteria of one unit');
      t.ok((await page.textContent('main')).includes('Tiến độ theo lĩnh vực'), 'progress');
    },
  },
  {
    name: 'the sheet with the keyboard only: tree, field, save, on to the next', as: 'cb.hamuyen',
    async run(page, base, t) {
      await sheet(page);
      await page.keyboard.press('j');
      t.ok(await page.evaluate(() => document.activeElement.closest('.pane-list') !== null), 'J is in the tree');
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      for (let i = 0; i < 80 && await page.evaluate(() => !['value', 'points', 'reason'].includes(document.activeElement.id)); i++) await page.keyboard.press('Tab');
      t.ok(await page.evaluate(() => ['value', 'points', 'reason'].includes(document.activeElement.id)), 'the field is reached');
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      t.ok(outline !== 'none', 'and its focus is seen');
    },
  },
  {
    name: 'a comment is text, an answer stands below it, a thread is settled', as: 'cb.hamuyen',
    async run(page, base, t) {
      await at(page, '2.1');
      await page.fill('#text', '<img src=x onerror=alert(1)> Báo cáo nào được tính?');
      await page.click('button:has-text("Gửi ý kiến")');
      t.ok((await page.textContent('#talk')).includes('<img src=x onerror=alert(1)> Báo cáo'), 'shown as typed');
      t.equal((await page.$$('#talk img')).length, 0, 'and never as markup');
      await page.click('#talk summary:has-text("Trả lời")');
      await page.fill('#talk details textarea', 'Báo cáo năm.');
      await page.click('button:has-text("Gửi trả lời")');
      t.ok((await page.textContent('#talk .timeline')).includes('↳'), 'an answer');
      await page.click('button:has-text("Đánh dấu đã giải quyết")');
      t.ok((await page.textContent('#talk .timeline')).includes('Đã giải quyết'), 'settled');
    },
  },
  {
    name: 'sheet and queue on a phone', as: 'cb.hamuyen', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      await at(page, '2.1');
      t.ok(await page.$eval('#points', (e) => e.getBoundingClientRect().top < 2200), 'the form is not far below the list');
    },
  },
  {
    name: 'the sheet without script: save goes to the next criterion', as: 'cb.ngocnhan', noScript: true,
    async run(page, base, t) {
      await page.goto('/work');
      const href = await page.getAttribute('main a[href^="/sheets/"]', 'href');
      await page.goto(href);
      const first = await page.textContent('.pane-list [aria-current]');
      await page.fill('[name=points]', '0');
      await page.click('.pane:nth-child(2) form button.button');
      t.ok((await page.textContent('.pane-list [aria-current]')) !== first, 'the next one is open');
    },
  },
  {
    name: 'the owner sees who has not opened, reminds, and the unit reads it', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/rounds/3');
      t.ok(parseInt(await page.textContent('.tile dd'), 10) > 50, 'units that have not opened their sheet');
      await page.fill('#text', 'Đề nghị tự chấm trước thứ sáu <b>này</b>');
      await page.selectOption('#rs', { label: 'Xã Ngọc Nhạn' });
      await page.click('button:has-text("Gửi đôn đốc")');
      t.ok((await page.textContent('.banner.good')).includes('báo đến 2 người'), 'officer and head are told');
      await page.click('summary:has-text("Nhật ký đôn đốc")');
      t.ok((await page.textContent('details[open] li')).includes('<b>này</b> (2 thông báo'), 'the log, as text');
      await page.goto('/rounds/10/blind');
      t.ok((await page.textContent('.tiles')).includes('87,50%'), 'how far two readers agree');
      await page.goto('/rounds/8/council');
      await page.fill('[name=yes]', '3');
      await page.fill('[name=no]', '2');
      await page.fill('[name=points]', '1');
      await page.fill('input[name=reason]', 'Công nhận một phần');
      await page.click('button:has-text("Ghi kết quả")');
      t.ok((await page.textContent('main')).includes('Còn 0 nội dung') || !(await page.textContent('main')).includes('Ghi kết quả'), 'voted');
      await page.goto('/rounds/6/appeals');
      t.ok((await page.textContent('main')).includes('xếp hạng thay đổi như sau'), 'the effect before the decision');
    },
  },
  {
    name: 'people and units are chosen by name: typing narrows the list, a refusal keeps what was chosen', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/rounds/11');
      await page.selectOption('#login', { label: 'Ông Viết Thuần – Sở Khoa học và Công nghệ' });
      const unit = (await texts(page, '#unit option')).at(-1);
      await page.selectOption('#unit', { label: unit });
      await page.click('button:has-text("Phân công")');
      await page.waitForSelector('.banner.good');
      t.ok((await page.textContent('#b3 ~ .list')).includes(unit), 'entrusted');
      await page.goto('/rounds/3');
      await page.waitForSelector('.pick');
      await page.fill('.pick[aria-controls=es]', 'ngoc nhan');
      t.equal(await page.$eval('#es', (s) => s.selectedOptions[0].textContent), 'Xã Ngọc Nhạn', 'without marks');
      await page.fill('.pick[aria-controls=es]', 'không có nơi này');
      await page.waitForFunction(() => document.querySelector('#es').closest('.field').textContent.includes('Không có dòng nào'));
      await page.goto('/rounds/new');
      await page.fill('#code', 'THU');
      await page.fill('#name', 'Đợt thử');
      await page.check('#kind-ward');
      await page.fill('#self_due', '2026-12-20');
      await page.fill('#appraisal_due', '2026-12-01');
      page.once('dialog', (d) => d.accept());
      await page.click('button:has-text("Lập đợt")');
      await page.waitForSelector('.field-error');
      t.ok(await page.isChecked('#kind-ward') && await page.inputValue('#self_due') === '2026-12-20' && await page.inputValue('#name') === 'Đợt thử', 'nothing typed is lost');
    },
  },
  {
    name: 'pages of the owner: rounds, calendar, results, council, appeals', as: 'dieuphoi',
    async run(page, base, t) {
      for (const path of ['/rounds', '/rounds/1', '/rounds/2', '/rounds/3', '/rounds/new', '/rounds/2/edit', '/rounds/1/result', '/rounds/2/council', '/rounds/1/appeals', '/work'])
        t.equal((await page.goto(path)).status(), 200, path);
    },
  },
];
