// Reads what Chromium prints: its pages, and where on them which letter stands. Only as much of PDF as Chromium
// writes (plain objects, deflated streams, text by one- or two-byte codes with a table to Unicode).
import { inflateSync } from 'node:zlib';

/** In points from the page's lower left corner; `size` is the height of the type. */
type Letter = { text: string; x: number; y: number; size: number };
type Size = { width: number; height: number };
/** `pictures` in pixels. */
type Page = Size & { letters: Letter[]; words: string[]; pictures: Size[] };
type Matrix = [number, number, number, number, number, number];
type Font = { bytes: number; letters: Map<number, string> };

export function readPdf(bytes: Buffer): Page[] {
  const objects = new Map<number, string>();
  for (const [, id, body] of bytes.toString('latin1').matchAll(/(?:^|\n)(\d+) 0 obj\n([^]*?)endobj/g))
    objects.set(Number(id), body ?? '');
  const object = (id: string | undefined) => objects.get(Number(id)) ?? '';
  return [...objects.values()]
    .filter((body) => /\/Type \/Page\n/.test(body))
    .map((page) => {
      const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page) ?? [];
      const fontIds = [...(/\/Font <<([^>]*)>>/.exec(page)?.[1]?.matchAll(/\/(\w+) (\d+) 0 R/g) ?? [])];
      const fonts = new Map(fontIds.map(([, name, id]) => [name ?? '', fontIn(object(id), object)]));
      const contents = streamOf(object(/\/Contents (\d+) 0 R/.exec(page)?.[1]));
      const { letters, words } = lettersIn(contents, fonts);
      const pictures = picturesIn(page, object);
      return { width: Number(width), height: Number(height), letters, words, pictures };
    });
}

/** Those a page names itself or through a form, which is how a picture with an effect is drawn. */
function picturesIn(body: string, object: (id: string | undefined) => string): Size[] {
  const names = /\/XObject <<([^>]*)>>/.exec(body)?.[1] ?? '';
  return [...names.matchAll(/(\d+) 0 R/g)].flatMap(([, id]) => {
    const named = object(id);
    if (!named.includes('/Subtype /Image')) return picturesIn(named, object);
    const [width, height] = ['Width', 'Height'].map((key) =>
      Number(new RegExp(`/${key} (\\d+)`).exec(named)?.[1]),
    );
    return [{ width: width!, height: height! }];
  });
}

function streamOf(body: string): string {
  const at = body.indexOf('stream\n') + 'stream\n'.length;
  const end = body.lastIndexOf('\nendstream');
  const raw = Buffer.from(body.slice(at, end), 'latin1');
  return body.includes('/FlateDecode') ? inflateSync(raw).toString('latin1') : raw.toString('latin1');
}

function fontIn(body: string, object: (id: string | undefined) => string): Font {
  const table = streamOf(object(/\/ToUnicode (\d+) 0 R/.exec(body)?.[1]));
  const letters = new Map<number, string>();
  for (const [, lines] of table.matchAll(/beginbfchar\n([^]*?)endbfchar/g))
    for (const [, code, to] of lines!.matchAll(/<(\w+)> <(\w+)>/g))
      letters.set(parseInt(code!, 16), textOf(to!));
  for (const [, lines] of table.matchAll(/beginbfrange\n([^]*?)endbfrange/g))
    for (const [, from, last, to] of lines!.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g))
      for (let code = parseInt(from!, 16); code <= parseInt(last!, 16); code += 1)
        letters.set(code, String.fromCodePoint(parseInt(to!, 16) + code - parseInt(from!, 16)));
  return { bytes: body.includes('/Type0') ? 2 : 1, letters };
}

const textOf = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** Carries out what moves text and what shows it; colours, lines and pictures are passed over. */
function lettersIn(contents: string, fonts: Map<string, Font>): Pick<Page, 'letters' | 'words'> {
  const letters: Letter[] = [];
  let text = '';
  const kept: Matrix[] = [];
  let page: Matrix = [1, 0, 0, 1, 0, 0];
  let line: Matrix = page;
  let font: Font | undefined;
  let size = 0;
  const show = (hex: string) => {
    const step = (font?.bytes ?? 1) * 2;
    for (let i = 0; i < hex.length; i += step) {
      const letter = font?.letters.get(parseInt(hex.slice(i, i + step), 16)) ?? '\uFFFD';
      const [a, b, , , x, y] = times(line, page);
      letters.push({ text: letter, x, y, size: size * Math.hypot(a, b) });
      text += letter;
    }
  };
  for (const row of contents.split('\n')) {
    const parts = row.split(' ');
    const numbers = parts.map(Number) as Matrix;
    switch (parts.at(-1) ?? '') {
      case 'q':
        kept.push(page);
        break;
      case 'Q':
        page = kept.pop() ?? page;
        break;
      case 'cm':
        page = times(numbers, page);
        break;
      case 'Tf':
        [font, size] = [fonts.get(parts[0]!.slice(1)), numbers[1]];
        break;
      case 'Tm':
        line = numbers;
        break;
      case 'ET':
        text += ' ';
        break;
      case 'Tj':
        if (parts.at(-2) === 'Td' || parts[2] === 'Td')
          line = times([1, 0, 0, 1, numbers[0], numbers[1]], line);
        show(/<(\w*)>/.exec(row)?.[1] ?? '');
        break;
    }
  }
  return { letters, words: text.split(/\s+/).filter(Boolean) };
}

function times([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix {
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}
