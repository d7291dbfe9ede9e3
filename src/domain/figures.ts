// Figures as people write them in a sentence: `8,640,000,000`, `8.64 billion`, `300k`, `3 x 10^5`. It knows nothing of
// what they are of.

/** `isInWords`: with a magnitude behind it, as rounded figures are said. */
export type Figure = { value: number; isInWords: boolean };

const magnitudes: Readonly<Record<string, number>> = {
  ...{ k: 1e3, thousand: 1e3, thousands: 1e3 },
  ...{ m: 1e6, mn: 1e6, mio: 1e6, million: 1e6, millions: 1e6 },
  ...{ b: 1e9, bn: 1e9, billion: 1e9, billions: 1e9 },
  ...{ t: 1e12, tn: 1e12, trillion: 1e12, trillions: 1e12 },
};
const figure =
  /(\d+(?:[,'’_\u00a0\u2009\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:e(\d{1,2})\b|\s*[x×·*]\s*10\^?(\d{1,2})\b)?/gi;
const magnitude = /^[\s-]*([a-z]+)(?![\p{L}\p{N}])/iu;

/** Every figure in `text`. One with a magnitude counts as it stands, too: in `20 m` the letter may be metres. */
export function figuresIn(text: string): Figure[] {
  return [...text.matchAll(figure)].flatMap(
    ({ 0: whole, 1: digits = '', 2: e, 3: power, index }): Figure[] => {
      const plain = Number(digits.replaceAll(/[^\d.]/g, ''));
      const behind = magnitude.exec(text.slice(index + whole.length))?.[1]?.toLowerCase() ?? '';
      const exponent = e ?? power;
      const scale = exponent ? 10 ** Number(exponent) : magnitudes[behind];
      const found: Figure[] = [{ value: plain, isInWords: false }];
      if (scale !== undefined) found.push({ value: plain * scale, isInWords: true });
      return found;
    },
  );
}
