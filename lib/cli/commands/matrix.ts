import { traceText } from '../../terminal/trace-text.ts';
import { listMatrix, listSources, listTargets, type MatrixCell } from '../../world/dataplane/matrix.ts';
import { compareMatrices, type MatrixChange, type MatrixDifference } from '../../world/dataplane/matrix-difference.ts';
import type { Network } from '../../world/dataplane/network.ts';
import { traceJson } from '../../world/dataplane/trace-json.ts';
import { columns } from '../columns.ts';
import { parseFlags } from '../flags.ts';
import { type CliIo, EXIT, type Verb } from '../outcome.ts';
import { policiesOffNote } from '../policies-off.ts';
import { networkOfFlags, WORLD_FLAGS } from '../world-flags.ts';

const SYSTEM = 'kube-system/';

export const matrix: Verb = {
  words: 'matrix',
  usage:
    'matrix -f [CLUSTER=]FILE… [--against [CLUSTER=]FILE…] [--cluster NAME] [--as-given] [--enforce-policies] [--seed N] [--all] [--json]',
  says: 'Who reaches what in the cluster of these manifests: every source × destination × port, ALWAYS, SOMETIMES or NEVER.\nWith --against: only what is otherwise in the cluster of those manifests, each with a packet that shows it.\nWithout --all, pods and Services of kube-system are left out.',
  async run(args, io) {
    const { values } = parseFlags(args, {
      ...WORLD_FLAGS,
      against: { type: 'string', multiple: true },
      all: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    const wanted = (name: string) => values.all === true || !name.includes(SYSTEM);
    const sideOf = (net: Network) => ({ net, cells: cellsOf(net, wanted) });
    const asked = sideOf(networkOfFlags(values));
    io.err(policiesOffNote('matrix', asked.net));
    if (values.against) {
      const difference = compareMatrices(asked, sideOf(networkOfFlags(values, values.against)));
      return tellDifference(difference, io, values.json ? 'Json' : 'Text');
    }
    const { cells } = asked;
    io.out(values.json ? `${JSON.stringify(cells.map(plain), undefined, 2)}\n` : table(cells));
    return cells.some(({ verdict }) => verdict === 'NOT_MODELLED') ? EXIT.notModelled : EXIT.ok;
  },
};

function cellsOf(net: Network, wanted: (name: string) => boolean): MatrixCell[] {
  return listMatrix(
    net,
    listSources(net.cluster).filter(({ name }) => wanted(name)),
    listTargets(net.cluster).filter(({ name }) => wanted(name)),
  );
}

function plain({ source, target, verdict, reasons }: MatrixCell) {
  const { name, address, port, protocol } = target;
  return { from: source.name, to: name, address, port, protocol, verdict, reasons };
}

function table(cells: readonly MatrixCell[]): string {
  return columns(
    cells.map(({ source, target, verdict, reasons }) => [
      source.name,
      `${target.name} ${target.port}/${target.protocol}`,
      verdict,
      reasons.join(', '),
    ]),
  );
}

function tellDifference(difference: MatrixDifference, io: CliIo, how: 'Json' | 'Text'): number {
  const { changes, gone, added, compared } = difference;
  const json = { schema: 'hoplab.difference/1', compared, changes: changes.map(plainChange), gone, added };
  io.out(how === 'Json' ? `${JSON.stringify(json, undefined, 2)}\n` : differenceText(difference));
  return changes.some(({ before, after }) => [before, after].includes('NOT_MODELLED')) ? EXIT.notModelled : EXIT.ok;
}

function plainChange({ witness, ...change }: MatrixChange) {
  const { cell, trace, paths } = witness;
  const { address } = cell.target;
  return { ...change, witness: { from: cell.source.name, address, trace: traceJson(trace, paths) } };
}

function differenceText({ changes, gone, added, compared }: MatrixDifference): string {
  const lines = changes.map((change) => {
    const { from, to, port, protocol, before, after, witness } = change;
    const title = `${from} → ${to} ${port}/${protocol}: ${before} → ${after}\n`;
    return `${title}${indent(traceText(traceJson(witness.trace, witness.paths)))}`;
  });
  const only = [...gone.map((one) => `gone    ${one}\n`), ...added.map((one) => `new     ${one}\n`)];
  const summary = `${changes.length} of ${compared} pairs changed\n`;
  return [...lines, ...only, summary].join('');
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
