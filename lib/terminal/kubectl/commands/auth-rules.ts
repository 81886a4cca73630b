/** What rules of roles allow, taken apart. Models: k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go */
import { type JsonObject, list } from '../json.ts';

export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

export const readRules = (role: JsonObject): Rule[] =>
  list(role, 'rules').map((rule) => {
    const texts = (key: string) => list(rule, key).map(String);
    return {
      verbs: texts('verbs'),
      apiGroups: texts('apiGroups'),
      resources: texts('resources'),
      resourceNames: texts('resourceNames'),
      nonResourceURLs: texts('nonResourceURLs'),
    };
  });

const NOTHING: Rule = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };

/** One rule for each group, resource, verb and name, and for each path and verb. */
function takeApart(rule: Rule): Rule[] {
  const names = rule.resourceNames.length > 0 ? rule.resourceNames.map((name) => [name]) : [[]];
  const resources = rule.apiGroups.flatMap((group) =>
    rule.resources.flatMap((resource) =>
      rule.verbs.flatMap((verb) =>
        names.map((resourceNames) => ({
          ...NOTHING,
          apiGroups: [group],
          resources: [resource],
          verbs: [verb],
          resourceNames,
        })),
      ),
    ),
  );
  const urls = rule.nonResourceURLs.flatMap((url) =>
    rule.verbs.map((verb) => ({ ...NOTHING, nonResourceURLs: [url], verbs: [verb] })),
  );
  return [...resources, ...urls];
}

const includes = (all: readonly string[], wanted: readonly string[]): boolean =>
  all.includes('*') || wanted.every((one) => all.includes(one));

const coversResources = (owned: readonly string[], wanted: readonly string[]): boolean =>
  owned.includes('*') ||
  wanted.every((one) => owned.includes(one) || (one.includes('/') && owned.includes(`*/${one.split('/')[1]}`)));

const coversNames = (owned: readonly string[], wanted: readonly string[]): boolean =>
  owned.length === 0 || (wanted.length > 0 && wanted.every((one) => owned.includes(one)));

const coversUrls = (owned: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((url) => owned.some((one) => one === url || (one.endsWith('*') && url.startsWith(one.slice(0, -1)))));

const covers = (owner: Rule, part: Rule): boolean =>
  includes(owner.verbs, part.verbs) &&
  includes(owner.apiGroups, part.apiGroups) &&
  coversResources(owner.resources, part.resources) &&
  coversUrls(owner.nonResourceURLs, part.nonResourceURLs) &&
  coversNames(owner.resourceNames, part.resourceNames);

/** The parts of `wanted` that no rule of `owned` allows. */
export const missingRules = (owned: readonly Rule[], wanted: readonly Rule[]): Rule[] =>
  wanted.flatMap(takeApart).filter((part) => !owned.some((owner) => covers(owner, part)));
