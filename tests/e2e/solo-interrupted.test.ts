// Alone, and then something comes in between: the network goes, the page is closed, a day passes. The server's clock
// is wound by hand, everything else is real.
import { test as base } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { fold } from '#domain/fold.ts';
import { Wire } from '../support/product.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { WoundClock } from '../support/wound-clock.ts';
import { drawRectangle, onBoard } from './drawing.ts';
import { expect, Person } from './two-people.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

class Practice {
  readonly clock: WoundClock;
  readonly server: TestServer;
  readonly wire: Wire;
  readonly origin: string;
  readonly sia: Person;
  id = '';

  private constructor(clock: WoundClock, server: TestServer, wire: Wire, port: number, sia: Person) {
    this.clock = clock;
    this.server = server;
    this.wire = wire;
    this.origin = `http://127.0.0.1:${port}`;
    this.sia = sia;
  }

  static async open(browser: Browser): Promise<Practice> {
    const clock = new WoundClock();
    const server = await startServer({ clock, rubricsDir: 'rubrics', hasPages: true });
    const wire = new Wire(() => Number(new URL(server.origin).port));
    const port = await wire.listen();
    return new Practice(clock, server, wire, port, await Person.arrive(browser, 'Sia'));
  }

  async close(): Promise<void> {
    await this.sia.page.context().close();
    this.wire.close();
    await this.server.close();
  }

  async begin(): Promise<void> {
    const { page } = this.sia;
    await page.goto(`${this.origin}/solo`);
    await page.getByLabel('Question', { exact: true }).selectOption({ label: 'Distributed rate limiter' });
    await this.sia.click('Start');
    await expect(this.sia.timer()).toBeVisible();
    await onBoard(page);
    this.id = page.url().split('/').at(-1) ?? '';
  }

  entries() {
    return this.server.store.entries(this.id);
  }

  async count(type: string): Promise<number> {
    return (await this.entries()).filter((entry) => entry.type === type).length;
  }

  /** How the recording says they are: here, lost, or gone on purpose. */
  async is(where: 'here' | 'lost' | 'gone'): Promise<void> {
    const read = async () => {
      const away = fold(await this.entries()).solo?.away;
      return away ? (away.isLeaving ? 'gone' : 'lost') : 'here';
    };
    await expect.poll(read).toBe(where);
  }

  async becomes(type: string, count: number): Promise<void> {
    await expect.poll(() => this.count(type), { message: type }).toBe(count);
  }
}

const test = base.extend<{ practice: Practice }>({
  practice: async ({ browser }, use) => {
    const practice = await Practice.open(browser);
    await use(practice);
    await practice.close();
  },
});

async function write(sia: Person, text: string): Promise<void> {
  await sia.openTool('Notes');
  await sia.page.getByRole('textbox', { name: 'New note' }).fill(text);
  await sia.click('Add note');
  await expect(sia.page.getByRole('tabpanel', { name: 'Notes' }).getByText(text)).toBeVisible();
}

test('[SO7][SO10] five minutes without a network, and everything that was done is in the recording', async ({
  practice,
}) => {
  const { sia, clock, wire } = practice;
  const { page } = sia;
  await practice.begin();
  await practice.is('here');
  const before = (await practice.entries()).map(({ type }) => type);
  expect(before, 'whoever stays is not written down as leaving').not.toContain('participant.left');
  await sia.openTool('Calculator');
  const envelope = page.getByLabel('Back of the envelope');
  await envelope.fill('a = 2 * 3');
  await expect(page.getByRole('list', { name: 'Results' })).toContainText('6');
  await drawRectangle(page, 0, 0);
  await expect.poll(() => practice.count('board.changed')).toBeGreaterThan(0);

  wire.cut();
  await expect(page.getByText('Working offline.')).toBeVisible();
  await practice.is('lost');
  await drawRectangle(page, 2, 0);
  await envelope.fill('peak = 10M requests / day * 10');
  await sia.click(/^Keep as estimate/);
  await write(sia, 'Written without a network');
  await expect(page.getByText('waiting to be sent', { exact: true })).toBeVisible();
  await sia.openTool('Question');
  await page.getByLabel('Your question').fill('How much traffic is there?');
  await sia.click('Ask');
  clock.wind(5 * minute);
  await drawRectangle(page, 4, 0);
  await expect(page.getByText(/[1-9]\d* waiting to be sent/)).toBeVisible();
  await expect(sia.timer()).toBeVisible();

  wire.mend();
  await expect(page.getByText('Working offline.')).toHaveCount(0, { timeout: 20_000 });
  await expect(page.getByText('100,000 requests a second on average')).toBeVisible();
  await practice.is('here');
  await practice.becomes('note.added', 1);
  await practice.becomes('estimate.entered', 1);
  await practice.becomes('answer.given', 1);
  const drawn = async () => {
    const changed = (await practice.entries()).filter((entry) => entry.type === 'board.changed');
    return new Set(changed.flatMap(({ changes }) => changes.map(({ id }) => id))).size;
  };
  await expect.poll(drawn).toBe(3);
  const types = (await practice.entries()).map(({ type }) => type);
  // The script's clock went on, and whoever is unheard is neither stopped nor helped.
  expect(types).not.toContain('phase.paused');
  expect(types).not.toContain('hint.given');
  const size = (await practice.entries()).find(
    (entry) => entry.type === 'script.said' && entry.kind === 'nudge',
  );
  expect(size?.at).toBeGreaterThan(clock.now() - 5 * minute);

  // Without a network a page may even be closed: what was written waits on the device.
  wire.cut();
  await expect(page.getByText('Working offline.')).toBeVisible();
  await write(sia, 'Written and closed');
  await page.goto('about:blank');
  wire.mend();
  await page.goto(`${practice.origin}/interview/${practice.id}`);
  await practice.becomes('note.added', 2);
  await sia.openTool('Notes');
  await expect(page.getByRole('tabpanel', { name: 'Notes' }).getByText('Written and closed')).toBeVisible();
});

