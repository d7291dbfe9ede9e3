// Whoever leaves the queue's page while its answer is still on the way has no page open any more.
import { expect, Person, test } from './two-people.ts';

test('[MQ1] an answer that comes after the page was left opens no stream for nobody', async ({
  browser,
  product,
}) => {
  const { page } = await Person.arrive(browser, 'Ada');
  await page.goto(`${product.origin}/match`);
  await page.getByLabel('Alias').fill('Ada');
  await page.getByRole('button', { name: 'Find a partner' }).click();
  await expect(page.getByRole('heading', { name: 'Looking for a partner' })).toBeVisible();
  await page.goto(product.origin);

  const streams: string[] = [];
  page.on(
    'request',
    (request) => void (request.url().endsWith('/match/live') && streams.push(request.url())),
  );
  const answer = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  await page.route('**/api/match', async (route) => {
    asked.resolve();
    await answer.promise;
    await route.continue();
  });
  const door = page.getByRole('link', { name: /^Find a partner/ });
  await door.click();
  await asked.promise;
  await page.goBack();
  await expect(door).toBeVisible();
  const answered = page.waitForResponse('**/api/match');
  answer.resolve();
  await (await answered).finished();
  // Asked for after it, and so answered after whatever it led to was asked for.
  await page.evaluate(async () => (await fetch('/api/content')).text());
  expect(streams).toEqual([]);
  await door.click();
  await expect.poll(() => streams.length).toBe(1);
});
