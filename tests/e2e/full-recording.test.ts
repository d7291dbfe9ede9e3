// A recording that is full: both read it, the one who drew and the one who did not, and what is left still works.
import { Guest } from '../support/guest.ts';
import { aCreation } from '../support/board.ts';
import { expect, meet, startTogether, test } from './two-people.ts';

test('[RC7] both read that nothing more can be drawn, and the interview goes on to its end', async ({
  browser,
  product,
}) => {
  await product.kill();
  await product.start({ RECORDING_MB: '1' });
  const pair = await startTogether(await meet(browser, product));
  // In another tab of the candidate's, as no hand draws so much in a minute.
  const carl = new Guest(product.origin);
  const [cookie] = (await pair.carl.page.context().cookies()).filter(({ name }) => name.includes('session'));
  carl.cookie = `${cookie?.name}=${cookie?.value}`;
  const tab = await carl.open(pair.id);
  const points = Array.from({ length: 6_000 }, (_, i) => [(i % 500) + 0.25, i / 20]);
  const stroke = (id: string) => aCreation(id, 'freedraw', { points, pressures: [] });
  await tab.must({ type: 'board.change', deltas: [stroke('long-1')] });
  await tab.submit({ type: 'board.change', deltas: [stroke('long-2')] });
  expect(await tab.submit({ type: 'board.change', deltas: [stroke('long-3')] })).toMatchObject({ ok: false });
  tab.close();

  for (const { page } of [pair.ida, pair.carl]) {
    const words = page.getByText('The recording of this interview is full');
    // Beside the board for as long as it lasts, and for a moment where messages come.
    await expect(words).toHaveCount(2);
    await expect(words.first()).toBeInViewport();
  }
  await pair.ida.click('Next phase');
  await expect(pair.carl.phase()).toContainText(/2|High/);
  await pair.ida.click('End interview');
  await pair.ida.page.getByRole('dialog').getByRole('button', { name: /end/i }).click();
  for (const { page } of [pair.ida, pair.carl])
    await expect(page.getByRole('button', { name: 'Submit scorecard' })).toBeVisible();
});
