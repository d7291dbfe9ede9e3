// Whose interview it is, only the browser's cookie knows.
export const ssr = false;
export const prerender = false;
