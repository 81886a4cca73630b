/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidatePodSpec) */
import type { PodSpec, PodTemplateSpec, Toleration } from '../../../api/core/v1/pod.schema.ts';
import { validateIp } from './addresses.ts';
import { validateContainers } from './containers.ts';
import { type FieldError, forbiddenField, invalid, notSupported, required } from './field-error.ts';
import { validateLabels, validateSelector } from './labels.ts';
import { validateAnnotations } from './metadata.ts';
import {
  isDns1123Label,
  isDns1123Subdomain,
  isLabelValue,
  isQualifiedName,
  isSearchDomain,
  type NameRule,
} from './names.ts';
import { validateVolumes } from './volumes.ts';

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const MAX_INT32 = 2_147_483_647;

function choice(value: string | undefined, field: string, supported: readonly string[]): FieldError[] {
  if (!value) return [required(field)];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

function named(value: string | undefined, field: string, rule: NameRule): FieldError[] {
  return value ? rule(value).map((text) => invalid(field, value, text)) : [];
}

function validateDns({ dnsPolicy, dnsConfig }: PodSpec, field: string): FieldError[] {
  if (dnsPolicy === 'None' && !dnsConfig) {
    return [required(field, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  }
  if (!dnsConfig) return [];
  const { nameservers = [], searches = [], options = [] } = dnsConfig;
  const errors: FieldError[] = [];
  if (dnsPolicy === 'None' && nameservers.length === 0) {
    return [required(`${field}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
  }
  if (nameservers.length > 3) {
    errors.push(invalid(`${field}.nameservers`, nameservers, 'must not have more than 3 nameservers'));
  }
  errors.push(...nameservers.flatMap((server, index) => validateIp(server, `${field}.nameservers[${index}]`)));
  if (searches.length > 32) {
    errors.push(invalid(`${field}.searches`, searches, 'must not have more than 32 search paths'));
  }
  if (searches.join(' ').length > 2048) {
    const detail = 'must not have more than 2048 characters (including spaces) in the search list';
    errors.push(invalid(`${field}.searches`, searches, detail));
  }
  for (const [index, search] of searches.entries()) {
    const plain = search.endsWith('.') ? search.slice(0, -1) : search;
    if (search !== '.') errors.push(...named(plain, `${field}.searches[${index}]`, isSearchDomain));
  }
  for (const [index, { name }] of options.entries()) {
    if (!name) errors.push(required(`${field}.options[${index}]`, 'must not be empty'));
  }
  return errors;
}

function validateTolerationOperator(toleration: Toleration, at: string): FieldError[] {
  const { operator = '', value = '' } = toleration;
  if (operator === '' || operator === 'Equal') {
    const problems = isLabelValue(value);
    return problems.length > 0 ? [invalid(`${at}.operator`, value, problems.join(';'))] : [];
  }
  if (operator !== 'Exists') return [notSupported(`${at}.operator`, operator, ['Equal', 'Exists'])];
  return value === '' ? [] : [invalid(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'")];
}

function validateToleration(toleration: Toleration, at: string): FieldError[] {
  const { key, operator, effect, tolerationSeconds } = toleration;
  const errors: FieldError[] = [];
  if (key) errors.push(...named(key, `${at}.key`, isQualifiedName));
  else if (operator !== 'Exists') {
    const sentence = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.push(invalid(`${at}.operator`, operator ?? '', sentence));
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    errors.push(invalid(`${at}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  }
  errors.push(...validateTolerationOperator(toleration, at));
  if (effect && !EFFECTS.includes(effect)) errors.push(notSupported(`${at}.effect`, effect, EFFECTS));
  return errors;
}

function validateSpread(spec: PodSpec, field: string): FieldError[] {
  return (spec.topologySpreadConstraints ?? []).flatMap((constraint, index) => {
    const at = `${field}[${index}]`;
    const errors: FieldError[] = [];
    if (constraint.maxSkew <= 0) errors.push(invalid(`${at}.maxSkew`, constraint.maxSkew, 'must be greater than zero'));
    if (!constraint.topologyKey) errors.push(required(`${at}.topologyKey`, 'can not be empty'));
    errors.push(
      ...choice(constraint.whenUnsatisfiable, `${at}.whenUnsatisfiable`, ['DoNotSchedule', 'ScheduleAnyway']),
    );
    return [...errors, ...validateSelector(constraint.labelSelector, `${at}.labelSelector`)];
  });
}

function validateNames(spec: PodSpec, field: string): FieldError[] {
  const { activeDeadlineSeconds: deadline } = spec;
  return [
    ...named(spec.serviceAccountName, `${field}.serviceAccountName`, isDns1123Subdomain),
    ...named(spec.nodeName, `${field}.nodeName`, isDns1123Subdomain),
    ...(deadline !== undefined && (deadline < 1 || deadline > MAX_INT32)
      ? [invalid(`${field}.activeDeadlineSeconds`, deadline, `must be between 1 and ${MAX_INT32}, inclusive`)]
      : []),
    ...named(spec.hostname, `${field}.hostname`, isDns1123Label),
    ...named(spec.subdomain, `${field}.subdomain`, isDns1123Label),
  ];
}

export function validatePodSpec(spec: PodSpec, field: string): FieldError[] {
  return [
    ...validateVolumes(spec.volumes, `${field}.volumes`),
    ...validateContainers(spec, field),
    ...choice(spec.restartPolicy, `${field}.restartPolicy`, RESTART_POLICIES),
    ...choice(spec.dnsPolicy, `${field}.dnsPolicy`, DNS_POLICIES),
    ...validateLabels(spec.nodeSelector, `${field}.nodeSelector`),
    ...validateDns(spec, `${field}.dnsConfig`),
    ...validateSpread(spec, `${field}.topologySpreadConstraints`),
    ...validateNames(spec, field),
    ...(spec.tolerations ?? []).flatMap((one, index) => validateToleration(one, `${field}.tolerations[${index}]`)),
    ...(spec.hostAliases ?? []).flatMap(({ ip, hostnames }, index) => [
      ...validateIp(ip, `${field}.hostAliases[${index}].ip`),
      ...(hostnames ?? []).flatMap((name, at) =>
        named(name, `${field}.hostAliases[${index}].hostnames[${at}]`, isDns1123Subdomain),
      ),
    ]),
  ];
}

export function validateTemplate(template: PodTemplateSpec | undefined, field: string): FieldError[] {
  if (!template) return [required(field)];
  return [
    ...validateLabels(template.metadata?.labels, `${field}.labels`),
    ...validateAnnotations(template.metadata?.annotations, `${field}.annotations`),
    ...validatePodSpec(template.spec, `${field}.spec`),
    ...(template.spec?.ephemeralContainers?.length
      ? [forbiddenField(`${field}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')]
      : []),
  ];
}
