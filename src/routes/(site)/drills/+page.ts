// Which drill it is stands in the address after the question mark: nothing to build ahead of time.
export const ssr = false;
export const prerender = false;
