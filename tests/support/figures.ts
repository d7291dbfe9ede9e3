// Reads /metrics as Prometheus would: a figure by its name and the labels it is told by.

export type Figures = (name: string, labels?: Record<string, string>) => number;

/** A figure nobody has counted yet is 0; of several with these labels it is the sum. */
export function figuresOf(text: string): Figures {
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return (name, labels = {}) =>
    lines
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .filter((line) =>
        Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)),
      )
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
