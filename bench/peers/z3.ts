/** z3 asked the same of the same cluster: policies as formulas over a sender, an address outside, a receiver and a port. */
import type { ObjectOf } from '../../lib/world/api/kinds.ts';
import { matchesSelector } from '../../lib/world/apiserver/selectors/label-selector.ts';
import type { Cluster } from '../../lib/world/cluster.ts';
import { entriesOf, findObject } from '../../lib/world/dataplane/objects.ts';
import type { Party } from '../../lib/world/dataplane/reachability/party.ts';
import type { Claim } from '../../lib/world/dataplane/reachability/prove.ts';
import { cidrContains, parseCidr } from '../../lib/world/net/cidr.ts';
import { importJudge } from './judges.ts';

/** As much of z3-solver as the benchmark calls. */
interface Z3Module {
  init(): Promise<{ readonly em: unknown; readonly Z3: LowLevel }>;
  killThreads(em: unknown): Promise<void>;
}

interface LowLevel {
  mk_config(): unknown;
  mk_context(config: unknown): unknown;
  mk_string_symbol(context: unknown, text: string): unknown;
  mk_solver_for_logic(context: unknown, logic: unknown): unknown;
  solver_inc_ref(context: unknown, solver: unknown): void;
  solver_dec_ref(context: unknown, solver: unknown): void;
  solver_push(context: unknown, solver: unknown): void;
  solver_pop(context: unknown, solver: unknown, count: number): void;
  solver_assert(context: unknown, solver: unknown, formula: unknown): void;
  /** 1: satisfiable, -1: not, 0: unknown. */
  solver_check(context: unknown, solver: unknown): Promise<number>;
  parse_smtlib2_string(context: unknown, text: string, sortNames: [], sorts: [], names: [], functions: []): unknown;
  ast_vector_size(context: unknown, vector: unknown): number;
  ast_vector_get(context: unknown, vector: unknown, index: number): unknown;
}

export interface Solver {
  /** For each claim, whether it holds. */
  prove(cluster: Cluster, claims: readonly Claim[]): Promise<boolean[]>;
  close(): Promise<void>;
}

/** Undefined where the judges are not installed. One context for all questions: its start is not counted. */
export async function openZ3(): Promise<Solver | undefined> {
  const module = await importJudge<Z3Module>('z3-solver');
  if (!module) return undefined;
  const { em, Z3 } = await module.init();
  const context = Z3.mk_context(Z3.mk_config());
  return {
    async prove(cluster, claims) {
      const formulas = new Formulas(cluster);
      const solver = Z3.mk_solver_for_logic(context, Z3.mk_string_symbol(context, 'QF_BV'));
      Z3.solver_inc_ref(context, solver);
      // Not `eval_smtlib2_string`: it reads its text in a thread of its own, when the text may be gone.
      const assert = (text: string) => {
        const parsed = Z3.parse_smtlib2_string(context, `${DECLARATIONS}${text}`, [], [], [], []);
        const count = Z3.ast_vector_size(context, parsed);
        for (let n = 0; n < count; n++) Z3.solver_assert(context, solver, Z3.ast_vector_get(context, parsed, n));
      };
      assert(formulas.describe());
      const holds: boolean[] = [];
      for (const claim of claims) {
        Z3.solver_push(context, solver);
        assert(formulas.ask(claim));
        const found = await Z3.solver_check(context, solver);
        if (found !== 1 && found !== -1) throw new Error('z3 does not know');
        holds.push(found === -1);
        Z3.solver_pop(context, solver, 1);
      }
      Z3.solver_dec_ref(context, solver);
      return holds;
    },
    close: () => module.killThreads(em),
  };
}

type Pod = ObjectOf<'Pod'>;
type Policy = ObjectOf<'NetworkPolicy'>;
type Rule = {
  readonly peers: NonNullable<NonNullable<NonNullable<Policy['spec']['ingress']>[number]>['from']>;
  readonly ports: NonNullable<NonNullable<NonNullable<Policy['spec']['ingress']>[number]>['ports']>;
};

