import { typed } from '../change/modify.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, isNotFound, throwAll } from '../cli/errors.ts';
import { waitUntil } from '../cli/wait-loop.ts';
import { fetchObjects, type Info, infoPath, selectResources } from '../client/resources.ts';
import { type JsonObject, list, number, text } from '../json.ts';
import { relaxedTemplate } from '../output/jsonpath.ts';
import { findAll, valueText } from '../output/jsonpath-eval.ts';
import { findPrinter, resultLine } from '../output/printer.ts';

/** What is waited for, as a question about the object as it is now (undefined: it is not there). */
interface Awaited {
  readonly kind: 'Created' | 'Deleted' | 'Holds';
  holds(object: JsonObject): boolean;
}

function condition(expression: string): Awaited {
  const [name = '', wanted = 'true'] = expression.split('=');
  return {
    kind: 'Holds',
    holds: (object) => {
      const found = list(object, 'status', 'conditions').find(
        (one) => text(one, 'type').toLowerCase() === name.toLowerCase(),
      );
      const [observed, generation] = [number(found, 'observedGeneration'), number(object, 'metadata', 'generation')];
      if (found === undefined || (observed !== undefined && generation !== undefined && observed < generation))
        return false;
      return text(found, 'status').toLowerCase() === wanted.toLowerCase();
    },
  };
}

/** `'{.status.phase}'=Running`, `{.status.podIP}`. */
function jsonpath(expression: string): Awaited {
  const close = expression.startsWith("'") ? expression.indexOf("'", 1) : -1;
  const bare = close > 0 ? expression.slice(1, close) + expression.slice(close + 1) : expression;
  const end = bare.lastIndexOf('}=');
  const equals = end >= 0 ? end + 1 : bare.startsWith('{') ? -1 : bare.indexOf('=');
  const path = equals < 0 ? bare : bare.slice(0, equals);
  const wanted = equals < 0 ? undefined : bare.slice(equals + 1).replace(/^(['"])(.*)\1$/, '$2');
  if (wanted === '') throw new CommandError('jsonpath wait has to have a value after equal sign');
  const template = relaxedTemplate(path);
  return {
    kind: 'Holds',
    holds: (object) => {
      const found = findAll(template, object, { allowMissing: true });
      const [value] = found;
      if (value === undefined) return false;
      if (found.length > 1) throw new CommandError('given jsonpath expression matches more than one value');
      if (wanted === undefined) return true;
      if (typeof value === 'object')
        throw new CommandError('jsonpath leads to a nested object or list which is not supported');
      return valueText(value).trim() === wanted;
    },
  };
}

function parseFor(expression: string): Awaited {
  const never = () => false;
  if (expression.toLowerCase() === 'delete') return { kind: 'Deleted', holds: never };
  if (expression.toLowerCase() === 'create') return { kind: 'Created', holds: () => true };
  if (expression.startsWith('condition=')) return condition(expression.slice('condition='.length));
  if (expression.startsWith('jsonpath=')) return jsonpath(expression.slice('jsonpath='.length));
  throw new CommandError(`unrecognized condition: ${JSON.stringify(expression)}`);
}

function readNow({ api }: Invocation, info: Info): JsonObject | undefined {
  try {
    return typed(info, api.object(infoPath(info)));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** True when it is so now. An object that went away fails the wait, unless that is what is waited for. */
function isMet(awaited: Awaited, info: Info, object: JsonObject | undefined): boolean {
  if (awaited.kind === 'Deleted')
    return object === undefined || text(object, 'metadata', 'uid') !== text(info.object, 'metadata', 'uid');
  return object !== undefined && awaited.holds(object);
}

/** All of them share one time limit, as they do in kubectl. */
async function waitFor(invocation: Invocation, awaited: Awaited, info: Info, deadline: number): Promise<number> {
  const { io, flags } = invocation;
  const subject = `${info.resource.name}/${info.name}`;
  let last: JsonObject | undefined = info.object;
  const look = () => {
    const now = readNow(invocation, info);
    if (now !== undefined) last = now;
    if (now === undefined && awaited.kind === 'Holds')
      throw new CommandError(`timed out waiting for the condition on ${subject}`);
    return isMet(awaited, info, now);
  };
  const left = Math.max(0, deadline - io.clock.nowMs());
  const zero = flags.duration('timeout') === 0;
  const waited = zero ? (look() ? 'Done' : 'TimedOut') : await waitUntil(io, left, look);
  if (waited === 'Interrupted') return 1;
  if (waited === 'TimedOut')
    throw new CommandError(
      zero ? `condition not met for ${subject}` : `timed out waiting for the condition on ${subject}`,
    );
  const printer = findPrinter(invocation);
  const value = last ?? typed(info, { metadata: { name: info.name } });
  io.out(printer ? printer(value) : resultLine(value, 'condition met', 'none'));
  return 0;
}

const WEEK_MS = 7 * 24 * 3_600_000;

/** The objects; for `--for=delete` those that are gone already are no failure, for `create` they are still to come. */
async function findWaited(
  invocation: Invocation,
  awaited: Awaited,
  deadline: number,
): Promise<{ infos: readonly Info[]; errors: Error[] }> {
  const { args, flags, io } = invocation;
  const selection = selectResources(invocation, flags, args, { bareTypes: false });
  if (awaited.kind === 'Created' && selection.kind === 'objects')
    return { infos: selection.infos, errors: [...selection.errors] };
  const found = fetchObjects(invocation, selection);
  if (awaited.kind === 'Deleted') return { ...found, errors: found.errors.filter((error) => !isNotFound(error)) };
  if (awaited.kind !== 'Created' || found.infos.length > 0) return found;
  let infos: Info[] = [];
  await waitUntil(io, Math.max(0, deadline - io.clock.nowMs()), () => {
    infos = fetchObjects(invocation, selection).infos;
    return infos.length > 0;
  });
  return { infos, errors: [] };
}

async function run(invocation: Invocation): Promise<number> {
  const { flags, io } = invocation;
  const awaited = parseFor(flags.list('for').at(-1) ?? flags.text('for'));
  const limit = flags.duration('timeout');
  const deadline = io.clock.nowMs() + (limit < 0 ? WEEK_MS : limit);
  const { infos, errors } = await findWaited(invocation, awaited, deadline);
  const failures = [...errors];
  if (infos.length === 0 && failures.length === 0 && awaited.kind !== 'Deleted')
    throw new CommandError('no matching resources found');
  for (const info of infos) {
    try {
      const code = await waitFor(invocation, awaited, info, deadline);
      if (code !== 0) return code;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failures.push(error);
    }
  }
  throwAll(failures);
  return 0;
}

export const waitCommand: Command = {
  name: 'wait',
  unmodelled: ['local'],
  completes: 'TypeThenNames',
  run,
};
