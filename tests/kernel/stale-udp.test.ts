/**
 * UDP flows that outlive the rules they began under: the kernel keeps sending where the flow began, as the model does, until kube-proxy
 * has it deleted. Which flows those are is asked of the model for the flows that the kernel itself lists.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RuleSet, ruleSets } from '../../lib/world/dataplane/compile/rule-set.ts';
import { forgetStaleUdp, staleUdp } from '../../lib/world/dataplane/stale-flows.ts';
import type { Packet } from '../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { type EndpointSpec, first, nodeName, podPlace, type ServiceSpec } from '../dataplane/cluster-builder.ts';
import { aHouseholdOfPods, MODES, type Mode } from './cases.ts';
import { fateOfTrace, fateText } from './flows.ts';
import { House } from './house.ts';

let house: House;
let flows = 0;
beforeAll(async () => {
  house = await House.build(aHouseholdOfPods().sync().cluster);
});
afterAll(async () => {
  await house.close();
  console.log(`kernel flows of stale UDP: ${flows}`);
});

const NODES = [1, 2, 3];
const A: EndpointSpec = { ip: '10.0.2.31', node: 2 };
const B: EndpointSpec = { ip: '10.0.3.31', node: 3 };
const leaving: EndpointSpec = { ...A, ready: false, serving: true, terminating: true };
const NODE_PORT = 30_053;

function dns(endpoints: readonly EndpointSpec[], more: Partial<ServiceSpec> = {}): ServiceSpec {
  return { name: 'dns', ip: '172.20.14.10', port: 53, protocol: 'UDP', targetPort: 8081, endpoints, ...more };
}

/** A place on node 1, the address that decides where its packets enter, and what it asks. */
interface Client {
  readonly namespace: string;
  readonly from: Parameters<typeof traceFlow>[1]['from'];
  readonly source?: string;
  readonly address: string;
  readonly port: number;
}

const FROM_POD: Client = { namespace: 'web', from: podPlace('web'), address: '172.20.14.10', port: 53 };
const FROM_OUTSIDE: Client = {
  namespace: 'outside',
  from: { cluster: 'main', address: '10.9.9.1', atNode: nodeName(1) },
  source: '10.9.9.1',
  address: '10.0.1.20',
  port: NODE_PORT,
};

/** One story told to the model and to the kernel: both say after each step what became of the same flow. */
class Story {
  readonly #client: Client;
  readonly #mode: Mode;
  readonly #cluster = aHouseholdOfPods().cluster;
  #port: number;

  constructor(client: Client, mode: Mode, port: number) {
    this.#client = client;
    this.#mode = mode;
    this.#port = port;
  }