const END_BITS = 8;
/** The end of a flow that is no pod: its address is a variable of its own, and none that a pod or a node has. */
const OUTSIDE = hex(2 ** END_BITS - 1, END_BITS);

/** `s` and `d` are the pods at the ends or outside, `a` the address outside, `p` the port, `udp` the protocol. */
const DECLARATIONS = [
  ...['s', 'd'].map((end) => `(declare-const ${end} (_ BitVec ${END_BITS}))`),
  '(declare-const a (_ BitVec 32)) (declare-const p (_ BitVec 16))',
  ...['udp', 'egress', 'ingress'].map((name) => `(declare-const ${name} Bool)`),
].join('\n');

class Formulas {
  readonly #pods: readonly Pod[];
  readonly #policies: readonly Policy[];
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    const isEnded = ({ status }: Pod) => status.phase === 'Succeeded' || status.phase === 'Failed';
    this.#pods = entriesOf(cluster, 'Pod')
      .map(([, pod]) => pod)
      .filter((pod) => !pod.spec.hostNetwork && !isEnded(pod));
    this.#policies = entriesOf(cluster, 'NetworkPolicy').map(([, policy]) => policy);
    if (this.#pods.length >= 2 ** END_BITS - 1) throw new Error('too many pods for this many bits');
  }

  describe(): string {
    return [
      `(assert (and ${this.#notOutside().join(' ')}))`,
      `(assert (= egress ${this.#direction('Egress', 's', 'd')}))`,
      `(assert (= ingress ${this.#direction('Ingress', 'd', 's')}))`,
    ].join('\n');
  }

  /** Addresses that are somebody's here, and those that nobody sends from. */
  #notOutside(): string[] {
    const pods = this.#pods.map(({ status }) => `${status.podIP}/32`);
    const nodes = entriesOf(this.#cluster, 'Node').flatMap(([, { status }]) =>
      (status.addresses ?? []).map(({ address }) => `${address}/32`),
    );
    const nobody = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3'];
    return [...pods, ...nodes, ...nobody].map((one) => `(not ${range('a', one)})`);
  }

  /** Sat: some flow refutes the claim. */
  ask({ from, to, protocol, port, endPort = port, wants }: Claim): string {
    const allowed = '(and egress ingress)';
    return [
      `(assert (and ${this.#party('s', from)} ${this.#party('d', to)} (distinct s d) ${between('p', port, endPort)}))`,
      `(assert (= udp ${protocol === 'UDP'}))`,
      `(assert ${wants === 'NEVER' ? allowed : `(not ${allowed})`})`,
    ].join('\n');
  }

  #party(variable: string, wanted: Party): string {
    if (wanted.kind === 'Outside') return `(= ${variable} ${OUTSIDE})`;
    if (wanted.kind === 'Nodes') throw new Error('nodes are not asked of z3');
    const { namespace, labels } = wanted;
    return this.#oneOf(variable, ({ metadata }) => {
      const isThere = namespace === undefined || metadata.namespace === namespace;
      return isThere && (labels === undefined || matchesSelector({ matchLabels: labels }, metadata.labels));
    });
  }

  #oneOf(variable: string, isMeant: (pod: Pod) => boolean): string {
    return anyOf(this.#pods.flatMap((pod, at) => (isMeant(pod) ? `(= ${variable} ${hex(at, END_BITS)})` : [])));
  }

  #direction(direction: 'Ingress' | 'Egress', own: string, peer: string): string {
    const policies = this.#policies.filter(({ spec }) =>
      (spec.policyTypes ?? (spec.egress ? ['Ingress', 'Egress'] : ['Ingress'])).includes(direction),
    );
    const selected = policies.map(({ metadata, spec }) =>
      this.#oneOf(
        own,
        (pod) =>
          pod.metadata.namespace === metadata.namespace && matchesSelector(spec.podSelector, pod.metadata.labels),
      ),
    );
    const allowed = policies.flatMap((policy, at) => {
      const rules = rulesOf(policy, direction).map((rule) => this.#rule(policy, rule, peer));
      return rules.length > 0 ? `(and ${selected[at]} ${anyOf(rules)})` : [];
    });
    return `(or (not ${anyOf(selected)}) ${anyOf(allowed)})`;
  }

  #rule({ metadata }: Policy, { peers, ports }: Rule, peer: string): string {
    const fits = peers.map((one) => this.#peer(metadata.namespace ?? '', one, peer));
    return `(and ${peers.length > 0 ? anyOf(fits) : 'true'} ${ports.length > 0 ? anyOf(ports.map((port) => this.#port(port))) : 'true'})`;
  }

  #peer(own: string, { ipBlock, podSelector, namespaceSelector }: Rule['peers'][number], peer: string): string {
    if (ipBlock) {
      const holds = (address: string) =>
        isWithin(ipBlock.cidr, address) && !ipBlock.except?.some((one) => isWithin(one, address));
      const outside = [range('a', ipBlock.cidr), ...(ipBlock.except ?? []).map((one) => `(not ${range('a', one)})`)];
      return `(or ${this.#oneOf(peer, ({ status }) => holds(status.podIP ?? ''))} (and (= ${peer} ${OUTSIDE}) ${outside.join(' ')}))`;
    }
    return this.#oneOf(peer, ({ metadata }) => {
      const labels = findObject(this.#cluster, 'Namespace', metadata.namespace)?.metadata.labels;
      const inNamespace = namespaceSelector ? matchesSelector(namespaceSelector, labels) : metadata.namespace === own;
      return inNamespace && (!podSelector || matchesSelector(podSelector, metadata.labels));
    });
  }

  #port({ protocol = 'TCP', port, endPort }: Rule['ports'][number]): string {
    if (protocol === 'SCTP') return 'false';
    const spoken = protocol === 'UDP' ? 'udp' : '(not udp)';
    if (port === undefined) return spoken;
    if (typeof port === 'number') return `(and ${spoken} ${between('p', port, endPort ?? port)})`;
    const numbers = new Set(this.#pods.flatMap((pod) => numbersOf(pod, port, protocol)));
    const named = [...numbers].map(
      (number) =>
        `(and ${this.#oneOf('d', (pod) => numbersOf(pod, port, protocol).includes(number))} ${between('p', number, number)})`,
    );
    return `(and ${spoken} ${anyOf(named)})`;
  }
}

