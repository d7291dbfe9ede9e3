// HTML in Markdown: found so that content files are refused for it. It takes for markup whatever a browser would begin
// a tag at, closed or not, and for code only what every Markdown reader takes for code.

/** Fences open and close at the beginning of a line; without an end they reach to the end of the text. */
const fence = /^[ \t]*```[^`\n]*\n[\s\S]*?(?:^[ \t]*```[ \t]*$|(?![\s\S]))/gm;
const inlineCode = /(?<!\\)`[^`\n]*`/g;
const autolink = /<(?:https?:\/\/[^\s<>]+|[\w.+-]+@[\w.-]+)>/gi;

/** The first tag or comment outside of code, or what begins like one; null without any. `<https://…>` is a link. */
export function htmlIn(markdown: string): string | null {
  const prose = markdown.replace(fence, '').replace(inlineCode, '').replace(autolink, '');
  return /<[a-z/!?][^\s<>]*>?/i.exec(prose)?.[0] ?? null;
}
