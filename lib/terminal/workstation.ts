/** Where a learner sits: a machine outside the cluster with kubectl, and the ways from there into pods and nodes. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Place } from '../world/dataplane/trace.ts';
import type { WorldAccess } from './access.ts';
import { containerOf } from './container.ts';
import type { ContextOption } from './kubectl/config/kubeconfig.ts';
import { kubectl } from './kubectl/kubectl.ts';
import { nodeMachine } from './node.ts';
import type { Surroundings } from './shell/shell.ts';
import { ssh } from './ssh.ts';
import type { Files, Tool } from './tool.ts';
import { traceTool } from './trace-tool.ts';

export const HOME = '/home/learner';

const FIRST_SERVER = 'https://5C1E94D07AB3F2680D3B7C6A9E1F4482.gr7.us-west-2.eks.amazonaws.com';

/** One for each cluster. Models: `aws eks update-kubeconfig --alias NAME`. */
function contextsOf(access: WorldAccess): readonly ContextOption[] {
  return access.clusterNames().map((name, index) => ({
    name,
    cluster: name,
    user: 'learner',
    server: index === 0 ? FIRST_SERVER : serverOf(name),
  }));
}

function serverOf(name: string): string {
  const id = bytesToHex(sha256(utf8ToBytes(name)))
    .slice(0, 32)
    .toUpperCase();
  return `https://${id}.gr7.us-west-2.eks.amazonaws.com`;
}

/** The learner's machine. `labTools` are the words of the lab itself; empty outside one. */
export function workstation(access: WorldAccess, files: Files, labTools: readonly Tool[]): Surroundings {
  return {
    files,
    tools: [
      kubectl({ request: (cluster, request) => access.request(cluster, request), contexts: contextsOf(access) }),
      ssh(access),
      traceTool(() => access.fork()),
      ...labTools,
    ],
    user: 'learner',
    uid: 1000,
    hostname: 'workstation',
    home: HOME,
    env: { TERM: 'xterm-256color', LANG: 'C.UTF-8' },
    shell: 'bash',
  };
}

/** A container or a node, as `kubectl exec` and `ssh` enter it; undefined where no process can be started. */
export function enterPlace(access: WorldAccess, place: Place): Surroundings | undefined {
  if ('pod' in place) return containerOf(access, place);
  if ('node' in place) return nodeMachine(access, place);
  return undefined;
}
