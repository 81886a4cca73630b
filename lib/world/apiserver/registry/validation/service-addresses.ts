/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateServiceClusterIPsRelatedFields, validateUpgradeDowngradeClusterIPs) */
import type { ServiceSpec } from '../../../api/core/v1/service.schema.ts';
import { familyOf } from '../../../net/ip.ts';
import { validateIp } from './addresses.ts';
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
  const families = clusterIPs.map(familyOf);
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

/** Addresses and families stay as they once were, but for a second one, unless the Service becomes or was an external name. */
export function validateNoSwap(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return [];
  const [now, before] = [isHeadless(spec), isHeadless(old)];
  const addresses = now && before ? [] : validateSame(spec, old, ADDRESSES);
  return now || before ? addresses : [...addresses, ...validateSame(spec, old, FAMILIES_OF)];
}

interface Listed {
  readonly field: string;
  readonly one: string;
  /** The index that an error about the n-th value names. */
  at(index: number): number;
  of(spec: ServiceSpec): readonly string[];
}

const ADDRESSES: Listed = {
  field: 'spec.clusterIPs',
  one: 'clusterIP',
  at: (index) => index,
  of: ({ clusterIPs }) => clusterIPs ?? [],
};
// Errors about families always name the first.
const FAMILIES_OF: Listed = {
  field: 'spec.ipFamilies',
  one: 'ipFamily',
  at: () => 0,
  of: ({ ipFamilies }) => ipFamilies ?? [],
};

/** Models: validateUpgradeDowngradeClusterIPs, validateUpgradeDowngradeIPFamilies */
function validateSame(spec: ServiceSpec, old: ServiceSpec, { field, one, at, of }: Listed): FieldError[] {
  const [now, before] = [of(spec), of(old)];
  const swapped = (index: number) => invalid(`${field}[${at(index)}]`, now, 'may not change once set');
  if (now.length === before.length) {
    return before.flatMap((value, index) => (value === now[index] ? [] : [swapped(index)]));
  }
  if (now.length === 0) return [invalid(`${field}[0]`, now, `primary ${one} can not be unset`)];
  const errors = before.length > 0 && now[0] !== before[0] ? [swapped(0)] : [];
  const { ipFamilyPolicy: policy } = spec;
  if (now.length !== 1 || before.length < 2 || policy === 'SingleStack') return errors;
  const detail = `must be set to 'SingleStack' when releasing the secondary ${one}`;
  return [...errors, invalid('spec.ipFamilyPolicy', policy, detail)];
}
