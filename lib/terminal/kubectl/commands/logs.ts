import type { ApiWatch } from '../../../world/apiserver/request.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { CommandError, isNotFound, StatusError } from '../cli/errors.ts';
import { waitUntil } from '../cli/wait-loop.ts';
import type { Query } from '../client/api.ts';
import { pathOf } from '../client/discovery.ts';
import { allContainerNames, containerNames, defaultContainer, getTarget, podsOf } from '../client/pods.ts';
import { listItems } from '../client/resources.ts';
import { parseTime } from '../describe/time.ts';
import { at, type JsonObject, list, text } from '../json.ts';

const USAGE = `expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.
POD or TYPE/NAME is a required argument for the logs command`;

/** The log of one container. */
interface Source {
  readonly pod: string;
  readonly container: string;
  readonly path: string;
}

function checkFlags({ flags, args, path }: Invocation): void {
  const selector = flags.text('selector');
  if (selector === '' && (args.length === 0 || args.length > 2)) throw usageHint(path, USAGE);
  if (selector !== '' && args.length > 0) throw usageHint(path, 'only a selector (-l) or a POD name is allowed');
  const container = flags.text('container') || args[1];
  if (flags.bool('all-containers') && container)
    throw new CommandError(`--all-containers=true should not be specified with container name ${container}`);
  if (flags.text('since-time') !== '' && flags.duration('since') !== 0)
    throw new CommandError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  const sinceTime = flags.text('since-time');
  if (sinceTime !== '' && parseTime(sinceTime) === undefined)
    throw new CommandError(
      `parsing time ${JSON.stringify(sinceTime)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(sinceTime)} as "2006"`,
    );
  if (flags.int('tail') < -1) throw new CommandError('--tail must be greater than or equal to -1');
  if (flags.bool('follow') && flags.bool('previous'))
    throw new CommandError('only one of follow (-f) or previous (-p) is allowed');
}

function queryOf({ flags }: Invocation): Query {
  const tail = flags.int('tail');
  const chosenTail = tail === -1 && flags.text('selector') !== '' && !flags.changed('tail') ? 10 : tail;
  const since = flags.duration('since');
  const limit = flags.int('limit-bytes');
  return {
    follow: flags.bool('follow') ? 'true' : undefined,
    limitBytes: limit > 0 ? String(limit) : undefined,
    previous: flags.bool('previous') ? 'true' : undefined,
    sinceSeconds: since > 0 ? String(Math.ceil(since / 1000)) : undefined,
    sinceTime: flags.text('since-time') || undefined,
    tailLines: chosenTail === -1 ? undefined : String(chosenTail),
    timestamps: flags.bool('timestamps') ? 'true' : undefined,
  };
}

/** A target that is not there is told in the words of `kubectl logs`. */
function findTarget(invocation: Invocation, argument: string): JsonObject {
  try {
    return getTarget(invocation, argument);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new CommandError(
      `error from server (NotFound): ${error.message} in namespace ${JSON.stringify(invocation.namespace)}`,
    );
  }
}

function targetPods(invocation: Invocation): JsonObject[] {
  const { api, discovery, flags, args, io, namespace } = invocation;
  const selector = flags.text('selector');
  if (selector !== '') {
    const resource = discovery.get('pods');
    return listItems(api.object(pathOf(resource, namespace), { labelSelector: selector }), resource);
  }
  const pods = podsOf(invocation, findTarget(invocation, args[0] ?? ''), 'get the logs from');
  const [first] = pods;
  if (!first) throw new CommandError('timed out waiting for the condition');
  if (flags.bool('all-pods')) return pods;
  if (pods.length > 1) io.err(`Found ${pods.length} pods, using pod/${text(first, 'metadata', 'name')}\n`);
  return [first];
}

