import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, isNotFound, throwAll } from '../cli/errors.ts';
import { apiVersionOf, pathOf } from '../client/discovery.ts';
import { fetchObjects, type Info, infoOf, listItems, type Selection, selectResources } from '../client/resources.ts';
import { DESCRIBERS } from '../describe/describers.ts';
import { describeAny } from '../describe/generic.ts';
import { Writer } from '../describe/writer.ts';

const REQUIRED = `You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.`;

function page(invocation: Invocation, info: Info): string {
  const { kind, group } = info.resource;
  // A kind that kubectl does not know is shown field by field: custom resources.
  const describer = DESCRIBERS[group === '' ? kind : `${kind}.${group}`] ?? describeAny;
  const { api, io, flags } = invocation;
  const w = new Writer();
  const nowMs = io.clock.epochMs + io.clock.nowMs();
  const whole = { apiVersion: apiVersionOf(info.resource), kind, ...info.object };
  describer(w, whole, { api, nowMs, showEvents: flags.bool('show-events') });
  return w.toString();
}

/** A name that is not there may be the beginning of others. */
function withPrefix({ api }: Invocation, info: Info): Info[] {
  const items = listItems(api.object(pathOf(info.resource, info.namespace)), info.resource);
  return items.map((object) => infoOf(info.resource, object)).filter((one) => one.name.startsWith(info.name));
}

/** Fetches by name; alone, a name that is not there may stand for all that begin with it. */
function fetchNamed(
  invocation: Invocation,
  selection: Extract<Selection, { kind: 'objects' }>,
): { infos: Info[]; errors: Error[]; similar: Info[] } {
  const fetched = fetchObjects(invocation, selection);
  const [wanted, second] = selection.infos;
  const [failure] = fetched.errors;
  if (!wanted || second || !isNotFound(failure) || selection.from === 'Files') return { ...fetched, similar: [] };
  const similar = withPrefix(invocation, wanted);
  return { infos: [], errors: similar.length > 0 ? [] : fetched.errors, similar };
}

function run(invocation: Invocation): number {
  const { flags, args, io } = invocation;
  if (args.length === 0 && flags.list('filename').length === 0) throw new CommandError(REQUIRED);
  const selection = selectResources(invocation, flags, args, { bareTypes: true });
  const { infos, errors, similar } =
    selection.kind === 'objects'
      ? fetchNamed(invocation, selection)
      : { ...fetchObjects(invocation, selection), similar: [] };
  infos.forEach((info, index) => {
    io.out(`${index === 0 ? '' : '\n\n'}${page(invocation, info)}`);
  });
  for (const info of similar) io.out(`${page(invocation, info)}\n`);
  if (infos.length + similar.length === 0 && errors.length === 0)
    io.err(
      flags.bool('all-namespaces')
        ? 'No resources found\n'
        : `No resources found in ${invocation.namespace} namespace.\n`,
    );
  throwAll(errors);
  return 0;
}

export const describeCommand: Command = {
  name: 'describe',
  unmodelled: ['kustomize'],
  completes: 'TypeThenNames',
  run,
};
