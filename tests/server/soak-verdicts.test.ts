// What the long runs conclude from what they measured: held here on made-up measurements, so that a soak neither waits
// for ever nor passes what it should not.
import { expect, test } from 'vitest';
import { hasEnded } from '../soak/fsync.ts';

test.each([
  [6071, '6071  +++ killed by SIGKILL +++'],
  [12, '12    +++ killed by SIGKILL +++'],
  [31488, '31488 +++ killed by SIGKILL +++'],
])('the end of process %i is seen in a trace', (pid, line) => {
  expect(hasEnded(`9000 fsync(21)\n${line}\n`, pid)).toBe(true);
});

test('the end of another process or thread is not', () => {
  expect(hasEnded('60711 +++ exited with 0 +++\n16071 +++ exited with 0 +++\n', 6071)).toBe(false);
});