function sourcesOf(invocation: Invocation, pod: JsonObject): Source[] {
  const { discovery, flags, args, io } = invocation;
  const name = text(pod, 'metadata', 'name');
  const path = pathOf(discovery.get('pods'), text(pod, 'metadata', 'namespace'), name, 'log');
  const source = (container: string): Source => ({ pod: name, container, path });
  if (flags.bool('all-containers') || flags.bool('all-pods')) {
    const own = containerNames(pod);
    const all = allContainerNames(pod);
    return [...all.filter((one) => !own.includes(one)), ...own].map(source);
  }
  const given = flags.text('container') || args[1];
  if (given) {
    if (!allContainerNames(pod).includes(given))
      throw new CommandError(`container ${given} is not valid for pod ${name}`);
    return [source(given)];
  }
  const { container, note } = defaultContainer(pod);
  io.err(note);
  return [source(container)];
}

function withPrefix({ flags }: Invocation, source: Source, log: string): string {
  if (!flags.bool('prefix') && !flags.bool('all-pods')) return log;
  const lines = log.endsWith('\n') ? log.slice(0, -1).split('\n') : log.split('\n');
  return log === '' ? '' : lines.map((line) => `[pod/${source.pod}/${source.container}] ${line}\n`).join('');
}

function printOnce(invocation: Invocation, sources: readonly Source[], query: Query): void {
  const { api, flags, io } = invocation;
  for (const source of sources) {
    try {
      const log = api.get(source.path, { container: source.container, ...query }, '*/*');
      io.out(withPrefix(invocation, source, typeof log === 'string' ? log : ''));
    } catch (error) {
      if (!(error instanceof StatusError) || !flags.bool('ignore-errors')) throw error;
      io.err(`error: ${error.message}\n`);
    }
  }
}

/** True when no container of the sources runs any more, so that nothing more will be written. */
function allEnded(invocation: Invocation, sources: readonly Source[]): boolean {
  return sources.every(({ path, container }) => {
    try {
      const pod = invocation.api.object(path.slice(0, -'/log'.length));
      const statuses = ['containerStatuses', 'initContainerStatuses'].flatMap((key) => list(pod, 'status', key));
      const status = statuses.find((one) => text(one, 'name') === container);
      return at(status, 'state', 'terminated') !== undefined;
    } catch (error) {
      if (isNotFound(error)) return true;
      throw error;
    }
  });
}

async function follow(invocation: Invocation, sources: readonly Source[], query: Query): Promise<number> {
  const { api, io } = invocation;
  const streams: { source: Source; watch: ApiWatch }[] = sources.map((source) => ({
    source,
    watch: api.stream(source.path, { container: source.container, ...query }, '*/*'),
  }));
  const drain = () => {
    for (const { source, watch } of streams)
      for (const event of watch.drain()) io.out(withPrefix(invocation, source, String(event.object)));
  };
  try {
    for (;;) {
      drain();
      if (allEnded(invocation, sources)) return 0;
      const next = await io.clock.next('follow');
      if (next === 'interrupted' || io.interrupted()) return 1;
      if (next === 'idle') return 0;
    }
  } finally {
    for (const { watch } of streams) watch.close();
  }
}

/** A pod that is still being made is waited for, as long as `--pod-running-timeout` says. */
async function waitForContainers(invocation: Invocation, argument: string): Promise<void> {
  const limit = invocation.flags.duration('pod-running-timeout');
  const some = () => podsOf(invocation, findTarget(invocation, argument), 'get the logs from').length > 0;
  const waited = await waitUntil(invocation.io, limit, some);
  if (waited !== 'Done') throw new CommandError('timed out waiting for the condition');
}

async function run(invocation: Invocation): Promise<number> {
  const { flags, args, io, namespace } = invocation;
  checkFlags(invocation);
  if (args[0]?.includes('/')) await waitForContainers(invocation, args[0]);
  const pods = targetPods(invocation);
  if (pods.length === 0) {
    io.err(`No resources found in ${namespace} namespace.\n`);
    return 0;
  }
  const sources = pods.flatMap((pod) => sourcesOf(invocation, pod));
  const query = queryOf(invocation);
  if (!flags.bool('follow')) {
    printOnce(invocation, sources, query);
    return 0;
  }
  const most = flags.int('max-log-requests');
  if (sources.length > most)
    throw new CommandError(
      `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`,
    );
  return follow(invocation, sources, query);
}

export const logsCommand: Command = {
  name: 'logs',
  unmodelled: ['insecure-skip-tls-verify-backend'],
  completes: 'Pods',
  run,
};