  /** New rules; flows stay. Absent: kube-proxy has not written any. */
  rules(service: ServiceSpec | undefined): void {
    const { cluster } = aHouseholdOfPods()
      .service(service ?? dns([]))
      .sync(service ? NODES : [], { mode: this.#mode });
    for (const n of NODES) {
      const rules = ruleSets(cluster).get(nodeName(n));
      if (rules) ruleSets(this.#cluster).set(nodeName(n), rules);
    }
    house.replaceRules(this.#cluster);
  }

  /** Another socket of the same client. */
  another(): void {
    this.#port++;
  }

  async ask(): Promise<string> {
    const { from, namespace, source, address, port } = this.#client;
    const flow = { from, to: { address, port }, protocol: 'UDP', sourcePort: this.#port } as const;
    const model = fateOfTrace(traceFlow({ cluster: this.#cluster }, flow, first));
    const attempt = {
      namespace: house.name(namespace),
      protocol: 'UDP',
      sourcePort: this.#port,
      address,
      port,
    } as const;
    const [fate] = await house.agent.connect([source ? { ...attempt, source } : attempt]);
    flows++;
    expect(fate && fateText(fate)).toBe(model);
    return model;
  }

  /** What kube-proxy does after a sync, on both sides. */
  clean(): number {
    let deleted = 0;
    for (const n of NODES) {
      const rules = ruleSets(this.#cluster).get(nodeName(n));
      if (!rules) continue;
      forgetStaleUdp(this.#cluster, nodeName(n), rules);
      deleted += deleteStale(nodeName(n), rules);
    }
    return deleted;
  }
}

function deleteStale(node: string, rules: RuleSet): number {
  const stale = listed(node).filter(staleUdp(rules));
  for (const { original, translated } of stale) {
    const words = [
      `--orig-src ${original.src} --orig-port-src ${original.sport}`,
      `--orig-dst ${original.dst} --orig-port-dst ${original.dport}`,
      `--reply-src ${translated.dst} --reply-port-src ${translated.dport}`,
    ];
    house.run(node, `conntrack -D -p udp ${words.join(' ')} 2>/dev/null`);
  }
  return stale.length;
}

/** The UDP flows of a node's kernel. */
function listed(node: string): { original: Packet; translated: Packet }[] {
  const lines = house.run(node, 'conntrack -L -p udp 2>/dev/null').split('\n').filter(Boolean);
  return lines.map((line) => {
    const all = (name: string) =>
      [...line.matchAll(new RegExp(`\\b${name}=(\\S+)`, 'g'))].map(([, value]) => value ?? '');
    const [src, dst, sport, dport] = ['src', 'dst', 'sport', 'dport'].map(all) as [
      string[],
      string[],
      string[],
      string[],
    ];
    const tuple = (at: number): Packet => ({
      src: src[at] ?? '',
      sport: Number(sport[at]),
      dst: dst[at] ?? '',
      dport: Number(dport[at]),
      protocol: 'UDP',
    });
    const reply = tuple(1);
    return {
      original: tuple(0),
      translated: { src: reply.dst, sport: reply.dport, dst: reply.src, dport: reply.sport, protocol: 'UDP' },
    };
  });
}

const CLIENTS = [
  { who: 'a pod and the cluster IP', client: FROM_POD, nodePort: undefined },
  { who: 'a machine outside and a node port', client: FROM_OUTSIDE, nodePort: NODE_PORT },
];

let nextPort = 41_000;

describe.each(MODES)('%s', (mode) => {
  afterEach(() => {
    for (const n of NODES) house.run(nodeName(n), 'conntrack -F 2>/dev/null');
  });

  describe.each(CLIENTS)('$who', ({ client, nodePort }) => {
    const service = (endpoints: readonly EndpointSpec[]) => dns(endpoints, nodePort ? { nodePort } : {});
    const begin = () => {
      nextPort += 10;
      return new Story(client, mode, nextPort);
    };

    test('an endpoint goes: the flow stays with it until it is cleaned', async () => {
      const story = begin();
      story.rules(service([A]));
      expect(await story.ask()).toContain('Answered by 10.0.2.31:8081');
      story.rules(service([B]));
      expect(await story.ask()).toContain('Answered by 10.0.2.31:8081');
      expect(story.clean()).toBe(1);
      expect(await story.ask()).toContain('Answered by 10.0.3.31:8081');
    });

    test('an endpoint that terminates and still serves keeps its flows', async () => {
      const story = begin();
      story.rules(service([A]));
      await story.ask();
      story.rules(service([leaving, B]));
      expect(story.clean()).toBe(0);
      expect(await story.ask()).toContain('Answered by 10.0.2.31:8081');
      story.another();
      expect(await story.ask()).toContain('Answered by 10.0.3.31:8081');
    });

    test('the last endpoint goes: 1.35 leaves the flow, new ones are refused', async () => {
      const story = begin();
      story.rules(service([A]));
      await story.ask();
      story.rules(service([]));
      expect(story.clean()).toBe(0);
      expect(await story.ask()).toContain('Answered by 10.0.2.31:8081');
      story.another();
      expect(await story.ask()).toBe('Refused');
    });
  });

  test('a flow that began before there were rules leads nowhere until it is cleaned', async () => {
    nextPort += 10;
    const story = new Story(FROM_POD, mode, nextPort);
    story.rules(undefined);
    expect(await story.ask()).toBe('Silent');
    story.rules(dns([A]));
    // Nobody has answered it, so to the filter it is still new: nftables turns away whatever is left for a cluster IP there.
    expect(await story.ask()).toBe(mode === 'nftables' ? 'Refused' : 'Silent');
    expect(story.clean()).toBe(1);
    expect(await story.ask()).toContain('Answered by 10.0.2.31:8081');
  });

  test('a Service that had no endpoint leaves no flow behind: the next packet finds the endpoint', async () => {
    nextPort += 10;
    const story = new Story(FROM_POD, mode, nextPort);
    story.rules(dns([]));
    expect(await story.ask()).toBe('Refused');
    story.rules(dns([A]));
    expect(story.clean()).toBe(0);
    expect(await story.ask()).toContain('Answered by 10.0.2.31:8081');
  });
});
