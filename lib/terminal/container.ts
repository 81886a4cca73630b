/** Inside a container: its files, its environment, its network, and only the programs of its image. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { topologyOf } from '../world/dataplane/topology.ts';
import type { Place } from '../world/dataplane/trace.ts';
import { processOf } from '../world/workloads/process.ts';
import type { WorldAccess } from './access.ts';
import { findPrograms, missingProgram } from './images.ts';
import { networkTools } from './nettools/catalogue.ts';
import { refusedTools } from './nettools/refused.ts';
import { worldHost } from './nettools/world-host.ts';
import type { Surroundings } from './shell/shell.ts';
import { tar } from './tar.ts';
import { NOT_STARTED } from './tool.ts';

export type PodPlace = Extract<Place, { pod: unknown }>;

/** Undefined when there is no such pod or container. */
export function containerOf(access: WorldAccess, place: PodPlace): Surroundings | undefined {
  const cluster = access.cluster(place.cluster);
  const pod = topologyOf(cluster).podByName.get(`${place.pod.namespace}/${place.pod.name}`);
  const name = place.pod.container ?? pod?.spec.containers[0]?.name;
  if (!pod || name === undefined) return undefined;
  const { container, env } = processOf(cluster, pod, name);
  const programs = findPrograms(container.image ?? '');
  const hostname = pod.spec.hostNetwork ? (pod.spec.nodeName ?? '') : (pod.spec.hostname ?? pod.metadata.name);
  const id = bytesToHex(sha256(utf8ToBytes(`${pod.metadata.uid}/${name}/exec/${access.time.nowMs()}`)));
  return {
    files: access.files({ ...place, pod: { ...place.pod, container: name } }),
    tools: programs
      ? [
          ...networkTools(worldHost(access, place, hostname), programs.tools, programs.from ?? 'Distribution'),
          ...(programs.tar ? [tar(programs.tar)] : []),
          ...refusedTools(programs.refused),
        ]
      : [],
    user: programs?.user ?? 'root',
    uid: programs?.uid ?? 0,
    hostname,
    home: '/root',
    directory: '/',
    env: {
      ...Object.fromEntries(env),
      HOSTNAME: hostname,
      KUBERNETES_SERVICE_PORT: env.get('KUBERNETES_SERVICE_PORT') ?? '443',
    },
    shell: programs?.shell ?? 'sh',
    unknownCommand: (command) => ({ text: missingProgram(command, id), exitCode: NOT_STARTED }),
  };
}
