// The library as people use it: filters that live in the address, a rubric to read, and a format of one's own that is
// offered after a start and carries an interview.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Product } from '../support/product.ts';
import { expect, Person, startTogether, test } from './two-people.ts';

test('questions are filtered in the address, which can be sent to somebody', async ({ browser, product }) => {
  const { page } = await Person.arrive(browser, 'Ida');
  await page.goto(`${product.origin}/questions`);
  await expect(page.getByRole('status').filter({ hasText: '36 questions' })).toBeVisible();
  await page.getByLabel('Difficulty').selectOption('hard');
  await page.getByLabel('Format').selectOption({ label: 'System design in four steps' });
  await expect(page).toHaveURL(/\?format=system-design&difficulty=hard$/);
  const shown = page.getByRole('heading', { level: 3 });
  await expect(page.getByRole('heading', { name: 'Payment' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'URL shortener' })).toHaveCount(0);
  const titles = await shown.allTextContents();
  await page.reload();
  await expect(page.getByLabel('Difficulty')).toHaveValue('hard');
  await expect(shown).toHaveText(titles);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page).toHaveURL(/\/questions$/);
});

test('a rubric says its bars, its behaviours and its rule', async ({ browser, product }) => {
  const { page } = await Person.arrive(browser, 'Ida');
  await page.goto(`${product.origin}/rubrics`);
  await expect(page.getByRole('table', { name: 'The bar, by target level' })).toHaveCount(1);
  await page.getByText('How 7 ratings become one suggestion').click();
  await expect(page.getByText('at most one step below it')).toBeVisible();
  await page.getByRole('link', { name: 'Live coding, core rubric' }).click();
  await expect(page).toHaveURL(/\?rubric=coding-core$/);
  await expect(page.getByRole('heading', { name: 'Complexity analysis' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What a rating can and cannot say' })).toBeVisible();
});

/** A content folder with the guide's own three examples and nothing else. */
function exampleFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fourstep-example-'));
  const guide = readFileSync('rubrics/README.md', 'utf8');
  const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  for (const [i, name] of ['formats', 'rubrics', 'questions'].entries()) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'example.yaml'), examples[i] ?? '');
  }
  return folder;
}

test('a format of one’s own is offered after a start, and what its question holds is one click away', async ({
  browser,
}) => {
  const product = await new Product(exampleFolder()).start();
  try {
    const [ida, carl] = [await Person.arrive(browser, 'Ida'), await Person.arrive(browser, 'Carl')];
    await ida.page.goto(`${product.origin}/new`);
    await expect(ida.page.getByLabel('Format')).toContainText('Whiteboard in two steps');
    await ida.page.getByLabel('Your name').fill('Ida');
    await ida.page.getByRole('button', { name: 'Create interview' }).click();
    const link = ida.page.getByRole('textbox', { name: 'Candidate invite link' });
    await expect(link).toHaveValue(/invite=/);
    await carl.join(await link.inputValue());
    await startTogether({ ida, carl, id: new URL(ida.page.url()).pathname.split('/').at(-1) ?? '' });

    await ida.page.getByRole('button', { name: 'Give the answer to: How many places?' }).click();
    await expect(carl.page.getByText('Eight hundred on four floors.')).toBeVisible();
    await expect(ida.page.getByText('1 of 1 given')).toBeVisible();
    await ida.page.getByRole('heading', { name: 'Deep dives and hints' }).click();
    await ida.page.getByText('Counts that drift').click();
    await expect(ida.page.getByRole('button', { name: 'Give hint 2 of Counts that drift' })).toHaveCount(0);
    await ida.page.getByRole('button', { name: 'Give hint 1 of Counts that drift' }).click();
    await expect(carl.page.getByText('Who would notice, and when?')).toBeVisible();
    await expect(carl.page.getByText('Is there a moment')).toHaveCount(0);
    await expect(ida.page.getByRole('button', { name: 'Give hint 2 of Counts that drift' })).toBeVisible();
  } finally {
    await product.stop();
  }
});
