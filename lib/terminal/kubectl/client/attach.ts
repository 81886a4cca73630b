/**
 * A person at the standard streams of a container that runs.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/kubectl/pkg/cmd/attach/attach.go
 * Differs: a command that waits for input runs when one attaches, in the container as it is; with it the container ends.
 */
import type { ApiWatch } from '../../../world/apiserver/request.ts';
import { attachedWords } from '../../../world/workloads/attached.ts';
import { NOT_STARTED } from '../../tool.ts';
import type { Session } from '../cli/command.ts';
import { isNotFound } from '../cli/errors.ts';
import { at, isObject, type JsonObject, list, text } from '../json.ts';
import { pathOf } from './discovery.ts';

export interface Attaching {
  readonly pod: JsonObject;
  readonly container: string;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
  /** The words to run; those that the container waits with when absent. */
  readonly words?: readonly string[];
  /** `Left`: nobody is to learn how the command ended, for the pod goes next. */
  readonly afterwards?: 'Told' | 'Left';
}

const containersOf = (pod: JsonObject): JsonObject[] =>
  ['containers', 'initContainers', 'ephemeralContainers'].flatMap((key) => list(pod, 'spec', key)).filter(isObject);

/** The container's status, whatever kind of container it is. */
export function statusOf(pod: JsonObject, container: string): JsonObject | undefined {
  const keys = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'];
  const all = keys.flatMap((key) => list(pod, 'status', key)).filter(isObject);
  return all.find((status) => text(status, 'name') === container);
}

const BANNER = `All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.
If you don't see a command prompt, try pressing enter.
`;

/** How it was to be attached, and how the command ended that ran meanwhile. */
export interface Attached {
  /** 130 is an interrupt, 1 a command that could not be started. */
  readonly code: number;
  readonly exitCode: number;
}

/** Resolves when the command or its output has ended. */
export async function attachTo(session: Session, attaching: Attaching): Promise<Attached> {
  const { io } = session;
  const { pod, container: name, stdin, quiet } = attaching;
  const container = containersOf(pod).find((one) => text(one, 'name') === name) ?? {};
  const tty = at(container, 'tty') === true;
  const say = (words: string) => {
    if (!quiet) io.err(words);
  };
  if (attaching.tty && !tty) say(`error: Unable to use a TTY - container ${name} did not allocate one\n`);
  const interactive = tty && stdin && io.stdinIsTerminal;
  if (tty && stdin && !interactive) say('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  say(BANNER);
  const own = stdin ? attachedWords(container as Parameters<typeof attachedWords>[0]) : [];
  const words = attaching.words ?? own;
  const attached =
    words.length > 0 ? await converse(session, attaching, words, interactive) : await listen(session, attaching);
  if (interactive && !quiet) io.out(sessionEnded(attaching));
  return attached;
}

function sessionEnded({ pod, container }: Attaching): string {
  const again = `'kubectl attach ${text(pod, 'metadata', 'name')} -c ${container} -i -t'`;
  return list(pod, 'spec', 'ephemeralContainers').some((one) => text(one, 'name') === container)
    ? `Session ended, the ephemeral container will not be restarted but may be reattached using ${again} if it is still running\n`
    : `Session ended, resume using ${again} command when the pod is running\n`;
}

const podPath = ({ discovery }: Session, pod: JsonObject): string =>
  pathOf(discovery.get('pods'), text(pod, 'metadata', 'namespace'), text(pod, 'metadata', 'name'));

async function converse(
  session: Session,
  { pod, container, stdin, afterwards }: Attaching,
  words: readonly string[],
  interactive: boolean,
): Promise<Attached> {
  const { io } = session;
  const [namespace, name] = [text(pod, 'metadata', 'namespace'), text(pod, 'metadata', 'name')];
  const place = { cluster: session.clusterName(), pod: { namespace, name, container } };
  const code = await io.runIn(place, words, { stdin: stdin ? io.stdin : '', interactive });
  if (afterwards !== 'Left') sayEnded(session, podPath(session, pod), container, Math.max(0, code));
  return code === NOT_STARTED ? { code: 1, exitCode: 0 } : { code: 0, exitCode: code };
}

/** The pod may be gone by then. */
function sayEnded({ api }: Session, path: string, container: string, exitCode: number): void {
  try {
    api.post(`${path}/exec`, {}, { container, exited: String(exitCode) });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** What the container writes from now on. */
async function listen(session: Session, { pod, container }: Attaching): Promise<Attached> {
  const { api, io } = session;
  const path = podPath(session, pod);
  const query = { container, follow: 'true', tailLines: '0' };
  const watch: ApiWatch = api.stream(`${path}/log`, query, '*/*');
  try {
    for (;;) {
      for (const event of watch.drain()) io.out(String(event.object));
      if (hasEnded(session, path, container)) return { code: 0, exitCode: 0 };
      const next = await io.clock.next('follow');
      if (next === 'interrupted' || io.interrupted()) return { code: 130, exitCode: 0 };
      if (next === 'idle') return { code: 0, exitCode: 0 };
    }
  } finally {
    watch.close();
  }
}

function hasEnded({ api }: Session, path: string, container: string): boolean {
  try {
    return at(statusOf(api.object(path), container), 'state', 'running') === undefined;
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
}
