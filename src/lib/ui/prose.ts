// The little Markdown content files use: paragraphs, lists, code, bold, emphasis and links. Text in, a tree out, that
// a component draws as elements; nothing is ever inserted as HTML.

export type Inline =
  { kind: 'text' | 'strong' | 'em' | 'code'; text: string } | { kind: 'link'; text: string; url: string };
export type Block =
  | { kind: 'paragraph'; inlines: Inline[] }
  | { kind: 'list'; isOrdered: boolean; items: Inline[][] }
  | { kind: 'code'; text: string };

const bullet = /^\s*(?:[-*]|(\d+)\.)\s+(.*)$/;
const inlineMark = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\((https:\/\/[^\s)]+)\)/g;

export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', inlines: inlinesOf(paragraph.join(' ')) });
    paragraph = [];
  };
  const lines = markdown.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line.trim().startsWith('```')) {
      flush();
      const end = lines.findIndex((other, at) => at > i && other.trim() === '```');
      blocks.push({ kind: 'code', text: lines.slice(i + 1, end < 0 ? undefined : end).join('\n') });
      i = end < 0 ? lines.length : end;
      continue;
    }
    const item = bullet.exec(line);
    if (item) {
      flush();
      addItem(blocks, item[1] !== undefined, item[2] ?? '');
    } else if (line.trim() === '') flush();
    else paragraph.push(line.trim());
  }
  flush();
  return blocks;
}

function addItem(blocks: Block[], isOrdered: boolean, text: string): void {
  const last = blocks.at(-1);
  if (last?.kind === 'list' && last.isOrdered === isOrdered) last.items.push(inlinesOf(text));
  else blocks.push({ kind: 'list', isOrdered, items: [inlinesOf(text)] });
}

export function inlinesOf(text: string): Inline[] {
  const inlines: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(inlineMark)) {
    if (match.index > at) inlines.push({ kind: 'text', text: text.slice(at, match.index) });
    const [whole, code, strong, em, words, url] = match;
    if (code !== undefined) inlines.push({ kind: 'code', text: code });
    else if (strong !== undefined) inlines.push({ kind: 'strong', text: strong });
    else if (em !== undefined) inlines.push({ kind: 'em', text: em });
    else if (words !== undefined && url !== undefined) inlines.push({ kind: 'link', text: words, url });
    at = match.index + whole.length;
  }
  if (at < text.length) inlines.push({ kind: 'text', text: text.slice(at) });
  return inlines;
}
