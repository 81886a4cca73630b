import { listMatrix, listSources, listTargets, type MatrixCell } from '../../world/dataplane/matrix.ts';
import { parseFlags, wholeNumber } from '../flags.ts';
import { clusterOfFlag, manifestWorld } from '../manifest-world.ts';
import { EXIT, type Verb } from '../outcome.ts';

const SYSTEM = 'kube-system/';

export const matrix: Verb = {
  words: 'matrix',
  usage: 'matrix -f [CLUSTER=]FILE… [--cluster NAME] [--as-given] [--seed N] [--all] [--json]',
  says: 'Who reaches what in the cluster of these manifests: every source × destination × port, ALWAYS, SOMETIMES or NEVER.\nWithout --all, pods and Services of kube-system are left out.',
  async run(args, io) {
    const { values } = parseFlags(args, {
      filename: { type: 'string', short: 'f', multiple: true },
      cluster: { type: 'string' },
      'as-given': { type: 'boolean' },
      seed: { type: 'string' },
      all: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    const how = values['as-given'] ? 'AsGiven' : 'Reconciled';
    const world = manifestWorld(values.filename ?? [], how, wholeNumber(values.seed, '--seed', 1));
    const cluster = world.cluster(clusterOfFlag(world, values.cluster));
    const wanted = (name: string) => values.all === true || !name.includes(SYSTEM);
    const cells = listMatrix(
      { cluster, assume: 'EndpointsListen' },
      listSources(cluster).filter(({ name }) => wanted(name)),
      listTargets(cluster).filter(({ name }) => wanted(name)),
    );
    io.out(values.json ? `${JSON.stringify(cells.map(plain), undefined, 2)}\n` : table(cells));
    return cells.some(({ verdict }) => verdict === 'NOT_MODELLED') ? EXIT.notModelled : EXIT.ok;
  },
};

function plain({ source, target, verdict, reasons }: MatrixCell) {
  const { name, address, port, protocol } = target;
  return { from: source.name, to: name, address, port, protocol, verdict, reasons };
}

function table(cells: readonly MatrixCell[]): string {
  const rows = cells.map(({ source, target, verdict, reasons }) => [
    source.name,
    `${target.name} ${target.port}/${target.protocol}`,
    verdict,
    reasons.join(', '),
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
