// These pages are the same for everyone until they ask who is looking, so their frames are built ahead of time
// and painted at once; what is personal arrives by /api.
export const ssr = true;
export const prerender = true;
