// How one thing is said in Markdown; the scorecard and the design document are both made of these.

/** What was said must not turn into markup of its own. */
export const plain = (text: string): string =>
  text.replaceAll(/([\\`*_[\]<>|#])/g, '\\$1').replaceAll(/\s*\n\s*/g, ' ');

/** Nothing where there is nothing to say. */
export const section = (title: string, lines: string[]): string[] =>
  lines.length > 0 ? [`## ${plain(title)}`, '', ...lines, ''] : [];

export const whenOf = ({ phase, time }: { phase: string; time: string }): string =>
  time ? `[${time}, ${plain(phase)}]` : `[${plain(phase)}]`;
