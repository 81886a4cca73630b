// The import rules of lib/README.md. Arrows point down only; siblings are strangers; no cycles, no orphans.

const PURE = '^lib/(world|terminal|assessment|sitting|measurement)/';

/** A rule that forbids what `to` matches. */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/**
 * Folders whose files do not know one another: what several need stands one folder up or in a folder below. A folder's
 * contract (check.ts, strategy.ts …) may stand inside it, its catalogue may list them all, and create-service.ts belongs to create.ts.
 */
const strangers = (name, folder) =>
  never(
    name,
    `Files of ${folder} are strangers: share through the folder above.`,
    { path: `^${folder}/([^/.-]+)[^/]*$`, pathNot: '/(catalogue|registry|all)\\.ts$' },
    {
      path: `^${folder}/[^/]+$`,
      pathNot: [`^${folder}/$1[-.][^/]*$`, '/(check|controller|stage|strategy|verb|columns)\\.ts$'],
    },
  );

export default {
  forbidden: [
    never('no-cycles', 'A cycle cannot be read in any order.', {}, { circular: true }),
    never(
      'no-orphans',
      'Nothing imports it and it imports nothing.',
      {
        orphan: true,
        pathNot: ['\\.d\\.m?ts$', '\\.schema\\.ts$', '(^|/)\\.[^/]+', '\\.config\\.(js|ts)$'],
      },
      {},
    ),
    never('resolvable', 'The import leads nowhere.', {}, { couldNotResolve: true, pathNot: '(^|/)dist/' }),

    // The whole: app → practice | cohorts | hiring → sitting → assessment → terminal → world, server beside the use cases.
    never(
      'world-is-lowest',
      'The world knows nobody above it.',
      { path: '^lib/world/' },
      { path: '^(app|lib)/', pathNot: '^lib/world/' },
    ),
    never(
      'terminal-over-world',
      'The terminal knows the world only.',
      { path: '^lib/terminal/' },
      {
        path: '^(app|lib)/',
        pathNot: '^lib/(world|terminal)/',
      },
    ),
    never(
      'assessment-over-terminal',
      'Judging knows the terminal and the world.',
      { path: '^lib/assessment/' },
      {
        path: '^(app|lib)/',
        pathNot: '^lib/(world|terminal|assessment)/',
      },
    ),
    never(
      'sitting-over-assessment',
      'A sitting knows what is below it.',
      { path: '^lib/sitting/' },
      {
        path: '^(app|lib)/',
        pathNot: '^lib/(world|terminal|assessment|sitting)/',
      },
    ),
    never(
      'measurement-knows-items-only',
      'Ratings are arithmetic over answers.',
      { path: '^lib/measurement/' },
      {
        path: '^(app|lib)/',
        pathNot: '^lib/(measurement|assessment/quiz|world/sim)/',
      },
    ),
    never(
      'no-way-up',
      'Nothing in lib knows the pages or the command line.',
      { path: '^lib/', pathNot: '^lib/cli/' },
      { path: '^(app|lib/cli)/' },
    ),
    never(
      'cli-without-pages',
      'The command line knows neither pages nor the server.',
      { path: '^lib/cli/' },
      { path: '^(app|lib/server)/' },
    ),
    never(
      'use-cases-are-strangers',
      'The three user groups do not know one another, nor the server.',
      {
        path: '^lib/(practice|cohorts|hiring)/',
      },
      { path: '^lib/(practice|cohorts|hiring|server)/', pathNot: '^lib/$1/' },
    ),
    never(
      'pages-reach-the-server-by-host',
      'Next bundles its own copy of a module: only the host on globalThis is shared.',
      {
        path: '^app/',
      },
      { path: '^lib/server/', pathNot: '^lib/server/host\\.ts$', dependencyTypesNot: ['type-only'] },
    ),

    // Inside the world: net, sim → api, aws → apiserver → controlplane; dataplane, dns, http, workloads, files beside.
    never(
      'net-imports-nothing',
      'Branded values stand alone.',
      { path: '^lib/world/net/' },
      { path: '^lib/', pathNot: '^lib/world/net/' },
    ),
    never(
      'sim-imports-nothing',
      'Clock, chance and state stand alone.',
      { path: '^lib/world/sim/' },
      { path: '^lib/', pathNot: '^lib/world/sim/' },
    ),
    never(
      'api-over-net-and-sim',
      'Kinds and schemas know no machinery.',
      { path: '^lib/world/(api|aws)/' },
      {
        path: '^lib/world/(apiserver|controlplane|dataplane|dns|http|workloads|files|world\\.ts)',
      },
    ),
    never(
      'apiserver-knows-no-controller',
      'The API server declares; others act.',
      { path: '^lib/world/apiserver/' },
      {
        path: '^lib/world/(controlplane|dataplane|dns|http|workloads|files|world\\.ts)',
      },
    ),
    never(
      'dataplane-reads-compiled-state',
      'What carries packets never drives controllers.',
      {
        path: '^lib/world/(dataplane|dns|http|workloads|files)/',
      },
      { path: '^lib/world/(controlplane|world\\.ts)' },
    ),
    never(
      'one-composition-root',
      'Only what is above the world composes it.',
      { path: '^lib/world/', pathNot: '^lib/world/world\\.ts$' },
      {
        path: '^lib/world/world\\.ts$',
      },
    ),
    never(
      'terminal-is-a-client',
      'kubectl and the tools ask by request, never a store. How patches merge is one library for both, as it is for the real two.',
      { path: '^lib/terminal/' },
      {
        path: '^lib/world/(apiserver/(store|server|registry|admission)|controlplane/)',
      },
    ),

    strangers('controllers-are-strangers', 'lib/world/controlplane/controllers'),
    strangers('checks-are-strangers', 'lib/assessment/checks'),
    strangers('stages-are-strangers', 'lib/world/dataplane/stages'),
    strangers('verbs-are-strangers', 'lib/terminal/kubectl/commands'),
    strangers('kinds-are-strangers', 'lib/world/apiserver/registry'),

    never('pure-without-node', 'These folders run anywhere, the same.', { path: PURE }, { dependencyTypes: ['core'] }),
    never(
      'pure-without-host',
      'These folders know no page, database or server.',
      { path: PURE },
      {
        path: '(^|/)node_modules/(react|react-dom|next|@prisma|@mantine|pg|ws|pino|esbuild)(/|$)|^prisma/',
      },
    ),
    never(
      'no-development-packages',
      'What ships uses what is installed with it.',
      { path: '^(app|lib|server\\.ts)', pathNot: '\\.test\\.tsx?$' },
      {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    ),
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '(^prisma/generated/|\\.test\\.tsx?$|\\.module\\.css$)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
