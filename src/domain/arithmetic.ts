// Arithmetic as people write it beside an estimate: `100,000,000 / 30 / 86,400 = 38.6`. A small parser, so that
// content files are calculated and never run as code. It knows nothing of questions.

/** One line of working, calculated. `words` is what cannot be calculated, and the checks leave alone. */
export type Working =
  { kind: 'value'; value: number } | { kind: 'wrong'; message: string } | { kind: 'words' };

/**
 * Calculates `working`: + - * x × / ÷ ^ % parentheses, thousands separators, and k, M, G, B(illion), T after a
 * number are not units but words, so write numbers out. Steps stand between `;`, a stated result after `=` must
 * fit its step within 2 percent, and everything after ` -- ` is prose. The value is that of the last step.
 */
export function calculate(working: string): Working {
  const [sums = ''] = working.split(/\s--\s/);
  let last: Working = { kind: 'words' };
  for (const step of sums.split(';')) {
    last = calculateStep(step);
    if (last.kind !== 'value') return last;
  }
  return last;
}

/** Equal as rounded figures are: within `tolerance` of the larger. */
export function isNear(a: number, b: number, tolerance = 0.02): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

function calculateStep(step: string): Working {
  const values: number[] = [];
  for (const side of step.split(/=|≈/)) {
    const value = expression(side);
    if (value === null || !Number.isFinite(value)) return { kind: 'words' };
    values.push(value);
  }
  const [value = NaN, ...stated] = values;
  const off = stated.find((figure) => !isNear(figure, value));
  if (off !== undefined) return { kind: 'wrong', message: `“${step.trim()}”: the left side is ${value}` };
  return { kind: 'value', value };
}

/** The value of `source`, or null when it is not arithmetic. */
function expression(source: string): number | null {
  const tokens = tokensOf(source);
  if (!tokens) return null;
  const read = new Reader(tokens);
  const value = read.sum();
  return read.isDone ? value : null;
}

const token = /\s*(?:(\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)|([-+*/^()%])|([x×÷]))/y;

function tokensOf(source: string): (number | string)[] | null {
  const tokens: (number | string)[] = [];
  const trimmed = source.trim();
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) {
    const match = token.exec(trimmed);
    if (!match) return null;
    const [, figure, sign, times] = match;
    if (figure !== undefined) tokens.push(Number(figure.replaceAll(',', '')));
    else tokens.push(sign ?? (times === '÷' ? '/' : '*'));
  }
  return tokens;
}

/** Sums of products of powers, the usual precedence; `NaN` where the sentence breaks. */
class Reader {
  #at = 0;
  readonly #tokens: readonly (number | string)[];

  constructor(tokens: readonly (number | string)[]) {
    this.#tokens = tokens;
  }

  get isDone(): boolean {
    return this.#at === this.#tokens.length;
  }

  sum(): number {
    let value = this.#product();
    for (;;) {
      if (this.#take('+')) value += this.#product();
      else if (this.#take('-')) value -= this.#product();
      else return value;
    }
  }

  #product(): number {
    let value = this.#power();
    for (;;) {
      if (this.#take('*')) value *= this.#power();
      else if (this.#take('/')) value /= this.#power();
      else return value;
    }
  }

  #power(): number {
    const base = this.#factor();
    return this.#take('^') ? base ** this.#power() : base;
  }

  #factor(): number {
    if (this.#take('-')) return -this.#power();
    const next = this.#tokens[this.#at];
    let value = NaN;
    if (typeof next === 'number') {
      this.#at++;
      value = next;
    } else if (this.#take('(')) {
      value = this.sum();
      if (!this.#take(')')) value = NaN;
    }
    return this.#take('%') ? value / 100 : value;
  }

  #take(sign: string): boolean {
    if (this.#tokens[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }
}
