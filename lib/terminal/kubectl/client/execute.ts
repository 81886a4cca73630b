/** Commands in containers, as `exec` and `cp` run them. */
import { NOT_STARTED } from '../../tool.ts';
import type { Session } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { type JsonObject, text } from '../json.ts';
import { pathOf } from './discovery.ts';
import { defaultContainer } from './pods.ts';

export interface Execution {
  readonly pod: JsonObject;
  /** Empty: the pod's default one. */
  readonly container: string;
  readonly words: readonly string[];
  /** Undefined where none is sent. */
  readonly stdin: string | undefined;
  readonly interactive: boolean;
  readonly quiet: boolean;
  out(text: string): void;
  err(text: string): void;
}

/** Resolves with the exit code, 1 where the runtime could not start it. Throws what the server answers. */
export async function execute(session: Session, execution: Execution): Promise<number> {
  const { api, discovery, io } = session;
  const { pod, words, stdin, interactive, quiet, out, err } = execution;
  const phase = text(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed')
    throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  const chosen = execution.container === '' ? defaultContainer(pod) : { container: execution.container, note: '' };
  if (!quiet) err(chosen.note);
  const [namespace, name] = [text(pod, 'metadata', 'namespace'), text(pod, 'metadata', 'name')];
  api.upgrade(pathOf(discovery.get('pods'), namespace, name, 'exec'), {
    container: chosen.container,
    command: words[0],
    stdin: stdin === undefined ? undefined : 'true',
    stdout: 'true',
    stderr: interactive ? undefined : 'true',
    tty: interactive ? 'true' : undefined,
  });
  const place = { cluster: session.clusterName(), pod: { namespace, name, container: chosen.container } };
  const code = await io.runIn(place, words, { stdin: stdin ?? '', interactive, out, err });
  if (code === NOT_STARTED) return 1;
  if (code !== 0) err(`command terminated with exit code ${code}\n`);
  return code;
}
