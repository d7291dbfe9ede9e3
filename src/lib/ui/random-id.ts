/** 22 letters and digits that fit the wire's short ids; `crypto.randomUUID` is missing where the page is not on https. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(22));
  return [...bytes].map((byte) => (byte % 36).toString(36)).join('');
}
