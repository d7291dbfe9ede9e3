// Who may import whom. tests/server/import-directions.test.ts sees each rule fail once; add a case there with a rule.

const edges = '^server/(http|sockets|web)([./-])';

/** Inside the server: index -> app -> {http, sockets, web} -> rooms -> room -> store. Nothing looks upwards. */
const upward = [
  ['store', '^server/store/', '^server/(index|app|http|sockets|web|rooms|room|presence|identity)([./-])'],
  ['room', '^server/room(-memory)?[.]ts$', '^server/(index|app|http|sockets|web|rooms)([./-])'],
  ['rooms', '^server/rooms[.]ts$', '^server/(index|app|http|sockets|web)([./-])'],
  ['edges', edges, '^server/(index|app)[.]ts$'],
  ['app', '^server/app[.]ts$', '^server/index[.]ts$'],
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment:
        'The domain imports itself, its schema library and its state machine library, and nothing else.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: ['^src/domain/', '(^|/)node_modules/(valibot|xstate)/'] },
    },
    {
      name: 'client-not-server',
      comment: 'What runs in the browser never imports the server.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^server/' },
    },
    {
      name: 'server-not-client',
      comment: 'Of src, the server imports the domain only.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^src/', pathNot: '^src/domain/' },
    },
    {
      name: 'lib-not-routes',
      comment: 'A feature does not know the page it stands on.',
      severity: 'error',
      from: { path: '^src/lib/' },
      to: { path: '^src/routes/' },
    },
    ...upward.map(([layer, from, to]) => ({
      name: `server-${layer}-not-upward`,
      comment: 'Inside the server: index -> app -> {http, sockets, web} -> rooms -> room -> store.',
      severity: 'error',
      from: { path: from },
      to: { path: to },
    })),
    {
      name: 'server-edges-not-each-other',
      comment: 'http, sockets and web stand side by side; what two of them need lives below them.',
      severity: 'error',
      from: { path: edges },
      to: { path: edges, pathNot: '^server/$1([./-])' },
    },
    {
      name: 'room-knows-no-socket-or-sql',
      comment:
        'A room is driven by tests with a real store and no network; it knows the store by its port only.',
      severity: 'error',
      from: { path: '^server/room(-memory)?[.]ts$' },
      to: {
        path: [
          '(^|/)node_modules/(socket[.]io|express|kysely|pg|better-auth)/',
          '^(node:)?(sqlite|http|net)$',
          '^server/store/(?!store[.]ts$)',
        ],
      },
    },
    {
      name: 'sql-in-store-only',
      comment:
        'SQL and its drivers stay behind the store; a type may be named where the parts are put together.',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/(store/|(identity|backup)[.]ts$)' },
      to: {
        path: ['(^|/)node_modules/(kysely|pg)/', '^(node:)?sqlite$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'excalidraw-in-board-only',
      comment: 'React and Excalidraw are known where the board is mounted and nowhere else.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/lib/board/' },
      to: { path: '(^|/)node_modules/(react|react-dom|@excalidraw)/' },
    },
    {
      name: 'product-not-tests',
      comment: 'The product never imports its tests.',
      severity: 'error',
      from: { path: '^(src|server)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or miss a third. Types may circle.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^([$]app|[$]env|[$]service-worker|virtual:)' },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '([$]types|[.]svelte-kit)' },
    tsPreCompilationDeps: true,
    // Only for the path of $lib, read from the project's folder; Kit's own tsconfig has it relative to .svelte-kit.
    tsConfig: { fileName: 'tests/support/import-paths.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'browser', 'import', 'node', 'types', 'production', 'default'],
    },
  },
};
