// One peer interview in two real browsers, up to both scorecards, out of the page in every form it can leave in, and
// into another installation.
import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import { Product, quickRubrics } from '../support/product.ts';
import { readPdf } from '../support/pdf.ts';
import { drawRectangle, onBoard } from './drawing.ts';
import { expect, meet, Person, startTogether, test } from './two-people.ts';
import type { Pair } from './two-people.ts';

/** Both rate what they noted, drew and said; Ida sees more than Carl does. */
async function interviewed(pair: Pair): Promise<void> {
  const { ida, carl } = await startTogether(pair);
  await ida.openTool('Question');
  await carl.openTool('Notes');
  await carl.page.getByRole('textbox', { name: 'New note' }).fill('POST /v1/notifications, 1,150/s at peak');
  await carl.click('Add note');
  await ida.openTool('Notes');
  await ida.page.getByRole('textbox', { name: 'New note' }).fill('Asked about peak load first');
  await ida.click('Add note');
  await onBoard(carl.page);
  await drawRectangle(carl.page, 1, 1);
  await carl.page.keyboard.press('Enter');
  await carl.page.keyboard.type('Gateway');
  await carl.page.keyboard.press('Escape');
  await expect(ida.page.getByRole('region', { name: 'Board' })).toContainText('Gateway');
  for (let phase = 0; phase < 4; phase += 1) {
    const before = await ida
      .phase()
      .innerText()
      .catch(() => '');
    await ida.click('Next phase');
    if (phase < 3) await expect(ida.phase()).not.toHaveText(before);
  }
  const first = ida.page.getByRole('radiogroup').first();
  await first.getByRole('textbox', { name: 'Evidence' }).fill('Counted *every* message | twice.');
  await ida.rate('3 Solid', 'Yes');
  await carl.rate('2 Partial', 'No');
  for (const { page } of [ida, carl]) {
    await page.goto(page.url().replace(/\/interview\/([^/?#]+).*/, '/interview/$1/scorecard'));
    await expect(page.getByRole('table', { name: 'Ratings' })).toBeVisible();
  }
}

async function exported(page: Page, button: string): Promise<{ name: string; text: string; path: string }> {
  const dialog = page.getByRole('dialog', { name: 'Export' });
  if (!(await dialog.isVisible())) await page.getByRole('button', { name: 'Export …' }).click();
  const coming = page.waitForEvent('download');
  await dialog.getByRole('button', { name: button, exact: true }).click();
  return read(await coming);
}

async function read(download: Download): Promise<{ name: string; text: string; path: string }> {
  const path = await download.path();
  return { name: download.suggestedFilename(), text: readFileSync(path, 'utf8'), path };
}

test('two scorecards leave in every form and come back in elsewhere', async ({ browser, product }) => {
  test.setTimeout(180_000);
  const pair = await meet(browser, product);
  await interviewed(pair);
  const { page } = pair.carl;
  await expect(page.getByText('Provisional: first of its kind')).toBeVisible();
  await expect(pair.ida.page.getByText('Provisional')).toHaveCount(0);

  const markdown = await exported(page, 'Markdown');
  expect(markdown.name).toMatch(/^scorecard-notification-service-\d{4}-\d\d-\d\d\.md$/);
  for (const line of [
    'recommendation: "yes"',
    '| Requirements and scope | 2 Partial | 3 Solid | 3 |',
    'Counted \\*every\\* message \\| twice.',
    'Strength seen by Ida',
    '1,150/s at peak',
  ])
    expect(markdown.text).toContain(line);

  const portfolio = await exported(page, 'Portfolio');
  expect(portfolio.text).toContain('- `POST /v1/notifications`\n');
  expect(portfolio.text).not.toMatch(/Solid|Strength seen|Asked about peak/);

  const svg = await exported(page, 'SVG');
  expect(svg.name).toMatch(/\.svg$/);
  expect(svg.text).toMatch(/^<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  const board = JSON.parse((await exported(page, 'Excalidraw')).text);
  expect(board).toMatchObject({
    type: 'excalidraw',
    version: 2,
    elements: [{ type: 'rectangle' }, { type: 'text', originalText: 'Gateway' }],
  });

  // Without the partner's name, notes and the answer key.
  const dialog = page.getByRole('dialog', { name: 'Export' });
  for (const name of ['My partner’s name', 'Notes', 'Reference answer and figures'])
    await dialog.getByRole('checkbox', { name }).uncheck();
  const bare = await exported(page, 'JSON');
  for (const left of ['"name":"Ida"', 'Asked about peak', 'referenceAnswer'])
    expect(bare.text.includes(left), left).toBe(false);
  const bareText = (await exported(page, 'Markdown')).text;
  expect(bareText).toContain('\n- Interviewer\n- Candidate: Carl\n');
  expect(bareText).toContain('\n- Interviewer: **');
  expect(bareText).not.toContain('1,150/s');
  for (const name of ['My partner’s name', 'Notes', 'Reference answer and figures'])
    await dialog.getByRole('checkbox', { name }).check();
  const whole = await exported(page, 'JSON');
  expect(JSON.parse(whole.text)).toMatchObject({ kind: 'fourstep-interview', owner: { role: 'candidate' } });
  await dialog.getByRole('button', { name: 'Done' }).click();

  const pages = readPdf(await page.pdf({ format: 'A4' }));
  expect(pages.flatMap(({ words }) => words).join(' ')).toContain('Asked about peak load first');
  // The board's picture is on paper too, and nowhere wider than it.
  const picture = page.getByRole('img', { name: /The board at the end/ });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

  await elsewhere(pair.carl, whole);
});

/** Another installation, another browser: the file comes in, a changed one does not. */
async function elsewhere({ page: _page }: Person, whole: { name: string; text: string }): Promise<void> {
  const other = await new Product(quickRubrics({ min: 0, max: 600 })).start();
  const dora = await Person.arrive(_page.context().browser()!, 'Dora');
  const { page } = dora;
  await page.goto(`${other.origin}/history`);
  await page.getByRole('button', { name: 'Import scorecards' }).click();
  const data = JSON.parse(whole.text);
  const file = (name: string, content: unknown) => ({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
  });
  await page
    .getByLabel('Scorecard files')
    .setInputFiles([
      file('changed.json', { ...data, state: { ...data.state, level: 'staff' } }),
      file('newer.json', { ...data, version: data.version + 1 }),
      file('letter.json', 'Dear Fourstep'),
      file('something.json', { hello: 'world' }),
      file(whole.name, whole.text),
    ]);
  const became = page.getByRole('listitem').filter({ hasText: /\.json/ });
  await expect(became).toHaveCount(5);
  await expect(became.nth(0)).toContainText('changed or damaged');
  await expect(became.nth(1)).toContainText(`version ${data.version + 1}; this installation reads version`);
  for (const i of [2, 3]) await expect(became.nth(i)).toContainText('no scorecard file of Fourstep');
  await expect(became.nth(4)).toContainText('Taken in');
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id }) => id)).toEqual([]);

  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  const past = page.getByRole('table', { name: 'Past interviews' }).locator('tbody tr');
  await expect(past).toHaveCount(1);
  await past.getByRole('link').first().click();
  await expect(page.getByText('Imported')).toBeVisible();
  await expect(page.getByText('Strength seen by Ida').first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Replay' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Draw the board' }).click();
  const drawn = page.getByRole('img', { name: /The board at the end/ });
  await expect(drawn).toBeVisible();
  expect(await drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(50);
  await other.stop();
}
