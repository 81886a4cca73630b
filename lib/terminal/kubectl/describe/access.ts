/** Roles and bindings. Models: https://github.com/kubernetes/kubectl/blob/v0.35.0/pkg/describe/describe.go, pkg/util/rbac/rbac.go */
import { type Json, type JsonObject, list, object, text } from '../json.ts';
import { type Describer, nameOf } from './describer.ts';
import { type Writer, writeAnnotations, writeLabels } from './writer.ts';

interface Rule {
  readonly verbs: readonly string[];
  readonly group: string | undefined;
  readonly resource: string | undefined;
  readonly names: readonly string[];
  readonly urls: readonly string[];
}

const words = (rule: Json, key: string): string[] => list(rule, key).map(String);

/** One rule for each combination that it spells out, one verb in each. */
function breakDown(rule: Json): Rule[] {
  const [names, urls] = [words(rule, 'resourceNames'), words(rule, 'nonResourceURLs')];
  const each = names.length > 0 ? names.map((name) => [name]) : [[]];
  const verbs = words(rule, 'verbs');
  return [
    ...words(rule, 'apiGroups').flatMap((group) =>
      words(rule, 'resources').flatMap((resource) =>
        verbs.flatMap((verb) => each.map((one) => ({ verbs: [verb], group, resource, names: one, urls: [] }))),
      ),
    ),
    ...urls.flatMap((url) =>
      verbs.map((verb) => ({ verbs: [verb], group: undefined, resource: undefined, names: [], urls: [url] })),
    ),
  ];
}

/** Rules about one resource become one again. */
function compact(rules: readonly Rule[]): Rule[] {
  const byResource = new Map<string, Rule>();
  const others: Rule[] = [];
  for (const rule of rules) {
    if (rule.resource === undefined) {
      others.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.group, rule.resource, rule.names]);
    const known = byResource.get(key);
    byResource.set(key, known ? { ...known, verbs: [...known.verbs, ...rule.verbs] } : rule);
  }
  return [...others, ...byResource.values()];
}

/** As the original sorts: by the text of the whole struct, verbs first. */
function sortKey({ verbs, group, resource, names, urls }: Rule): string {
  const plain = (values: readonly (string | undefined)[]) => values.filter((one) => one !== undefined).join(' ');
  return `Verbs:[${plain(verbs)}],APIGroups:[${plain([group])}],Resources:[${plain([resource])}],ResourceNames:[${plain(names)}],NonResourceURLs:[${plain(urls)}],`;
}

/** `deployments.apps/scale` */
function resourceText({ group, resource }: Rule): string {
  if (resource === undefined) return '';
  const slash = resource.indexOf('/');
  const [name, sub] = slash < 0 ? [resource, ''] : [resource.slice(0, slash), resource.slice(slash)];
  return `${name}${group ? `.${group}` : ''}${sub}`;
}

function writeHead(w: Writer, value: JsonObject): void {
  w.field('Name', nameOf(value));
  writeLabels(w, 'Labels', object(value, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(value, 'metadata', 'annotations'));
}

export const describeRole: Describer = (w, role) => {
  writeHead(w, role);
  w.line(0, 'PolicyRule:');
  w.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
  w.line(1, '---------\t-----------------\t--------------\t-----');
  const rules = compact(list(role, 'rules').flatMap(breakDown)).map((rule) => ({ rule, key: sortKey(rule) }));
  for (const { rule } of rules.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))) {
    const lists = [rule.urls, rule.names, rule.verbs].map((one) => `[${one.join(' ')}]`);
    w.line(1, [resourceText(rule), ...lists].join('\t'));
  }
};

export const describeRoleBinding: Describer = (w, binding) => {
  writeHead(w, binding);
  w.line(0, 'Role:');
  w.field('Kind', text(binding, 'roleRef', 'kind'), 1);
  w.field('Name', text(binding, 'roleRef', 'name'), 1);
  w.line(0, 'Subjects:');
  w.line(1, 'Kind\tName\tNamespace');
  w.line(1, '----\t----\t---------');
  for (const subject of list(binding, 'subjects')) {
    w.line(1, `${text(subject, 'kind')}\t${text(subject, 'name')}\t${text(subject, 'namespace')}`);
  }
};
