/** Where a learner sits: a machine outside the cluster with kubectl, and the ways from there into pods and nodes. */
import type { Place } from '../world/dataplane/trace.ts';
import type { WorldAccess } from './access.ts';
import { containerOf } from './container.ts';
import { kubectl } from './kubectl/kubectl.ts';
import { nodeMachine } from './node.ts';
import type { Surroundings } from './shell/shell.ts';
import { ssh } from './ssh.ts';
import type { Files, Tool } from './tool.ts';
import { traceTool } from './trace-tool.ts';

export const HOME = '/home/learner';

/** Models: `aws eks update-kubeconfig --alias main`. */
const CONTEXTS = [
  {
    name: 'main',
    cluster: 'main',
    user: 'learner',
    server: 'https://5C1E94D07AB3F2680D3B7C6A9E1F4482.gr7.us-west-2.eks.amazonaws.com',
  },
];

/** The learner's machine. `labTools` are the words of the lab itself; empty outside one. */
export function workstation(access: WorldAccess, files: Files, labTools: readonly Tool[]): Surroundings {
  return {
    files,
    tools: [
      kubectl({ request: (cluster, request) => access.request(cluster, request), contexts: CONTEXTS }),
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
