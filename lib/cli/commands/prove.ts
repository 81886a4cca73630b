import { traceText } from '../../terminal/trace-text.ts';
import { hasClusterPolicies } from '../../world/dataplane/compile/cluster-policies.ts';
import type { Network } from '../../world/dataplane/network.ts';
import { compileReachability } from '../../world/dataplane/reachability/compile.ts';
import { nameOfEndpoint } from '../../world/dataplane/reachability/endpoints.ts';
import { type Fix, findNearestFix, type NearestFix } from '../../world/dataplane/reachability/nearest-fix.ts';
import { type Claim, type Flow, prove as proveClaim } from '../../world/dataplane/reachability/prove.ts';
import { toListeningPort, witness } from '../../world/dataplane/reachability/witness.ts';
import { traceJson } from '../../world/dataplane/trace-json.ts';
import { columns } from '../columns.ts';
import { parseFlags } from '../flags.ts';
import { EXIT, UsageError, type Verb } from '../outcome.ts';
import { readParty } from '../party-argument.ts';
import { policiesOffNote } from '../policies-off.ts';
import { networkOfFlags, WORLD_FLAGS } from '../world-flags.ts';

const MAX_FIXES = 5;

export const prove: Verb = {
  words: 'prove',
  usage:
    'prove -f [CLUSTER=]FILE… --from PARTY --to PARTY --port P[-Q][/udp|/sctp] --always|--never [--cluster NAME] [--as-given] [--enforce-policies] [--seed N] [--json]',
  says: 'Whether NetworkPolicies let every flow through (--always) or none (--never), over all pods and all ports that are meant.\nWhen not: one packet that refutes it, traced, and the smallest single change that turns its fate. Exit 0 it holds, 1 it does not.\nPARTY: pods, NS/, NS/POD, NS/key=value,…, */key=value, nodes, node/NAME, outside.',
  async run(args, io) {
    const { values } = parseFlags(args, {
      ...WORLD_FLAGS,
      from: { type: 'string' },
      to: { type: 'string' },
      port: { type: 'string' },
      always: { type: 'boolean' },
      never: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    if (values.always === values.never) throw new UsageError('expected --always or --never');
    const claim: Claim = {
      from: readParty(values.from, '--from'),
      to: readParty(values.to, '--to'),
      ...readPorts(values.port),
      wants: values.always ? 'ALWAYS' : 'NEVER',
    };
    const net = networkOfFlags(values);
    if (hasClusterPolicies(net.cluster)) {
      io.err('hoplab prove: not modelled: ClusterNetworkPolicies; trace and matrix ask them packet by packet\n');
      return EXIT.notModelled;
    }
    io.err(policiesOffNote('prove', net));
    const answer = answerOf(net, claim);
    io.out(values.json ? `${JSON.stringify(jsonOf(claim, answer), undefined, 2)}\n` : textOf(claim, answer));
    return answer.refuted ? EXIT.notFullMarks : EXIT.ok;
  },
};

function readPorts(text = ''): Pick<Claim, 'protocol' | 'port' | 'endPort'> {
  const [, first, last = first, protocol = 'tcp'] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp|sctp))?$/i.exec(text) ?? [];
  const [port, endPort] = [Number(first), Number(last)];
  if (!(port >= 1 && endPort >= port && endPort <= 65_535)) {
    throw new UsageError(`--port: “${text}”: expected P or P-Q, with /udp or /sctp where it is not TCP`);
  }
  return { protocol: protocol.toUpperCase() as Claim['protocol'], port, ...(endPort > port ? { endPort } : {}) };
}

interface Answer {
  readonly pairs: number;
  readonly refuted:
    | { readonly flow: Flow; readonly trace: ReturnType<typeof traceJson>; readonly nearest: NearestFix }
    | undefined;
}

function answerOf(net: Network, claim: Claim): Answer {
  const reachability = compileReachability(net);
  const { counterexample, pairs } = proveClaim(reachability, claim);
  if (pairs === 0) throw new UsageError('--from, --to: there is nobody of that description in the cluster');
  if (!counterexample) return { pairs, refuted: undefined };
  const flow = toListeningPort(reachability, counterexample, claim.endPort ?? claim.port);
  const trace = traceJson(witness(net, flow, claim.wants));
  const nearest = findNearestFix(reachability, flow, claim.wants === 'NEVER' ? 'Close' : 'Open');
  return { pairs, refuted: { flow, trace, nearest } };
}

function jsonOf(claim: Claim, { pairs, refuted }: Answer) {
  const head = { schema: 'hoplab.proof/1', claim, holds: refuted === undefined, pairs };
  if (!refuted) return head;
  const { flow, trace, nearest } = refuted;
  const { from, to, protocol, port } = flow;
  return {
    ...head,
    counterexample: { from: nameOfEndpoint(from), to: nameOfEndpoint(to), protocol, port, trace },
    fixes: nearest.fixes.map(({ edit: { kind, namespace, name, field, says }, alsoChanges }) => ({
      kind,
      namespace,
      name,
      field,
      says,
      alsoChanges,
    })),
    tried: nearest.tried,
  };
}

function textOf({ wants }: Claim, { pairs, refuted }: Answer): string {
  if (!refuted) return `holds     ${wants}, for each of ${pairs} pairs of classes\n`;
  const { flow, trace, nearest } = refuted;
  const fate = wants === 'NEVER' ? 'policies let it through' : 'policies deny it';
  const title = `refuted   ${nameOfEndpoint(flow.from)} → ${nameOfEndpoint(flow.to)} ${flow.port}/${flow.protocol}: ${fate}\n`;
  return `${title}${traceText(trace)}${fixText(nearest)}`;
}

function fixText({ fixes, tried }: NearestFix): string {
  if (fixes.length === 0) return `fix       none of the ${tried} single changes that were tried turns it\n`;
  const rows = fixes
    .slice(0, MAX_FIXES)
    .map(({ edit: { kind, namespace, name, field, says }, alsoChanges }) => [
      'fix     ',
      sideEffects(alsoChanges),
      `${kind} ${namespace ? `${namespace}/` : ''}${name}${field ? ` ${field}` : ''}: ${says}`,
    ]);
  const rest = fixes.length > MAX_FIXES ? `          and ${fixes.length - MAX_FIXES} more\n` : '';
  return `${columns(rows)}${rest}`;
}

function sideEffects(alsoChanges: Fix['alsoChanges']): string {
  if (alsoChanges === undefined) return 'too many pairs to say what else it changes';
  if (alsoChanges === 0) return 'changes nothing else';
  return alsoChanges === 1 ? 'changes 1 other pair' : `changes ${alsoChanges} other pairs`;
}
