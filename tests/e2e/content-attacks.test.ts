// A candidate and a folder of questions that mean harm: no script runs, nothing is asked of any other server, what
// is refused has a code, and the other's page works on.
import type { Page } from '@playwright/test';
import { protocolVersion } from '#domain/protocol.ts';
import { parseQuestion } from '#domain/question.ts';
import { Product } from '../support/product.ts';
import { RawWire } from '../support/raw-wire.ts';
import type { Attack } from './attack.ts';
import { attacks, ratingAttacks, refusedContent } from './content-attacks.ts';
import { hostileRubrics, readQuestion } from './hostile-content.ts';
import type { Loose } from './hostile-content.ts';
import { expect, meet, startTogether, test as twoPeople } from './two-people.ts';
import type { Person } from './two-people.ts';
import { Watch } from './watch.ts';

const test = twoPeople.extend({
  product: async ({ browser }, use) => {
    const product = await new Product(hostileRubrics()).start();
    await use(product);
    for (const context of browser.contexts()) await context.close();
    await product.stop();
  },
});

/** Carl's second connection, made by hand with his cookie. */
async function hostileWire(carl: Person, origin: string, interviewId: string): Promise<RawWire> {
  const cookies = await carl.page.context().cookies(origin);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const wire = await RawWire.open(origin, cookie);
  const join = { interviewId, lastSeq: null, protocol: protocolVersion };
  expect(await wire.ask('join', join)).toMatchObject({ ok: true });
  return wire;
}

let clientSeq = 0;
async function play(wire: RawWire, attack: Attack): Promise<void> {
  const message = { clientId: 'hostile-page', clientSeq: ++clientSeq, command: attack.command };
  let answer = (await wire.ask('command', message)) as { ok: boolean; code?: string };
  // More than sixty a second: that is not what is tried here.
  while (answer.code === 'too_fast') answer = (await wire.ask('command', message)) as typeof answer;
  expect([attack.name, answer.ok ? 'ok' : answer.code]).toEqual([attack.name, attack.answer]);
}

const textOf = (page: Page) => page.evaluate(() => document.body.textContent);
const isShown = (page: Page, text: string) =>
  expect.poll(async () => (await textOf(page)).includes(text), { message: text }).toBe(true);

/** Whatever is folded away is drawn when it is opened. */
const openFolds = (page: Page) =>
  page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));

