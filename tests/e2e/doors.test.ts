// Addresses and invites that are wrong, used up or somebody else's: a clear word and a way on.
import { expect, meet, Person, startTogether, test } from './two-people.ts';

test('an unknown interview says so and leads home', async ({ browser, product }) => {
  const carl = await Person.arrive(browser, 'Carl');
  await carl.page.goto(`${product.origin}/interview/abcdefgh12345678`);
  await expect(
    carl.page.getByText(/no such interview|not find|do not have a seat|no seat/i).first(),
  ).toBeVisible();
  await expect(carl.page.getByRole('link', { name: /home|start page|create/i }).first()).toBeVisible();
});

test('an unknown page says so and leads home', async ({ browser, product }) => {
  const carl = await Person.arrive(browser, 'Carl');
  await carl.page.goto(`${product.origin}/nowhere`);
  await expect(carl.page.getByRole('heading').first()).toContainText(/not|no /i);
  await expect(carl.page.getByRole('link', { name: /home|start page|fourstep/i }).first()).toBeVisible();
});

test('a forged invite is refused', async ({ browser, product }) => {
  const { id } = await meet(browser, product);
  const eve = await Person.arrive(browser, 'Eve');
  await eve.page.goto(`${product.origin}/interview/${id}#invite=AAAAAAAAAAAAAAAAAAAAAA`);
  await expect(eve.page.getByText(/invite/i).first()).toBeVisible();
  await expect(eve.page.getByRole('button', { name: 'Join' })).toHaveCount(0);
});

test('a taken seat is not given twice; its link lets watch only where the host allows', async ({
  browser,
  product,
}) => {
  const ida = await Person.arrive(browser, 'Ida');
  const link = await ida.create(product.origin);
  const carl = await Person.arrive(browser, 'Carl');
  await carl.join(link);
  const eve = await Person.arrive(browser, 'Eve');
  await eve.page.goto(link);
  await expect(eve.page.getByText(/taken/i).first()).toBeVisible();
  await expect(eve.page.getByRole('button', { name: /watch/i })).toHaveCount(0);
  await ida.page.getByRole('checkbox', { name: /watch/i }).check();
  await expect(async () => {
    await eve.page.reload();
    await expect(eve.page.getByRole('button', { name: /watch/i })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await eve.page.getByLabel('Your name').fill('Eve');
  await eve.page.getByRole('button', { name: /watch/i }).click();
  await startTogether({ ida, carl, id: '' });
  await expect(eve.timer()).toBeVisible();
  await expect(eve.page.getByRole('tab', { name: /Notes/ })).toHaveCount(0);
});

test('the candidate’s own link opened again leads back to the same seat', async ({ browser, product }) => {
  const ida = await Person.arrive(browser, 'Ida');
  const link = await ida.create(product.origin);
  const carl = await Person.arrive(browser, 'Carl');
  await carl.join(link);
  await carl.page.goto('about:blank');
  await carl.page.goto(link);
  await startTogether({ ida, carl, id: '' });
});
