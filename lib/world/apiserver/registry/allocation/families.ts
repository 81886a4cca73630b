/**
 * `ipFamilyPolicy` and `ipFamilies` of a Service: what is left open is filled in, and what the cluster cannot give is refused.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/storage/alloc.go (initIPFamilyFields)
 */
import type { ObjectOf } from '../../../api/kinds.ts';
import type { Cluster } from '../../../cluster.ts';
import { familyOf, type IpFamily } from '../../../net/ip.ts';
import type { Draft } from '../../draft.ts';
import { type FieldError, invalid, invalidObject } from '../validation/field-error.ts';
import { validateFamilies } from '../validation/service-addresses.ts';
import { listServiceFamilies } from './service-ranges.ts';

type Service = ObjectOf<'Service'>;
type Spec = Draft<Service>['spec'];

const POLICY = 'spec.ipFamilyPolicy';
const DUAL = "must be 'RequireDualStack' or 'PreferDualStack' when multiple";

/** Throws the 422 of a Service whose families do not fit the cluster or one another. */
export function settleFamilies(service: Draft<Service>, old: Service | undefined, cluster: Cluster): void {
  const { spec } = service;
  if (spec.type === 'ExternalName' || keepsPreference(spec, old?.spec)) return;
  spec.ipFamilyPolicy ??= old?.spec.ipFamilyPolicy ?? (isBare(spec) ? 'RequireDualStack' : 'SingleStack');
  refuse(service, validateFamilies(spec as Service['spec']));
  const families = listServiceFamilies(cluster);
  const errors = [...(old ? checkRelease(spec, old.spec) : []), ...checkSingle(spec)];
  refuse(service, [...errors, ...inferFamilies(spec, families)]);
  if (isBare(spec)) {
    if (!spec.ipFamilies?.length) spec.ipFamilies = families.slice(0, 1);
    if (spec.ipFamilyPolicy !== 'SingleStack') addOther(spec);
    return;
  }
  refuse(service, checkCluster(spec, families));
  if (!spec.ipFamilies?.length) spec.ipFamilies = families.slice(0, 1);
  if (spec.ipFamilyPolicy !== 'SingleStack' && families.length === 2) addOther(spec);
}

function refuse({ metadata }: Draft<Service>, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject('Service', '', metadata.name, errors);
}

/** Headless and without a selector: it may name families that the cluster does not have. */
function isBare({ clusterIP, selector }: Spec): boolean {
  return clusterIP === 'None' && Object.keys(selector ?? {}).length === 0;
}

function addOther(spec: Spec): void {
  const [only, ...more] = spec.ipFamilies ?? [];
  if (only !== undefined && more.length === 0) spec.ipFamilies = [only, only === 'IPv4' ? 'IPv6' : 'IPv4'];
}

/** A Service that prefers both is not changed because the cluster has: only somebody who changes it asks for that. */
export function keepsPreference(spec: Spec, old: Service['spec'] | undefined): boolean {
  return (
    old?.ipFamilyPolicy === 'PreferDualStack' &&
    spec.ipFamilyPolicy === 'PreferDualStack' &&
    (spec.clusterIPs ?? []).join() === (old.clusterIPs ?? []).join() &&
    (spec.ipFamilies ?? []).join() === (old.ipFamilies ?? []).join()
  );
}

/** With SingleStack an unchanged second address or family goes; else whoever leaves it out has to say so. */
function checkRelease(spec: Spec, old: Service['spec']): FieldError[] {
  const { clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  const [addresses, families] = [old.clusterIPs ?? [], old.ipFamilies ?? []];
  if (ipFamilyPolicy === 'SingleStack') {
    if (clusterIPs.length > 1 && clusterIPs.join() === addresses.join()) spec.clusterIPs = clusterIPs.slice(0, 1);
    if (ipFamilies.length > 1 && ipFamilies.join() === families.join()) spec.ipFamilies = ipFamilies.slice(0, 1);
    return [];
  }
  const release = (what: string) =>
    invalid(POLICY, ipFamilyPolicy, `must be 'SingleStack' to release the secondary ${what}`);
  const isReduced = (now: readonly unknown[], before: readonly unknown[]) =>
    now.length > 0 && now.length < before.length;
  return [
    ...(isReduced(clusterIPs, addresses) ? [release('cluster IP')] : []),
    ...(isReduced(ipFamilies, families) ? [release('IP family')] : []),
  ];
}

function checkSingle({ clusterIPs = [], ipFamilies = [], ipFamilyPolicy }: Spec): FieldError[] {
  if (ipFamilyPolicy !== 'SingleStack') return [];
  return [
    ...(clusterIPs.length === 2 ? [invalid(POLICY, ipFamilyPolicy, `${DUAL} cluster IPs are specified`)] : []),
    ...(ipFamilies.length === 2 ? [invalid(POLICY, ipFamilyPolicy, `${DUAL} IP families are specified`)] : []),
  ];
}

/** An address that is asked for says its family, where the Service does not. */
function inferFamilies(spec: Spec, families: readonly IpFamily[]): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, address] of (spec.clusterIPs ?? []).entries()) {
    if (address === 'None') break;
    if (index < (spec.ipFamilies?.length ?? 0)) continue;
    const family = familyOf(address);
    if (families.includes(family)) spec.ipFamilies = [...(spec.ipFamilies ?? []), family];
    else
      errors.push(invalid(`spec.clusterIPs[${index}]`, spec.clusterIPs, `${family} is not configured on this cluster`));
  }
  return errors;
}

function checkCluster({ ipFamilies = [], ipFamilyPolicy }: Spec, families: readonly IpFamily[]): FieldError[] {
  const single = families.length < 2 && ipFamilyPolicy === 'RequireDualStack';
  return [
    ...(single ? [invalid(POLICY, ipFamilyPolicy, 'this cluster is not configured for dual-stack services')] : []),
    ...ipFamilies.flatMap((family, index) =>
      families.includes(family as IpFamily)
        ? []
        : [invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')],
    ),
  ];
}
