import type { Command, Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { CommandError, notModelled } from '../cli/errors.ts';
import { apiVersionOf, groupResource, type Resource } from '../client/discovery.ts';
import { compareText } from '../json.ts';
import { alignTabs, TABLE_TABS } from '../output/tabwriter.ts';

function select({ discovery, flags }: Invocation): Resource[] {
  const verbs = flags.list('verbs');
  const categories = flags.list('categories');
  const chosen = discovery
    .list()
    .filter((one) => !flags.changed('api-group') || one.group === flags.text('api-group'))
    .filter((one) => !flags.changed('namespaced') || one.namespaced === flags.bool('namespaced'))
    .filter((one) => verbs.every((verb) => one.verbs.includes(verb)))
    .filter((one) => categories.every((category) => one.categories.includes(category)));
  const order = flags.text('sort-by');
  if (order === 'name') return chosen.sort((a, b) => compareText(a.name, b.name));
  if (order === 'kind') return chosen.sort((a, b) => compareText(a.kind, b.kind));
  return chosen.sort((a, b) => compareText(a.group, b.group) || compareText(a.name, b.name));
}

function rowOf(resource: Resource, wide: boolean): string {
  const { name, shortNames, namespaced, kind, verbs, categories } = resource;
  const cells = [name, shortNames.join(','), apiVersionOf(resource), String(namespaced), kind];
  return [...cells, ...(wide ? [verbs.join(','), categories.join(',')] : [])].join('\t');
}

function run(invocation: Invocation): number {
  const { args, flags, io, path } = invocation;
  if (args.length > 0) throw usageHint(path, `unexpected arguments: [${args.join(' ')}]`);
  const output = flags.text('output');
  if (!['', 'name', 'wide'].includes(output)) throw notModelled(`-o ${output}`);
  if (!['', 'name', 'kind'].includes(flags.text('sort-by')))
    throw new CommandError('--sort-by accepts only name or kind');
  const resources = select(invocation);
  if (output === 'name') {
    io.out(resources.map((resource) => `${groupResource(resource)}\n`).join(''));
    return 0;
  }
  const names = [
    'NAME',
    'SHORTNAMES',
    'APIVERSION',
    'NAMESPACED',
    'KIND',
    ...(output === 'wide' ? ['VERBS', 'CATEGORIES'] : []),
  ];
  const header = flags.bool('no-headers') ? [] : [names.join('\t')];
  const lines = [...header, ...resources.map((resource) => rowOf(resource, output === 'wide'))];
  if (lines.length > 0) io.out(alignTabs(`${lines.join('\n')}\n`, TABLE_TABS));
  return 0;
}

export const apiResourcesCommand: Command = {
  name: 'api-resources',
  unmodelled: ['cached', 'show-managed-fields'],
  run,
};
