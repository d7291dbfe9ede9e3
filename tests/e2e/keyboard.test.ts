// The interviewer's job by keyboard alone, and what a server killed at the worst moment leaves of a rating.
import { expect, meet, startTogether, test } from './two-people.ts';

test('an interview is led by keyboard alone', async ({ browser, product }) => {
  const pair = await meet(browser, product);
  const { ida, carl } = pair;
  const keys = ida.page.keyboard;
  await ida.page.getByRole('button', { name: 'Start interview' }).focus();
  await keys.press('Enter');
  await expect(carl.timer()).toBeVisible();

  await keys.press('Alt+n');
  await expect(ida.page.getByRole('textbox', { name: 'New note' })).toBeFocused();
  await keys.type('Asked who calls it');
  await keys.press('Enter');
  await expect(
    ida.page.getByRole('tabpanel', { name: 'Notes' }).getByText('Asked who calls it'),
  ).toBeVisible();

  await keys.press('Alt+2');
  const first = ida.page.getByRole('tabpanel', { name: 'Checklist' }).getByRole('checkbox').first();
  await first.focus();
  await keys.press('Space');
  await expect(first).toBeChecked();

  await keys.press('Alt+Enter');
  // A key pressed before the own screen has moved on speaks of the phase that is over, and is refused (PH3).
  for (const person of [ida, carl]) await expect(person.phase()).toContainText(/high-level/i);
  await keys.press('Alt+=');
  await expect(carl.timer()).toContainText(/10:5\d|11:00/);

  await keys.press('Control+k');
  await expect(ida.page.getByRole('combobox', { name: 'Action', exact: true })).toBeFocused();
  await keys.type('end interview');
  await keys.press('Enter');
  await expect(ida.page.getByRole('dialog').getByRole('button', { name: /end/i })).toBeVisible();
  await ida.page.getByRole('dialog').getByRole('button', { name: /end/i }).focus();
  await keys.press('Enter');
  await expect(ida.page.getByRole('button', { name: 'Submit scorecard' })).toBeVisible();
});

test('[RC6] a server killed while both rate loses no rating, and both go on by themselves', async ({
  browser,
  product,
}) => {
  const { ida, carl } = await startTogether(await meet(browser, product));
  await ida.click('End interview');
  await ida.page.getByRole('dialog').getByRole('button', { name: /end/i }).click();
  const rated = ida.page.getByRole('radiogroup', { name: 'Requirements and scope' });
  await rated.getByRole('radio', { name: '3 Solid' }).check();
  await rated.getByRole('textbox', { name: 'Evidence' }).fill('Named three features');
  await rated.getByRole('textbox', { name: 'Evidence' }).blur();
  await expect(ida.page.getByText('Saved').first()).toBeVisible();
  await product.kill();
  await carl.page
    .getByRole('radiogroup', { name: 'Requirements and scope' })
    .getByRole('radio', { name: '2 Partial' })
    .check();
  await product.start();
  await expect(carl.page.getByText('Saved').first()).toBeVisible({ timeout: 20_000 });
  for (const { page, value } of [
    { page: ida.page, value: '3 Solid' },
    { page: carl.page, value: '2 Partial' },
  ]) {
    await page.reload();
    const group = page.getByRole('radiogroup', { name: 'Requirements and scope' });
    await expect(group.getByRole('radio', { name: value })).toBeChecked();
  }
  await expect(rated.getByRole('textbox', { name: 'Evidence' })).toHaveValue('Named three features');
  await ida.rate();
  await carl.rate();
  await expect(ida.page.getByRole('link', { name: /scorecard/i }).first()).toBeVisible();
});
