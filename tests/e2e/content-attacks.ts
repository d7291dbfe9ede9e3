// Sixty and more things a candidate could put into an interview to run a script in the interviewer's page, to make it
// ask elsewhere, or to break it. Each says whether the server takes it, and what of it must then be read as mere text.
import type { Command } from '#domain/protocol.ts';
import { call, outside } from './attack.ts';
import type { Attack } from './attack.ts';
import { boardAttacks } from './board-attacks.ts';

const markup: readonly [string, string][] = [
  ['a script', `<script>${call()}</script>`],
  ['a picture that fails', `<img src=x onerror=${call()}>`],
  ['a picture from elsewhere', `<img src="${outside()}">`],
  ['an SVG that loads', `<svg onload=${call()}><image href="${outside()}"/></svg>`],
  ['an SVG with a slash for a space', `<svg/onload=${call()}>`],
  ['a frame with a document', `<iframe srcdoc="<script>parent.${call()}</script>"></iframe>`],
  ['a frame from elsewhere', `<iframe src="${outside()}"></iframe>`],
  ['an embedded object', `<object data="data:text/html,<script>parent.${call()}</script>"></object>`],
  ['a script as a link', `<a href="javascript:${call()}" autofocus onfocus=${call()}>here</a>`],
  ['a link in Markdown', `[here](javascript:${call()})`],
  ['a picture in Markdown', `![x](${outside()})`],
  ['a reference in Markdown', `[x]: ${outside()}\n![x]`],
  ['an autolink in Markdown', `<javascript:${call()}>`],
  ['a template of Svelte', `{@html '<img src=x onerror=${call()}>'}`],
  ['a template of others', `{{constructor.constructor('${call()}')()}} \${${call()}} #{${call()}}`],
  ['a style', `</style><style>*{background:url(${outside()})}</style>`],
  ['an inline style', `<p style="background:url(${outside()})">x</p>`],
  ['a base', `<base href="https://evil.example/">`],
  ['a refresh', `<meta http-equiv="refresh" content="0;url=${outside()}">`],
  ['a prefetch', `<link rel="prefetch" href="${outside()}"><link rel=stylesheet href=${outside()}>`],
  ['a form', `<form action="${outside()}"><button autofocus>Submit scorecard</button></form>`],
  ['an attribute broken out of', `" onmouseover="${call()}" autofocus onfocus="${call()}" x="`],
  ['a comment broken out of', `--><!--><script>${call()}</script>`],
  ['entities', `&lt;img src=x onerror=${call()}&gt; &#60;script&#62;`],
  ['a bare address', outside()],
  ['a mutation of the parser', `<math><mtext><table><mglyph><style><img src=x onerror=${call()}>`],
];

const said = (text: string): Command => ({ type: 'chat.send', text });
const chat = markup.map(([name, text]): Attack => ({
  ...{ name: `${name}, said`, command: said(text) },
  ...{ answer: 'ok', shown: text },
}));

const odd: Attack[] = [
  {
    name: 'a right-to-left override',
    command: said('abc\u202e)1(tih;\u2066'),
    answer: 'ok',
    shown: 'abc\u202e)1(tih;\u2066',
  },
  { name: 'half a letter', command: said('half \ud800 letter'), answer: 'ok' },
  { name: 'a word without an end', command: said('w'.repeat(2_000)), answer: 'ok', shown: 'w'.repeat(2_000) },
  { name: 'a tower of marks', command: said(`Z${'\u0335\u0301'.repeat(400)}`), answer: 'ok' },
  { name: 'a text too long', command: said('x'.repeat(2_001)), answer: 'bad_message' },
];

/** Forty letters each; what cannot be seen is not shown. */
const names = [
  `<img src=x onerror=${call()}>`,
  `"><script>${call()}</script>`,
  '\u202eevil\u2066\u200b',
  `{@html ${call()}}`,
].map((name): Attack => ({
  ...{ name: `the name ${name}`, command: { type: 'name.set', name } },
  ...{ answer: 'ok', shown: name.replace(/\p{C}/gu, '') },
}));

const notes = markup.slice(0, 8).map(([name, text], i): Attack => ({
  name: `${name}, noted`,
  command: {
    type: 'note.add',
    noteId: `attack-note-${i}`,
    text,
    criterion: null,
    isPrivate: false,
    begunAt: 0,
  },
  answer: 'ok',
}));
const endless = 'n'.repeat(4_000);
const longNote: Attack = {
  name: 'a note without an end',
  command: {
    type: 'note.add',
    noteId: 'attack-note-long',
    text: endless,
    criterion: null,
    isPrivate: false,
    begunAt: 0,
  },
  answer: 'ok',
};
const keys: Attack[] = ['__proto__', 'constructor', 'hasOwnProperty'].map((noteId): Attack => ({
  name: `a note called ${noteId}`,
  command: {
    type: 'note.add',
    noteId,
    text: `called ${noteId}`,
    criterion: null,
    isPrivate: false,
    begunAt: 0,
  },
  answer: 'ok',
}));

/** Played in the first phase, in this order. */
export const attacks: Attack[] = [
  ...[...chat, ...odd, ...names, ...notes, longNote, ...keys],
  ...boardAttacks,
];

/** Played while rating; read by the other after the reveal. */
export const ratingAttacks = (criteria: readonly string[]): Attack[] => [
  ...criteria.map((criterion, i): Attack => {
    const evidence = markup[i % markup.length]![1];
    const rating = { criterion, value: 4, behaviours: [], evidence, notes: [] };
    return {
      name: `evidence: ${evidence}`,
      command: { type: 'rating.set', ...rating },
      answer: 'ok',
      shown: evidence,
    };
  }),
  {
    name: 'a summary of markup',
    command: {
      type: 'summary.set',
      recommendation: 'yes',
      strength: markup[1]![1],
      change: 'c'.repeat(2_000),
    },
    answer: 'ok',
    shown: markup[1]![1],
  },
  {
    name: 'a rating of __proto__',
    command: {
      type: 'rating.set',
      criterion: '__proto__',
      value: 1,
      behaviours: [],
      evidence: '',
      notes: [],
    },
    answer: 'unknown_item',
  },
  { name: 'submitting all that', command: { type: 'rating.submit' }, answer: 'ok' },
];

/** A text of a content file that the parser lets pass, because its markup is code or no HTML. `place` keeps each from
 * being taken for a repetition of another. */
export const contentAttack = (place: string): string =>
  [
    `${place} \`<script>${call()}</script>\` ${place} \`<img src=x onerror=${call()}>\` ${place}`,
    `\`\`\`html\n<svg onload=${call()}> ${place} <iframe src="${outside()}"></iframe>\n\`\`\``,
    `[${place}](javascript:${call()}) ${place} ![${place}](${outside()})`,
    `[${place}](https://evil.example/"onmouseover="${call()}) ${place} {@html '${call()}'}`,
    `\`<img/src=x/onerror=${call()}>\` ${place} \`<svg/onload=${call()}\` ${place} \`<script/${call()}\``,
    `\u202e${place} **bold< b** ${place} *em< i* <https://evil.example/"onmouseover="${call()}>`,
  ].join('\n\n');
/** What it refuses: HTML outside of code. */
export const refusedContent = markup.map(([, text]) => text).filter((text) => text.includes('<'));
