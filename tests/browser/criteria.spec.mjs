const texts = (page, selector) => page.$$eval(selector, (es) => es.map((e) => e.textContent.trim()));
const table = (lines) => ({ name: 'bo.csv', mimeType: 'text/csv', buffer: Buffer.from(['code,parent,name,max_points,rule', ...lines].join('\n') + '\n') });
const open = async (page, set, year) => {
  await page.goto('/criteria');
  await page.click(`tbody tr:has(td:text-is("${set}")):has(td:text-is("${year}")) a`);
};
const importSet = async (page, code, file) => {
  await page.goto('/criteria/import');
  await page.fill('#code', code);
  await page.fill('#year', '2026');
  await page.setInputFiles('#file', file);
  await page.click('main .actions button');
};

export default [
  {
    name: 'every page of a set is accessible on a phone', as: 'dieuphoi', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      await open(page, 'SO', '2025');
      const set = new URL(page.url()).pathname;
      for (const path of [set, `${set}/properties`, `${set}/diff`, `${set}/diff?all=1`, '/criteria/import'])
        t.equal((await page.goto(path)).status(), 200, path);
    },
  },
  {
    name: 'a set shows its tree, its total and what the checks found', as: 'cb.yte',
    async run(page, base, t) {
      await open(page, 'SO', '2025');
      t.ok((await texts(page, '#tree tbody tr')).length > 50, 'the whole tree');
      t.equal((await texts(page, '#tree tfoot .num'))[0], '100', 'total');
      t.ok(!(await page.$('form[action$="/copy"]')), 'no changing for an officer');
      await page.fill('#find', 'ke hoach');
      await page.waitForFunction(() => document.querySelectorAll('#tree tbody tr:not([hidden])').length < 20);
      const [file] = await Promise.all([page.waitForEvent('download'), page.click('text=Tải XLSX')]);
      t.equal(file.suggestedFilename(), 'SO-2025.xlsx', 'file name');
    },
  },
  {
    name: 'the live test row: a pasted sentence becomes points while typing', as: 'dieuphoi',
    async run(page, base, t) {
      await open(page, 'SO', '2025');
      await page.click('#tree a:has-text("Mức độ hoàn thành")');
      await page.fill('#rule', 'Đạt từ 90% trở lên: 2,5 điểm; từ 80% đến dưới 90%: 1,5 điểm; dưới 80%: 0 điểm');
      await page.fill('#try_value', '85%');
      await page.waitForSelector('#tried');
      await page.waitForFunction(() => document.querySelector('#tried')?.textContent.includes('1,5 điểm'));
      t.equal((await texts(page, '#trial tbody tr')).length, 3, 'the rule as a table');
      await page.fill('#rule', 'Đạt từ 90% trở lên: 3 điểm; từ 80% đến dưới 85%: 1,5 điểm; dưới 70%: 0 điểm');
      await page.waitForSelector('#trial .warn');
      t.ok((await texts(page, '#trial .status.warn')).length >= 2, 'gap and above the maximum are warned of');
      await page.fill('#rule', 'Đạt khá thì cho một ít điểm');
      await page.waitForSelector('#trial .banner.bad');
    },
  },
  {
    name: 'without script: Thử shows the points, and a changed rule is shown before it is saved', as: 'dieuphoi', noScript: true,
    async run(page, base, t) {
      await open(page, 'THU', '2019');
      await page.click('#tree a:has-text("Mức độ hoàn thành")');
      await page.fill('#rule', 'Đạt từ 90% trở lên: 2,5 điểm; từ 80% đến dưới 90%: 1 điểm; dưới 80%: 0 điểm');
      await page.fill('#try_value', '80%');
      await page.click('text=Thử >> nth=-1');
      t.ok((await page.textContent('#tried')).includes('1 điểm'), 'points of the test row');
      await page.fill('#rule', 'Đạt từ 90% trở lên: 2,5 điểm; từ 80% đến dưới 90%: 1,25 điểm; dưới 80%: 0 điểm');
      await page.click('button[value=save]');
      t.ok((await page.textContent('.banner.warn')).includes('chưa được lưu'), 'shown back first');
      t.ok((await page.textContent('#trial')).includes('1,25'), 'as understood');
      await page.click('button[value=save]');
      t.ok((await page.textContent('.banner.good')).includes('Đã lưu tiêu chí'), 'saved after it was seen');
    },
  },
  {
    name: 'a wrong rule is refused with its place, and what was typed stays', as: 'dieuphoi',
    async run(page, base, t) {
      await open(page, 'THU', '2019');
      await page.click('#tree a:has-text("Mức độ hoàn thành")');
      await page.fill('#rule', '>=95%: cho hết');
      await page.click('button[value=save]');
      t.ok(await page.$('.error-summary a[href="#rule"]'), 'summary leads to the field');
      t.equal(await page.inputValue('#rule'), '>=95%: cho hết', 'typed text stays');
    },
  },
  {
    name: 'a frozen set says why, since when and whom to ask, and cannot be saved', as: 'dieuphoi',
    async run(page, base, t) {
      await open(page, 'SO', '2024');
      t.ok((await page.textContent('.banner.idle')).includes('đã khóa từ'), 'lock');
      await page.click('#tree a:has-text("Mức độ hoàn thành")');
      t.ok(!(await page.$('button[value=save]')), 'no saving');
      await page.fill('#try_value', '85%');
      await page.waitForSelector('#tried');
    },
  },
  {
    name: 'an import with errors lists them and writes nothing', as: 'dieuphoi',
    async run(page, base, t) {
      await importSet(page, 'LOI', table(['1,,Lĩnh vực,100,', '1.1,9,Mồ côi,50,', '1.2,1,Sai quy tắc,50,cho hết', '1.2,1,Trùng mã,50,']));
      const rows = await texts(page, '#row-errors tbody tr');
      t.ok(rows.filter((r) => r.startsWith('T')).length >= 3, 'orphan, rule, duplicate');
      t.ok(rows.some((r) => r.includes('dòng 3')), 'with the row');
      t.equal(await page.inputValue('#code'), 'LOI', 'what was typed stays');
      await page.goto('/criteria');
      t.ok(!(await texts(page, 'tbody td')).includes('LOI'), 'nothing was written');
    },
  },
  {
    name: 'warnings are the officer’s decision: dry run, then written, copied and compared', as: 'dieuphoi',
    async run(page, base, t) {
      await importSet(page, 'CANH', table(['1,,Lĩnh vực,90,', '1.1,1,Một,50,Có: 50 điểm; không: 0 điểm', '1.2,1,Hai,50,']));
      t.ok((await texts(page, '#row-errors tbody tr')).every((r) => r.includes('Cảnh báo')), 'only warnings');
      await page.click('text=Vẫn ghi vào dữ liệu');
      t.equal((await texts(page, '#tree tbody tr')).length, 3, 'written');
      t.ok((await page.textContent('#findings')).includes('cảnh báo'), 'findings stay on the page');
      await page.fill('#year', '2027');
      await page.click('text=Sao chép >> nth=-1');
      await page.click('#tree a:has-text("Hai")');
      await page.fill('#max_points', '40');
      await page.click('button[value=save]');
      await page.click('text=So với bộ khác');
      t.equal((await texts(page, 'tr.changed')).length, 1, 'one changed row');
      t.ok((await page.textContent('tr.changed')).trim().startsWith('~'), 'a sign beside the colour');
    },
  },
];