test('[SO7][SO8] a reload is nothing, a closed page pauses, home leads back; a day later one rates once more', async ({
  practice,
}) => {
  const { sia, clock } = practice;
  const { page } = sia;
  await page.addInitScript(() => {
    const spoken: string[] = [];
    const speechSynthesis = {
      speak: ({ text }: SpeechSynthesisUtterance) => void spoken.push(text),
      cancel: () => undefined,
    };
    Object.defineProperty(window, 'speechSynthesis', { value: speechSynthesis });
    Object.assign(window, { spoken });
  });
  const spoken = () => page.evaluate(() => (window as unknown as { spoken: string[] }).spoken.join('\n'));
  await practice.begin();
  expect(await spoken()).toBe('');
  await sia.click('Read aloud');
  await write(sia, 'Before the reload');
  clock.wind(3 * minute);
  // Whichever tool is open, what the script says by itself is read, and nothing from before the switch.
  await expect.poll(spoken).toContain('How big');
  expect(await spoken()).not.toContain('Our public API');

  await page.getByRole('textbox', { name: 'New note' }).fill('Half a');
  await page.reload();
  await expect(
    page.getByRole('textbox', { name: 'New note' }).or(page.getByRole('tab').first()),
  ).toBeVisible();
  await practice.is('here');
  clock.wind(2 * minute);
  expect(await practice.count('phase.paused')).toBe(0);
  expect(await spoken()).not.toContain('Our public API');
  await sia.openTool('Notes');
  await expect(page.getByRole('textbox', { name: 'New note' })).toHaveValue('Half a');

  await page.goto('about:blank');
  await practice.is('gone');
  clock.wind(50_000);
  expect(await practice.count('phase.paused')).toBe(0);
  clock.wind(11_000);
  await practice.becomes('phase.paused', 1);
  await page.goto(practice.origin);
  await page.locator('section', { hasText: 'Go back in' }).getByRole('link').first().click();
  await sia.click('Resume');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();

  await sia.click('End interview');
  await page.getByRole('dialog').getByRole('button', { name: /end/i }).click();
  await sia.rate();
  await sia.click('Begin with my first ratings');
  await sia.click('Submit scorecard');
  await expect(page.getByRole('heading', { name: 'The interview is finished' })).toBeVisible();

  await page.goto(practice.origin);
  const next = page.getByRole('region', { name: 'What to practise next' });
  await expect(next).toBeVisible();
  await expect(next.getByText('Rate a solo interview once more')).toHaveCount(0);
  clock.wind(day + minute);
  await page.reload();
  await next.getByText('Rate a solo interview once more').click();
  await expect(page.getByRole('heading', { name: /What is left of it/ })).toBeVisible();
  await expect(page.getByText('Before the reload')).toBeVisible();
  // Blind to the first, and without the reference.
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Against the reference' })).toHaveCount(0);
  await sia.rate('2 Partial');
  await page.getByRole('link', { name: 'Open the scorecard' }).click();
  const looks = page.getByRole('table', { name: 'Your view over time' });
  await expect(looks.getByRole('row').nth(1)).toContainText(/3 Solid.*3 Solid.*2 Partial/);
  await expect(page.getByRole('table', { name: 'Ratings' })).toContainText('2 Partial');
  await expect(page.getByRole('table', { name: 'Ratings' })).not.toContainText('3 Solid');
});
