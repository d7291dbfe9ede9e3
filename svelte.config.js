import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: adapter({ pages: 'build', assets: 'build', fallback: 'app.html', precompress: true }),
    files: { assets: 'src/static' },
    csp: {
      mode: 'auto',
      // Kit adds the hashes of its own inline scripts. `frame-ancestors` is ignored in a meta tag: the server sends
      // it as a header.
      directives: {
        'default-src': ['self'],
        'script-src': ['self'],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:', 'blob:'],
        'font-src': ['self'],
        'connect-src': ['self'],
        'worker-src': ['self', 'blob:'],
        'media-src': ['self', 'blob:'],
        'frame-src': ['none'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'form-action': ['self'],
      },
    },
  },
  vitePlugin: {
    // Runes everywhere in our own components; a library may still be written the older way.
    dynamicCompileOptions: ({ filename }) =>
      filename.includes('node_modules') ? undefined : { runes: true },
  },
};