function rulesOf({ spec }: Policy, direction: 'Ingress' | 'Egress'): Rule[] {
  return direction === 'Ingress'
    ? (spec.ingress ?? []).map(({ from = [], ports = [] }) => ({ peers: from, ports }))
    : (spec.egress ?? []).map(({ to = [], ports = [] }) => ({ peers: to, ports }));
}

function numbersOf({ spec }: Pod, wanted: string, protocol: string): number[] {
  const ports = spec.containers.flatMap((container) => container.ports ?? []);
  return ports
    .filter((one) => one.name === wanted && (one.protocol ?? 'TCP') === protocol)
    .map((one) => one.containerPort);
}

function isWithin(text: string, address: string): boolean {
  const cidr = parseCidr(text);
  return cidr !== undefined && cidrContains(cidr, address);
}

function range(variable: string, text: string): string {
  const cidr = parseCidr(text);
  if (!cidr || cidr.bits === 0) return cidr ? 'true' : 'false';
  return `(= ((_ extract 31 ${32 - cidr.bits}) ${variable}) #b${(cidr.base / 2 ** (32 - cidr.bits)).toString(2).padStart(cidr.bits, '0')})`;
}

function between(variable: string, from: number, to: number): string {
  const [low, high] = [hex(from, 16), hex(to, 16)];
  return from === to ? `(= ${variable} ${low})` : `(and (bvule ${low} ${variable}) (bvule ${variable} ${high}))`;
}

function hex(value: number, bits: number): string {
  return `#x${value.toString(16).padStart(bits / 4, '0')}`;
}

function anyOf(parts: readonly string[]): string {
  const [only = 'false'] = parts;
  return parts.length < 2 ? only : `(or ${parts.join(' ')})`;
}
