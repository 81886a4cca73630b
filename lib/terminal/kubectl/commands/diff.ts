/** `kubectl diff`: what an apply would change, by `diff -u -N` of two folders. */
import { compareLines, linesOf, unifiedText } from '../../line-diff.ts';
import { applyPatchOf } from '../change/apply-patch.ts';
import { typed } from '../change/modify.ts';
import { listPrunable } from '../change/prunable.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { CommandError, isNotFound, throwAll } from '../cli/errors.ts';
import { pathOf } from '../client/discovery.ts';
import { matchesLabels } from '../client/labels.ts';
import { type Info, infoPath, selectFiles } from '../client/resources.ts';
import { formatTime } from '../describe/time.ts';
import { isObject, type JsonObject, object, text, withValue } from '../json.ts';
import { toYaml } from '../yaml/emit.ts';

const CONTEXT_LINES = 3;

/** `apps.v1.Deployment.default.web`. */
function fileName({ resource, namespace, name }: Info): string {
  const group = resource.group === '' ? '' : `${resource.group}.`;
  return `${group}${resource.version}.${resource.kind}.${resource.namespaced ? namespace : ''}.${name}`;
}

function findLive({ api }: Invocation, info: Info): JsonObject | undefined {
  try {
    return typed(info, api.object(infoPath(info)));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The object as it would be: a dry run on the server. */
function merged({ api, flags }: Invocation, info: Info, live: JsonObject | undefined): JsonObject {
  const wanted = info.object ?? {};
  const query = { dryRun: 'All', fieldManager: flags.text('field-manager') };
  if (flags.bool('server-side')) {
    const force = String(flags.bool('force-conflicts'));
    return typed(info, api.patch(infoPath(info), 'apply', wanted, { ...query, force }));
  }
  if (!live) return typed(info, api.post(pathOf(info.resource, info.namespace), wanted, query));
  const metadata = object(wanted, 'metadata');
  const whole = { ...wanted, metadata: { ...metadata, annotations: object(metadata, 'annotations') } };
  const { type, patch } = applyPatchOf(info, whole, live);
  return Object.keys(patch).length === 0 ? live : typed(info, api.patch(infoPath(info), type, patch, query));
}

const MASK = '***';

/** Values of a Secret are never shown: only whether they differ. Models: the masker of diff.go */
function masked(value: JsonObject, other: JsonObject | undefined, side: 'before' | 'after'): JsonObject {
  if (text(value, 'kind') !== 'Secret' || !isObject(value.data)) return value;
  const others = object(other, 'data');
  const data = Object.entries(value.data).map(([key, inner]) => [
    key,
    others[key] === undefined || others[key] === inner ? MASK : `${MASK} (${side})`,
  ]);
  return { ...value, data: Object.fromEntries(data) as JsonObject };
}

interface Compared {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

function compareOne(invocation: Invocation, info: Info): Compared {
  const shown = (value: JsonObject | undefined) =>
    value && !invocation.flags.bool('show-managed-fields')
      ? withValue(value, ['metadata', 'managedFields'], undefined)
      : value;
  const live = shown(findLive(invocation, info));
  const after = shown(merged(invocation, info, live)) ?? {};
  const before = live ? toYaml(masked(live, after, 'before')) : '';
  return { name: fileName(info), before, after: toYaml(masked(after, live, 'after')) };
}

/** What an apply would delete is there before and not after. */
function comparePruned(invocation: Invocation, infos: readonly Info[]): Compared[] {
  const live = infos.map((info) => findLive(invocation, info) ?? info.object ?? {});
  return [...listPrunable(invocation, live)].map((info) => {
    const object = typed(info, info.object ?? {});
    return { name: fileName(info), before: toYaml(masked(object, undefined, 'before')), after: '' };
  });
}

/** Both folders lie under /tmp for as long as the command runs. */
function hunksOf({ name, before, after }: Compared, { io }: Invocation): string {
  const nowMs = io.clock.epochMs + io.clock.nowMs();
  const stamp = `${formatTime(nowMs).replace('T', ' ').replace('Z', '')}.${String(nowMs % 1000).padStart(3, '0')}000000 +0000`;
  const digits = String(Math.floor(nowMs / 10)).slice(-9);
  const [live, wanted] = [`/tmp/LIVE-${digits}/${name}`, `/tmp/MERGED-${digits}/${name}`];
  const [old, next] = [linesOf(before), linesOf(after)];
  const text = unifiedText(compareLines(old, next), old, next, CONTEXT_LINES);
  return `diff -u -N ${live} ${wanted}\n--- ${live}\t${stamp}\n+++ ${wanted}\t${stamp}\n${text}`;
}

function run(invocation: Invocation): number {
  const { args, flags, io, path } = invocation;
  if (args.length > 0) throw usageHint(path, `Unexpected args: [${args.join(' ')}]`);
  if (flags.list('filename').length === 0) throw new CommandError('must specify one of -f and -k');
  const { infos, errors } = selectFiles(invocation, flags);
  throwAll(errors);
  const chosen = infos.filter((info) => matchesLabels(info.object ?? {}, flags.text('selector')));
  const standing = chosen.map((info) => compareOne(invocation, info));
  const pruned = flags.bool('prune') ? comparePruned(invocation, chosen) : [];
  const compared = [...standing, ...pruned]
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  io.out(compared.map((one) => hunksOf(one, invocation)).join(''));
  return compared.length === 0 ? 0 : 1;
}

export const diffCommand: Command = {
  name: 'diff',
  unmodelled: ['kustomize'],
  failureCode: 2,
  run,
};
