/**
 * What `kubectl attach` meets in a container: the command of one that waits for its input, which then runs for who
 * attaches, or the log of any other, from now on.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet_pods.go (GetAttach)
 * Differs: two who attach to a container that waits for its input run its command twice.
 */
import { attachedWords } from '../world/workloads/attached.ts';
import type { Client } from './port.ts';
import { badRequest, type Refusal } from './status.ts';

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly stdin?: boolean;
  readonly stdinOnce?: boolean;
  readonly tty?: boolean;
}

type Status = { readonly name: string; readonly state?: { readonly running?: object } };

interface PodView {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly ephemeralContainers?: readonly Container[];
  };
  readonly status?: {
    readonly containerStatuses?: readonly Status[];
    readonly initContainerStatuses?: readonly Status[];
    readonly ephemeralContainerStatuses?: readonly Status[];
  };
}

/** `Command` runs with the input of who attaches; `Log` only tells. */
export type Attachment =
  | { readonly kind: 'Command'; readonly container: string; readonly argv: readonly string[]; readonly tty: boolean }
  | { readonly kind: 'Log'; readonly container: string }
  | { readonly kind: 'Refused'; readonly refusal: Refusal };

/** `text` is the pod as the API gave it; `wanted` the name of the container, or nothing for the first. */
export function attachmentOf(text: string, wanted: string | null): Attachment {
  const { metadata, spec, status } = JSON.parse(text) as PodView;
  const all = [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])];
  if (!wanted && spec.containers.length > 1) {
    const choices = spec.containers.map(({ name }) => name).join(' ');
    return refused(
      badRequest(`a container name must be specified for pod ${metadata.name}, choose one of: [${choices}]`),
    );
  }
  const container = wanted ? all.find(({ name }) => name === wanted) : all[0];
  if (!container) return refused(badRequest(`container ${wanted} is not valid for pod ${metadata.name}`));
  const { name } = container;
  const statuses = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  if (!statuses.find((one) => one.name === name)?.state?.running) {
    const message = `Internal error occurred: error attaching to container: container ${name} is not running`;
    return refused({ code: 500, reason: 'InternalError', message });
  }
  const argv = attachedWords(container);
  if (argv.length === 0) return { kind: 'Log', container: name };
  return { kind: 'Command', container: name, argv, tty: container.tty === true };
}

function refused(refusal: Refusal): Attachment {
  return { kind: 'Refused', refusal };
}

/** Tells the kubelet how the command of a container ended. */
export async function tellEnd(
  client: Client,
  cluster: string,
  podPath: string,
  container: string,
  exitCode: number,
): Promise<void> {
  const query = { container, exited: String(Math.max(0, exitCode)) };
  await client.request(cluster, { method: 'POST', path: `${podPath}/exec`, query });
}
