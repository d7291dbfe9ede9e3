// From what a scorecard found missing to a drill, its key points and its next day.
import { withPast } from '../support/some-past.ts';
import { expect, Person, test } from './two-people.ts';

const day = 24 * 60 * 60_000;

test('[DR1][DR2] a gap of a scorecard is drilled and comes back later, and never after the real interview', async ({
  browser,
  product,
}) => {
  const cookie = await withPast(product, (userId) => [
    { userId, at: Date.now() - 3 * day, missed: ['scope.rates'], byInterviewer: { resilience: 1 } },
  ]);
  const { page } = await Person.arrive(browser, 'Carl');
  await page.context().addCookies([cookie]);
  await page.goto(product.origin);
  const next = page.getByRole('region', { name: 'What to practise next' });
  const numbers = next.getByRole('listitem').filter({ hasText: 'Average and peak rate worked out' });
  await expect(numbers).toContainText('due');
  await page.locator('section', { hasText: 'Last scorecards' }).getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'Scorecard' })).toBeVisible();
  await expect(next.getByRole('listitem').filter({ hasText: 'Failure handling' })).toContainText('due');
  await numbers.getByRole('link', { name: 'Three numbers' }).click();

  await expect(page.getByRole('timer', { name: 'Time for this drill' })).toHaveText(/^[56]:\d\d$/);
  // Whoever reads the points first has not practised.
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.getByRole('button', { name: 'I have answered' }).click();
  for (const box of (await page.getByRole('checkbox').all()).slice(0, 3)) await box.check();
  await page.getByRole('button', { name: 'Keep 3 of 4' }).click();
  await expect(page.getByRole('heading', { name: 'Drills', level: 1 })).toBeVisible();
  await expect(numbers).toBeVisible();
  await expect(numbers).not.toContainText('due');
  const dueAt = async () => Date.parse((await numbers.locator('time').getAttribute('datetime')) ?? '');
  expect(Math.round((await dueAt()) / day - Date.now() / day)).toBe(9);

  await page.goto(`${product.origin}/settings`);
  const kept = page.waitForResponse((response) => response.url().endsWith('/api/practice/day'));
  const interview = Date.now() + 10 * day;
  await page.getByLabel('Day of the real interview').fill(new Date(interview).toISOString().slice(0, 10));
  expect((await kept).status()).toBe(200);
  await page.goto(`${product.origin}/drills`);
  await expect(numbers).toBeVisible();
  expect(await dueAt()).toBeLessThan(interview - 6 * day);
  await expect(page.getByRole('region', { name: 'All drills' }).getByRole('link')).toHaveCount(18);
});

test('[DR4] a link to a drill that is gone leads to those there are', async ({ browser, product }) => {
  const { page } = await Person.arrive(browser, 'Carl');
  await page.goto(`${product.origin}/drills?drill=no-such-drill&gap=rating.scope`);
  await expect(page.getByText('There is no such drill any more')).toBeVisible();
  await page.getByRole('link', { name: 'One case, line by line' }).click();
  await expect(page.getByRole('heading', { name: 'One case, line by line', level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Another drill' }).click();
  await expect(page.getByRole('heading', { name: 'Drills', level: 1 })).toBeVisible();
  await expect(page.getByText('There is no such drill any more')).toHaveCount(0);
});
