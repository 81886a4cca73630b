/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateServiceClusterIPsRelatedFields, validateUpgradeDowngradeClusterIPs) */
import type { ServiceSpec } from '../../../api/core/v1/service.schema.ts';
import { isIpv6, validateIp } from './addresses.ts';
import { duplicate, type FieldError, invalid, notSupported, required } from './field-error.ts';

const FAMILIES = ['IPv4', 'IPv6'];
const FAMILY_POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

export function isHeadless(spec: ServiceSpec): boolean {
  return spec.clusterIPs?.length === 1 && spec.clusterIPs[0] === 'None';
}

function validateSync({ clusterIP = '', clusterIPs = [] }: ServiceSpec): FieldError[] {
  const field = 'spec.clusterIPs';
  if (clusterIP === '') {
    return clusterIPs.length > 0 ? [invalid(field, clusterIPs, 'must be empty when `clusterIP` is not specified')] : [];
  }
  if (clusterIPs.length === 0) return [required(field)];
  return clusterIPs[0] === clusterIP ? [] : [invalid(field, clusterIPs, 'first value must match `clusterIP`')];
}

function validateAddresses({ clusterIPs = [], ipFamilies = [] }: ServiceSpec): FieldError[] {
  const field = 'spec.clusterIPs';
  const errors: FieldError[] = [];
  for (const [index, address] of clusterIPs.entries()) {
    if (index === 0 && address === 'None') {
      if (clusterIPs.length > 1) errors.push(invalid(field, clusterIPs, "'None' must be the first and only value"));
      continue;
    }
    errors.push(...validateIp(address, `${field}[${index}]`));
  }
  const bad = errors.length > 0;
  if (clusterIPs.length > 2) errors.push(invalid(field, clusterIPs, 'may only hold up to 2 values'));
  if (bad || clusterIPs[0] === 'None') return errors;
  const families = clusterIPs.map((address) => (isIpv6(address) ? 'IPv6' : 'IPv4'));
  if (families.length > 1 && new Set(families).size === 1) {
    errors.push(invalid(field, clusterIPs, 'may specify no more than one IP for each IP family'));
  }
  for (const [index, family] of families.entries()) {
    const wanted = ipFamilies[index] ?? family;
    if (!FAMILIES.includes(wanted) || wanted === family) continue;
    const detail = `expected an ${wanted} value as indicated by \`ipFamilies[${index}]\``;
    errors.push(invalid(`${field}[${index}]`, clusterIPs[index], detail));
  }
  return errors;
}

/** Addresses, their families and the policy; nothing of an external name. */
export function validateFamilies(spec: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const errors = validateSync(spec);
  const seen = new Set<string>();
  for (const [index, family] of (spec.ipFamilies ?? []).entries()) {
    if (!FAMILIES.includes(family)) errors.push(notSupported(`spec.ipFamilies[${index}]`, family, FAMILIES));
    if (seen.has(family)) errors.push(duplicate(`spec.ipFamilies[${index}]`, family));
    seen.add(family);
  }
  const { ipFamilyPolicy: policy } = spec;
  if (policy !== undefined && !FAMILY_POLICIES.includes(policy)) {
    errors.push(notSupported('spec.ipFamilyPolicy', policy, FAMILY_POLICIES));
  }
  return [...errors, ...validateAddresses(spec)];
}

/** The family of a Service stays what it was: said once for each that differs, always of the first. */
function validateSameFamilies(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (isHeadless(spec) || isHeadless(old)) return [];
  const [now, before] = [spec.ipFamilies ?? [], old.ipFamilies ?? []];
  const changed = now.length === before.length ? before.filter((family, index) => family !== now[index]) : [];
  return changed.map(() => invalid('spec.ipFamilies[0]', now, 'may not change once set'));
}

/** Addresses stay as they once were, unless the Service becomes or was an external name. */
export function validateNoSwap(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return [];
  return [...validateSameAddresses(spec, old), ...validateSameFamilies(spec, old)];
}

function validateSameAddresses(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (isHeadless(spec) && isHeadless(old)) return [];
  const [now, before] = [spec.clusterIPs ?? [], old.clusterIPs ?? []];
  if (now.length === before.length) {
    return before.flatMap((address, index) =>
      address === now[index] ? [] : [invalid(`spec.clusterIPs[${index}]`, now, 'may not change once set')],
    );
  }
  if (now.length === 0) return [invalid('spec.clusterIPs[0]', now, 'primary clusterIP can not be unset')];
  return now[0] === before[0] ? [] : [invalid('spec.clusterIPs[0]', now, 'may not change once set')];
}
