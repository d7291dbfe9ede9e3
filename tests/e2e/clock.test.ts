// One clock, owned by the server: the same for both, after a refresh, a restart, a lost minute, a wrong device clock.
import { expect, meet, startTogether, test } from './two-people.ts';
import type { Person } from './two-people.ts';

/** The shown time in seconds; overtime is negative. */
async function shown(person: Person): Promise<number> {
  const text = (await person.timer().textContent()) ?? '';
  const [, plus, minutes, seconds] = /(\+)?(\d+):(\d\d)/.exec(text) ?? [];
  return (Number(minutes) * 60 + Number(seconds)) * (plus ? -1 : 1);
}

async function expectSameTime(a: Person, b: Person): Promise<void> {
  await expect(async () =>
    expect(Math.abs((await shown(a)) - (await shown(b)))).toBeLessThanOrEqual(1),
  ).toPass();
}

test('both see the same time, also after a refresh and after the server was killed and started again', async ({
  browser,
  product,
}) => {
  const pair = await startTogether(await meet(browser, product));
  await expectSameTime(pair.ida, pair.carl);
  await pair.carl.page.reload();
  await expect(pair.carl.timer()).toBeVisible();
  await expectSameTime(pair.ida, pair.carl);
  const before = await shown(pair.ida);
  await product.kill();
  await expect(pair.ida.page.getByText(/Reconnecting/).first()).toBeVisible();
  await product.start();
  await expect(pair.ida.page.getByText(/Reconnecting/)).toHaveCount(0);
  await expectSameTime(pair.ida, pair.carl);
  expect(await shown(pair.ida)).toBeLessThanOrEqual(before);
  await pair.ida.click('Next phase');
  await expect(pair.carl.phase()).toContainText(/high-level/i);
});

test('a device clock that is hours wrong changes nothing', async ({ browser, product }) => {
  const pair = await meet(browser, product);
  await pair.carl.page.addInitScript(() => {
    const real = Date.now.bind(Date);
    Date.now = () => real() - 5 * 3_600_000;
  });
  await pair.carl.page.reload();
  await startTogether(pair);
  await expectSameTime(pair.ida, pair.carl);
});

test('pausing stops both clocks and says by whom', async ({ browser, product }) => {
  const pair = await startTogether(await meet(browser, product));
  await pair.carl.click('Pause');
  await expect(pair.ida.page.getByText(/paused/i).first()).toBeVisible();
  await expect(pair.ida.page.getByText(/Carl/).first()).toBeVisible();
  await pair.ida.click('Resume');
  await expect(pair.carl.page.getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('a slip is taken back', async ({ browser, product }) => {
  const pair = await startTogether(await meet(browser, product));
  await pair.ida.click('Next phase');
  await expect(pair.carl.phase()).toContainText(/high-level/i);
  await pair.ida.click(/^undo: back/i);
  await expect(pair.carl.phase()).toContainText(/scope/i);
});

test.describe('phases of seconds', () => {
  test.use({ phaseSeconds: { min: 3, max: 5 } });

  test('early asks, then the window, then overtime counts up; a minute more ends it', async ({
    browser,
    product,
  }) => {
    const { ida, carl } = await startTogether(await meet(browser, product));
    await ida.click('Next phase');
    await expect(ida.page.getByRole('dialog')).toBeVisible();
    await ida.page.keyboard.press('Escape');
    await expect(ida.phase()).toContainText(/scope/i);
    await expect(carl.timer()).toContainText(/\+0:0\d over/);
    await ida.click('Add a minute');
    await expect(carl.timer()).toContainText(/left/);
    await ida.click('Next phase');
    await expect(carl.phase()).toContainText(/high-level/i);
  });
});
