/** Command line of node-cache. Models: https://github.com/kubernetes/dns/blob/1.26.7/cmd/node-cache/main.go (parseAndValidateFlags) */
import { familyOf, isIp } from '../net/ip.ts';
import { parseFlags } from './flags.ts';
import { parseImage } from './image-name.ts';
import type { Process } from './workload.ts';

export interface NodeCacheFlags {
  readonly localIps: readonly string[];
  readonly interfaceName: string;
  readonly setupInterface: boolean;
  readonly setupIptables: boolean;
  readonly skipTeardown: boolean;
  /** How long after its start the rules are put in: as soon as its pid file is there, or with the first check. */
  readonly rulesAfterMs: number;
  readonly baseCorefile: string;
  readonly corefile: string;
  readonly pidFile: string;
  readonly kubeDnsDirectory: string;
  readonly upstreamService: string;
  readonly healthPort: number;
}

const IMAGE = /(^|\/)k8s-dns-node-cache$/;

const VALUES = [
  ...([
    'localip',
    'interfacename',
    'syncinterval',
    'metrics-listen-address',
    'basecorefile',
    'corefile',
    'conf',
  ] as const),
  ...(['kubednscm', 'upstreamsvc', 'health-port', 'pidfile', 'dns.port'] as const),
];
const SWITCHES = ['setupinterface', 'setupiptables', 'setupebtables', 'skipteardown', 'quiet'];

/** `waitForFile` looks once a second. */
const PID_FILE_MS = 1000;

export function isNodeCache(image: string): boolean {
  return IMAGE.test(parseImage(image).name);
}

/** A text: what it says before it ends. */
export function nodeCacheFlags({ argv }: Pick<Process, 'argv'>): NodeCacheFlags | string {
  const flags = parseFlags(argv.slice(1), { values: VALUES, switches: SWITCHES });
  const isOn = (name: string, fallback: boolean) => (flags.find(name) ?? String(fallback)) === 'true';
  const localIps = (flags.find('localip') ?? '').split(',');
  const wrong = localIps.find((address) => !isIp(address));
  if (wrong !== undefined) return `invalid localip specified - "${wrong}"`;
  const [first = ''] = localIps;
  const other = localIps.find((address) => familyOf(address) !== familyOf(first));
  if (other !== undefined) {
    return `unexpected IP Family for localIP - "${other}", want IPv6=${familyOf(first) === 'IPv6'}`;
  }
  const pidFile = flags.find('pidfile') ?? '';
  const intervalMs = Number(flags.find('syncinterval') ?? 60) * 1000;
  return {
    localIps,
    interfaceName: flags.find('interfacename') ?? 'nodelocaldns',
    setupInterface: isOn('setupinterface', true),
    setupIptables: isOn('setupiptables', true),
    skipTeardown: isOn('skipteardown', false),
    rulesAfterMs: pidFile === '' ? intervalMs : PID_FILE_MS,
    baseCorefile: flags.find('basecorefile') ?? '/etc/coredns/Corefile.base',
    corefile: flags.find('conf') ?? flags.find('corefile') ?? '/etc/Corefile',
    pidFile,
    kubeDnsDirectory: flags.find('kubednscm') ?? '/etc/kube-dns',
    upstreamService: flags.find('upstreamsvc') ?? 'kube-dns',
    healthPort: flags.port('health-port', 8080),
  };
}
