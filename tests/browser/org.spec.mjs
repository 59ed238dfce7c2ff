const texts = (page, selector) => page.$$eval(selector, (es) => es.map((e) => e.textContent.trim()));
const csv = (lines) => ({ name: 'don-vi.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n') + '\n') });

export default [
  {
    name: 'every page of units, people and the system is accessible on a phone', as: 'quantri', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      for (const path of ['/units', '/units/2', '/units/2/edit', '/units/new', '/units/succeed', '/units/import', '/people', '/people/2',
        '/people/new', '/profile', '/profile/delegate', '/profile/tokens', '/settings', '/audit', '/about'])
        t.equal((await page.goto(path)).status(), 200, path);
      await page.goto('/units?lang=en');
      t.ok((await texts(page, '.tools a')).includes('Import from a file'), 'English');
      t.equal(await page.getAttribute('html', 'lang'), 'en', 'language');
    },
  },
  {
    name: 'units are found without diacritics, by kind, and as they were on a day', as: 'cb.yte',
    async run(page, base, t) {
      await page.goto('/units?q=so+y+te');
      t.ok((await texts(page, 'tbody th a')).includes('Sở Y tế'), 'found without diacritics');
      await page.goto('/units?kind=district');
      t.ok(await page.$('.empty'), 'no district today');
      await page.goto('/units?kind=district&on=2025-06-30');
      t.ok((await texts(page, 'tbody th a')).length > 0, 'districts on 30/06/2025');
      t.ok((await page.textContent('.asof')).includes('30/06/2025'), 'the page says which day');
    },
  },
  {
    name: 'the list of units has pages of 50 that keep the filter, and downloads', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/units?kind=commune');
      t.equal((await texts(page, 'tbody tr')).length, 50, 'rows');
      await page.click('.pages a[rel=next]');
      t.ok(page.url().includes('kind=commune') && page.url().includes('page=2'), 'filter kept');
      for (const kind of ['xlsx', 'csv']) {
        const [file] = await Promise.all([page.waitForEvent('download'), page.click(`text=Tải ${kind.toUpperCase()}`)]);
        t.equal(file.suggestedFilename(), `don-vi.${kind}`, 'file name');
      }
    },
  },
  {
    name: 'an import with errors shows them by row and writes nothing', as: 'dieuphoi', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      await page.goto('/units/import');
      await page.setInputFiles('#file', csv(['code,name,kind,parent', 'ZZ.1,Sở thử,sở,H99', 'ZZ.2,,phố,KHONG']));
      await page.click('main .actions button');
      const rows = await texts(page, '#row-errors tbody tr');
      t.equal(rows.length, 3, 'three errors');
      t.ok(rows.every((r) => r.startsWith('3')), 'all in row 3');
      t.ok(rows.some((r) => r.includes('phố')) && rows.some((r) => r.includes('KHONG')), 'values named');
      t.ok(await page.$('.error-summary'), 'summary');
      await page.goto('/units?q=so+thu');
      t.ok(await page.$('.empty'), 'nothing was written');
    },
  },
  {
    name: 'an import without errors is told first and written when confirmed, without script', as: 'dieuphoi', noScript: true,
    async run(page, base, t) {
      await page.goto('/units/import');
      await page.setInputFiles('#file', csv(['code,name,kind,parent', 'ZZ.9,Trung tâm thử <b>đậm</b>,đơn vị sự nghiệp,H99']));
      await page.click('main .actions button');
      t.ok((await page.textContent('.banner.good')).includes('thêm 1'), 'dry run');
      const other = await page.context().newPage();
      await other.goto(`${base}/units?q=trung+tam+thu`);
      t.ok(await other.$('.empty'), 'the dry run wrote nothing');
      await page.click('text=Ghi vào dữ liệu');
      t.ok((await page.textContent('.banner.good')).includes('thêm 1'), 'written');
      await page.goto('/units?q=trung+tam+thu');
      t.ok((await page.textContent('tbody th a')).includes('<b>đậm</b>'), 'a hostile name is text');
    },
  },
  {
    name: 'a unit changes from a day on; its earlier state stays in its history', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/units/new');
      await page.fill('#code', 'ZZ.20');
      await page.fill('#name', 'Phòng Cũ');
      await page.selectOption('#kind', 'office');
      await page.fill('#parent', 'H99');
      await page.click('main .actions button');
      t.ok((await page.textContent('.banner.good')).includes('Đã thêm'), 'created');
      await page.click('text=Sửa');
      await page.fill('#name', 'Phòng Mới');
      await page.click('main .actions button');
      t.ok((await page.textContent('.error-summary')).length > 0, 'a change needs its day');
      t.equal(await page.inputValue('#name'), 'Phòng Mới', 'what was typed stays');
      await page.fill('#from', '2026-01-01');
      await page.fill('#reason', 'Quyết định thử');
      await page.click('main .actions button');
      const states = (await texts(page, '.timeline li')).join(' ');
      t.ok(states.includes('Phòng Cũ') && states.includes('Phòng Mới') && states.includes('Quyết định thử'), 'both states');
    },
  },
  {
    name: 'two people edit one unit: the second sees both versions and loses nothing', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/units?q=so+tu+phap');
      const address = await page.getAttribute('tbody th a', 'href');
      const other = await page.context().newPage();
      await page.goto(`${address}/edit`);
      await other.goto(`${base}${address}/edit`);
      for (const [who, group] of [[other, 'Nhóm A'], [page, 'Nhóm B']]) {
        await who.check('#how-correct');
        await who.fill('#rank_group', group);
        await who.click('main .actions button');
      }
      const clash = (await texts(page, '.banner.warn tbody tr')).join(' ');
      t.ok(clash.includes('Nhóm A') && clash.includes('Nhóm B'), 'stored and typed side by side');
      t.equal(await page.inputValue('#rank_group'), 'Nhóm B', 'what was typed stays');
      await page.fill('#rank_group', 'Sở, ban, ngành');
      await page.click('main .actions button');
      t.ok((await page.textContent('.banner.good')).includes('Đã lưu'), 'saved knowingly');
      await other.close();
    },
  },
  {
    name: 'people: a new account, a role with dates, a delegation by oneself', as: 'quantri',
    async run(page, base, t) {
      await page.goto('/people/new');
      await page.fill('#login', 'nguoi.thu');
      await page.fill('#name', 'Người Thử');
      await page.click('main .actions button');
      await page.selectOption('#role', 'viewer');
      await page.fill('#to', '2027-12-31');
      await page.click('text=Giao vai trò >> nth=-1');
      t.ok((await texts(page, 'table tbody tr')).join(' ').includes('31/12/2027'), 'role with its last day');
      await page.goto('/profile/delegate');
      await page.fill('#login', 'nguoi.thu');
      await page.fill('#to', '2027-01-31');
      await page.click('text=Ủy quyền >> nth=-1');
      t.ok((await texts(page, '.list li')).join(' ').includes('Người Thử'), 'delegated');
      await page.click('.list button');
      t.ok((await page.textContent('.list')).includes('đã hết'), 'taken back');
    },
  },
  {
    name: 'a key of the API is shown once and can be taken back', as: 'cb.yte',
    async run(page, base, t) {
      await page.goto('/profile/tokens');
      await page.fill('#name', 'phần mềm thử');
      await page.click('main .actions button');
      const key = await page.textContent('#key');
      const ask = () => fetch(`${base}/api/v1/units?q=so+y+te`, { headers: { Authorization: `Bearer ${key}` } });
      t.equal((await ask()).status, 200, 'the key works');
      await page.goto('/profile/tokens');
      t.ok(!(await page.$('#key')), 'not shown again');
      await page.click('tbody button');
      t.equal((await ask()).status, 403, 'taken back');
    },
  },
  {
    name: 'settings keep their range; the trail shows the change and is sound', as: 'quantri',
    async run(page, base, t) {
      await page.goto('/settings');
      const field = page.locator('[id="web.session_hours"]');
      const save = () => page.click('form:has([id="web.session_hours"]) button');
      await field.fill('0');
      await save();
      t.ok((await page.textContent('.field-error')).includes('168'), 'refused with its range');
      await field.fill('10');
      await save();
      t.equal(await field.inputValue(), '10', 'saved');
      await page.goto('/audit?part=setting');
      t.ok((await page.textContent('tbody tr')).includes('web.session_hours'), 'in the trail');
      await page.goto('/audit?verify=1');
      t.ok((await page.textContent('.banner.good')).includes('liền mạch'), 'sound');
      await page.goto('/about');
      t.ok((await page.textContent('.summary')).includes('SQLite'), 'about');
    },
  },
];
