// Whose pairing it is, only the server knows: nothing to build ahead of time.
export const ssr = false;
export const prerender = false;