/** Nothing that was written is wider than the page, or than the pane it is read in. */
async function expectNothingSideways(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const isWide = (element: Element) => element.scrollWidth > element.clientWidth + 1;
    const panes = [document.documentElement, ...document.querySelectorAll('[role=log], [role=tabpanel]')];
    return panes.filter(isWide).flatMap((pane) => {
      const { right } = pane.getBoundingClientRect();
      const beyond = [...pane.querySelectorAll('*')].filter(
        (one) => one.getBoundingClientRect().right > right + 1,
      );
      const innermost = beyond.filter((one) => !beyond.some((other) => other !== one && one.contains(other)));
      return innermost.map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 80)}`);
    });
  });
  expect(wide).toEqual([]);
}

async function drawOn(page: Page): Promise<void> {
  const box = (await page.locator('.excalidraw-host').boundingBox())!;
  await page.getByTestId('toolbar-rectangle').check({ force: true });
  await page.mouse.move(box.x + 400, box.y + 400);
  await page.mouse.down();
  await page.mouse.move(box.x + 450, box.y + 440, { steps: 4 });
  await page.mouse.up();
}

test('sixty attacks through one interview', async ({ browser, product }) => {
  test.setTimeout(240_000);
  expect(attacks.length).toBeGreaterThanOrEqual(60);
  const pair = await meet(browser, product);
  const { ida, carl, id } = pair;
  const watches = [await Watch.on(ida.page, product.origin), await Watch.on(carl.page, product.origin)];
  const expectNothing = async () => {
    for (const watch of watches) await watch.expectNothing();
  };
  for (const { page } of [ida, carl]) await page.reload();
  await startTogether(pair);
  for (const { page } of [ida, carl]) await expect(page.locator('.excalidraw canvas').first()).toBeVisible();
  await isShown(carl.page, 'Hostile statement.');
  for (const tool of ['Question', 'Checklist', 'Notes', 'Rubric', 'Chat']) {
    await ida.openTool(tool);
    await openFolds(ida.page);
  }
  await expectNothing();

  const wire = await hostileWire(carl, product.origin, id);
  for (const attack of attacks) {
    await play(wire, attack);
    // Names replace each other: each has to be seen before the next one comes.
    if (attack.name.startsWith('the name')) await isShown(ida.page, attack.shown ?? '');
  }
  for (const { shown, name } of attacks)
    if (shown !== undefined && !name.startsWith('the name')) await isShown(ida.page, shown);
  await expectNothing();
  await expectNothingSideways(ida.page);

  // Ida goes on: she draws, writes, gives an answer full of attacks, and comes back to all of it.
  await drawOn(ida.page);
  await ida.page.keyboard.press('Control+a');
  for (const key of ['ArrowRight', 'ArrowDown', 'Control+d', 'Control+z']) await ida.page.keyboard.press(key);
  await expectNothing();
  await ida.openTool('Question');
  await ida.page.reload();
  await expect(ida.timer()).toBeVisible();
  await expect(ida.page.locator('.excalidraw canvas').first()).toBeVisible();
  await drawOn(ida.page);
  await ida.openTool('Chat');
  await ida.page.getByRole('textbox', { name: 'Message' }).fill('Still here');
  await ida.click('Send');
  await isShown(carl.page, 'Still here');
  await expectNothing();

  for (let phase = 1; phase < 4; phase++) {
    const before = await ida.phase().textContent();
    await ida.click('Next phase');
    await expect(ida.phase()).not.toHaveText(before ?? '');
  }
  await ida.click('Next phase');
  await expect(ida.page.getByRole('button', { name: 'Submit scorecard' })).toBeVisible();
  const snapshot = await carl.page.request.get(`${product.origin}/api/interviews/${id}/snapshot`);
  const { rubric } = (await snapshot.json()) as { rubric: { criteria: { id: string }[] } };
  const rated = ratingAttacks(rubric.criteria.map((criterion) => criterion.id));
  for (const attack of rated) await play(wire, attack);
  await ida.rate();
  for (const { page } of [ida, carl]) {
    await page.goto(`${product.origin}/interview/${id}/scorecard`);
    await expect(page.getByRole('heading', { name: 'Scorecard', exact: true })).toBeVisible();
    for (const { shown } of rated) if (shown !== undefined) await isShown(page, shown);
    await openFolds(page);
    await isShown(page, 'Hostile answer.');
    await expectNothingSideways(page);
    for (const path of ['/history', '/questions', '/rubrics', '/']) {
      await page.goto(product.origin + path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    }
  }
  await expectNothing();
  wire.close();
});

test('files that are not what they say, opened as pages', async ({ browser, product }) => {
  const pair = await startTogether(await meet(browser, product));
  const { page } = pair.ida;
  const watch = await Watch.on(page, product.origin);
  await page.reload();
  const files = `${product.origin}/api/interviews/${pair.id}/files`;
  const script = '<script>hit(1)</script><svg onload=hit(2)>';
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from(script)]);
  const post = (data: Buffer, type: string) =>
    pair.carl.page.request.post(files, { data, headers: { origin: product.origin, 'content-type': type } });
  for (const [data, type] of [
    [Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`), 'image/png'],
    [Buffer.from(`<!doctype html>${script}`), 'image/png'],
    [Buffer.from(`GIF89a/*${script}*/`), 'image/gif'],
    [Buffer.from(`%PDF-1.4 ${script}`), 'image/webp'],
  ] as const)
    expect((await (await post(data, type)).json()) as object).toMatchObject({ code: 'bad_file' });
  const kept = await post(png, 'text/html; charset=utf-7');
  expect(kept.status()).toBe(201);
  const { file } = (await kept.json()) as { file: string };
  const answer = await page.goto(`${files}/${file}`);
  expect(answer?.headers()).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
  });
  expect(watch.seen).toEqual([]);
});

test('a page runs nothing that is not its own, nor lets itself be framed', async ({ browser, product }) => {
  const page = await browser.newPage();
  const outside = 'https://evil.example/';
  const watch = await Watch.on(page, product.origin);
  const answer = await page.goto(product.origin);
  expect(answer?.headers()).toMatchObject({
    'content-security-policy': "frame-ancestors 'none'",
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  // Were an attack ever to become markup, the page's own policy would still hold it back.
  const heldBack = page.waitForEvent('requestfailed', (request) => request.url() === `${outside}x.png`);
  await page.evaluate((address) => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<img src=x onerror=hit(1)><a id=trap href="javascript:hit(2)">x</a>',
    );
    document.getElementById('trap')?.click();
    document.body.append(Object.assign(document.createElement('script'), { textContent: 'hit(3)' }));
    document.body.append(Object.assign(document.createElement('iframe'), { src: address }));
    document.body.append(Object.assign(document.createElement('img'), { src: `${address}x.png` }));
  }, outside);
  expect((await heldBack).failure()?.errorText).toBe('csp');
  const hold = ['script-src-attr', 'script-src-elem', 'frame-src', 'img-src'];
  const isHeld = (by: string) => watch.seen.some((what) => what.startsWith(`${by} held back`));
  await expect.poll(() => hold.filter((by) => !isHeld(by))).toEqual([]);
  expect(watch.seen.filter((what) => what.startsWith('script ') || what.startsWith('dialog'))).toEqual([]);
});

test('content with HTML outside of code is refused by name', () => {
  const question = readQuestion('rubrics');
  for (const text of refusedContent) {
    const parts: Loose[] = [
      { ...question, title: text },
      { ...question, candidate: { ...question.candidate, statement: text } },
      { ...question, reveal: { ...question.reveal, referenceAnswer: text } },
    ];
    for (const part of parts) expect(() => parseQuestion(part), text).toThrow(/holds HTML/);
  }
  for (const url of ['javascript:hit(1)', 'data:text/html,x', 'http://evil.example', '//evil.example'])
    expect(() =>
      parseQuestion({ ...question, reveal: { ...question.reveal, furtherReading: [{ title: 'x', url }] } }),
    ).toThrow(/url/);
});
