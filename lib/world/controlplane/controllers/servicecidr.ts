/**
 * Ranges of Service addresses: ready once they are here, gone once no address depends on them.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/servicecidrs/servicecidrs_controller.go,
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controlplane/controller/defaultservicecidr/default_servicecidr_controller.go
 */
import type { IPAddress } from '../../api/networking/v1/ipaddress.schema.ts';
import type { ServiceCIDR } from '../../api/networking/v1/servicecidr.schema.ts';
import {
  DEFAULT_SERVICE_CIDR,
  defaultServiceCidrs,
  rememberServiceCidrs,
} from '../../apiserver/registry/allocation/service-ranges.ts';
import { type AnyCidr, cidrContains, cidrHolds, parseAnyCidr } from '../../net/cidr.ts';
import type { Controller, ControllerContext } from '../controller.ts';

const FINALIZER = 'networking.k8s.io/service-cidr-finalizer';
const MANAGED_BY = 'ipaddress.kubernetes.io/managed-by';
const ALLOCATOR = 'ipallocator.k8s.io';

/** Until every allocator has heard that a range is going, ms. Models: deletionGracePeriod there. */
const GRACE_MS = 10_000;

export const servicecidr: Controller = {
  name: 'servicecidr',
  watches: {
    ServiceCIDR: ({ object, previous }, context) => [
      ((object ?? previous) as ServiceCIDR).metadata.name,
      ...(object ? listLeaving(context) : []),
    ],
    IPAddress: (_, context) => listLeaving(context),
  },
  reconcile(name, context) {
    const found = context.client.find('ServiceCIDR', name);
    if (found?.metadata.deletionTimestamp !== undefined) letGo(found, context);
    else if (found) welcome(found, context);
    else if (name === DEFAULT_SERVICE_CIDR) restoreDefault(context);
  },
};

/** What is being deleted is looked at again whenever addresses or ranges change. */
function listLeaving({ client }: ControllerContext): string[] {
  return client
    .list('ServiceCIDR')
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .map(({ metadata }) => metadata.name);
}

function welcome(found: ServiceCIDR, context: ControllerContext): void {
  const { metadata } = found;
  const { finalizers = [] } = metadata;
  if (metadata.name === DEFAULT_SERVICE_CIDR) rememberServiceCidrs(context.cluster, found.spec?.cidrs ?? []);
  const kept = finalizers.includes(FINALIZER)
    ? found
    : context.client.update('ServiceCIDR', {
        ...found,
        metadata: { ...metadata, finalizers: [...finalizers, FINALIZER] },
      });
  setReady(kept, { status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' }, context);
}

function letGo(found: ServiceCIDR, context: ControllerContext): void {
  const { metadata } = found;
  const { finalizers = [], name, deletionTimestamp = 0 } = metadata;
  if (!isDispensable(found, context)) {
    const message =
      'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR';
    setReady(found, { status: 'False', reason: 'Terminating', message }, context);
    return;
  }
  const leftMs = deletionTimestamp + GRACE_MS - context.nowMs();
  if (leftMs > 0) {
    context.after(leftMs, name);
    return;
  }
  const others = finalizers.filter((one) => one !== FINALIZER);
  if (others.length === finalizers.length) return;
  context.client.update('ServiceCIDR', { ...found, metadata: { ...metadata, finalizers: others } });
}

interface Judgement {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

function setReady(found: ServiceCIDR, judgement: Judgement, { client, nowMs }: ControllerContext): void {
  const standing = found.status.conditions?.find(({ type }) => type === 'Ready');
  if (standing?.status === judgement.status) return;
  const { status, ...because } = judgement;
  const ready = { type: 'Ready', status, lastTransitionTime: nowMs(), ...because };
  client.updateStatus('ServiceCIDR', { ...found, status: { conditions: [ready] } });
}

function rangesOf({ spec }: ServiceCIDR): AnyCidr[] {
  return (spec?.cidrs ?? []).flatMap((text) => parseAnyCidr(text) ?? []);
}

/** Whether other ranges hold all that this one holds, or no address lies in it alone. */
function isDispensable(found: ServiceCIDR, { client }: ControllerContext): boolean {
  const others = client.list('ServiceCIDR').filter(({ metadata }) => metadata.name !== found.metadata.name);
  const around = others.flatMap(rangesOf);
  const ranges = rangesOf(found);
  if (ranges.every((range) => around.some((outer) => cidrHolds(outer, range)))) return true;
  const addresses = client.list('IPAddress').filter(isAllocated);
  return !addresses.some(({ metadata: { name } }) => {
    const within = (range: AnyCidr) => cidrContains(range, name);
    return ranges.some(within) && !around.some(within);
  });
}

function isAllocated({ metadata }: IPAddress): boolean {
  return metadata.labels?.[MANAGED_BY] === ALLOCATOR;
}

/** The API server brings back its own range. */
function restoreDefault({ client, cluster }: ControllerContext): void {
  client.create('ServiceCIDR', {
    kind: 'ServiceCIDR',
    apiVersion: 'networking.k8s.io/v1',
    metadata: { name: DEFAULT_SERVICE_CIDR },
    spec: { cidrs: [...defaultServiceCidrs(cluster)] },
    status: {},
  });
}
