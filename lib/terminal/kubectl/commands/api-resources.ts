import type { Command, Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { CommandError } from '../cli/errors.ts';
import { apiVersionOf, groupResource, type Resource } from '../client/discovery.ts';
import { compareText, type JsonObject } from '../json.ts';
import { prettyJson } from '../output/json.ts';
import { toKyaml } from '../output/kyaml.ts';
import { alignTabs, TABLE_TABS } from '../output/tabwriter.ts';
import { toYaml } from '../yaml/emit.ts';

const WORDS: readonly string[] = ['', 'name', 'wide'];
const OBJECTS: ReadonlyMap<string, (value: JsonObject) => string> = new Map([
  ['json', (value) => prettyJson(value, 'Declared')],
  ['yaml', toYaml],
  ['kyaml', (value) => toKyaml(value, 'Declared')],
]);

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

const unlessEmpty = (key: string, values: readonly string[]): JsonObject =>
  values.length > 0 ? { [key]: values } : {};

/** Models: metav1.APIResource, its fields in their order. */
const entryOf = (one: Resource): JsonObject => ({
  name: one.name,
  singularName: one.singular,
  namespaced: one.namespaced,
  ...(one.group === '' ? {} : { group: one.group }),
  version: one.version,
  kind: one.kind,
  verbs: one.verbs,
  ...unlessEmpty('shortNames', one.shortNames),
  ...unlessEmpty('categories', one.categories),
});

const listOf = (resources: readonly Resource[]): JsonObject => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: '',
  resources: resources.length > 0 ? resources.map(entryOf) : null,
});

function tableOf({ flags }: Invocation, resources: readonly Resource[]): string {
  const wide = flags.text('output') === 'wide';
  const names = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])];
  const header = flags.bool('no-headers') ? [] : [names.join('\t')];
  const lines = [...header, ...resources.map((resource) => rowOf(resource, wide))];
  return lines.length > 0 ? alignTabs(`${lines.join('\n')}\n`, TABLE_TABS) : '';
}

function run(invocation: Invocation): number {
  const { args, flags, io, path } = invocation;
  if (args.length > 0) throw usageHint(path, `unexpected arguments: [${args.join(' ')}]`);
  const output = flags.text('output');
  const printer = OBJECTS.get(output);
  if (!printer && !WORDS.includes(output))
    throw new CommandError(
      `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json,kyaml,name,wide,yaml`,
    );
  if (!['', 'name', 'kind'].includes(flags.text('sort-by')))
    throw new CommandError('--sort-by accepts only name or kind');
  const resources = select(invocation);
  if (printer) io.out(printer(listOf(resources)));
  else if (output === 'name') io.out(resources.map((resource) => `${groupResource(resource)}\n`).join(''));
  else io.out(tableOf(invocation, resources));
  return 0;
}

export const apiResourcesCommand: Command = { name: 'api-resources', run };
