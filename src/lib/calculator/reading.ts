// How people write figures, made ready for the expression parser: 10M, 86,400, per day, 5 %, 2 × 3. Text in, text out;
// nothing is computed here.

/** Longer lines are refused: no estimate needs one. */
export const longestLine = 200;
export const mostLines = 60;
const deepest = 20;

const suffixes: Record<string, string> = { k: 'e3', K: 'e3', M: 'e6', bn: 'e9', G: 'e9', T: 'e12' };

/** `name = expression`, or an expression alone; a comment begins with `#`. */
export function readLine(text: string): { name: string | null; expression: string; code: string } {
  const [code = ''] = text.split('#', 1);
  const [, name = null, expression = code] = /^\s*([A-Za-z_]\w*)\s*=(?!=)(.*)$/s.exec(code) ?? [];
  return { name, expression: plain(expression), code };
}

export function plain(text: string): string {
  return text
    .replaceAll(/[×·]/g, '*')
    .replaceAll('÷', '/')
    .replaceAll('−', '-')
    .replaceAll('**', '^')
    .replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replaceAll(/(?<=\d)\s(?=\d{3}(?!\d))/g, '')
    .replaceAll(
      /(\d+(?:\.\d+)?)\s?(bn|[kKMGT])(?![\w])/g,
      (_, digits: string, suffix: string) => `${digits}${suffixes[suffix]}`,
    )
    .replaceAll(/(\d+(?:\.\d+)?)\s*%/g, '($1/100)')
    .replaceAll(/\bper\b|\ban?\b(?=\s+(?:second|minute|hour|day|week|month|year)\b)/gi, '/')
    .replaceAll(/\bKB\b/g, 'kB')
    .trim();
}

/** Why a line cannot be read at all, or null. Asked before anything is parsed, so that nothing long or deep ever is. */
export function unreadable(text: string): string | null {
  if (text.length > longestLine) return `This line is too long: ${longestLine} characters at most.`;
  let depth = 0;
  for (const sign of text) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (depth > deepest) return 'Too many brackets inside each other.';
  }
  return /[[\]{};"'`\\?]/.test(text) ? 'Only numbers, names, units and + - * / ^ ( ) are read.' : null;
}
