// Pages know who is looking only in the browser (a guest's cookie), so they render there. The server hands out the
// same shell for each; a public page may opt into prerendering for itself.
export const ssr = false;
export const prerender = false;
