/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go */
import type { ObjectOf } from '../../../api/kinds.ts';
import { AGE, NAME, type Printer, text } from '../../table/column.ts';
import { age } from '../../table/duration.ts';
import { formatSelector, NONE } from '../../table/words.ts';

type Ingress = ObjectOf<'Ingress'>;

const SHOWN_HOSTS = 3;

/** `a,b,c + 2 more...`; the rest counts rules without a host too, as the original does. */
function hosts({ spec }: Ingress): string {
  const rules = spec.rules ?? [];
  const shown: string[] = [];
  let more = false;
  for (const { host } of rules) {
    if (shown.length === SHOWN_HOSTS) more = true;
    if (!more && host) shown.push(host);
  }
  if (shown.length === 0) return '*';
  return more ? `${shown.join(',')} + ${rules.length - SHOWN_HOSTS} more...` : shown.join(',');
}

function addresses({ status }: Ingress): string {
  const found = (status.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').filter(Boolean);
  return [...new Set(found)].sort().join(',');
}

export const ingressPrinter: Printer<Ingress> = {
  columns: [NAME, text('Class'), text('Hosts'), text('Address'), text('Ports'), AGE],
  row: (ingress, nowMs) => [
    ingress.metadata.name,
    ingress.spec.ingressClassName ?? NONE,
    hosts(ingress),
    addresses(ingress),
    ingress.spec.tls?.length ? '80, 443' : '80',
    age(ingress.metadata.creationTimestamp, nowMs),
  ],
};

export const ingressClassPrinter: Printer<ObjectOf<'IngressClass'>> = {
  columns: [NAME, text('Controller'), text('Parameters'), AGE],
  row({ metadata, spec }, nowMs) {
    const { parameters } = spec;
    const group = parameters?.apiGroup === undefined ? '' : `.${parameters.apiGroup}`;
    const shown = parameters ? `${parameters.kind}${group}/${parameters.name}` : NONE;
    return [metadata.name, spec.controller ?? '', shown, age(metadata.creationTimestamp, nowMs)];
  },
};

export const networkPolicyPrinter: Printer<ObjectOf<'NetworkPolicy'>> = {
  columns: [NAME, text('Pod-Selector'), AGE],
  row: ({ metadata, spec }, nowMs) => [
    metadata.name,
    formatSelector(spec.podSelector),
    age(metadata.creationTimestamp, nowMs),
  ],
};

export const serviceCidrPrinter: Printer<ObjectOf<'ServiceCIDR'>> = {
  columns: [NAME, text('CIDRs'), AGE],
  row: ({ metadata, spec }, nowMs) => [
    metadata.name,
    (spec.cidrs ?? []).join(','),
    age(metadata.creationTimestamp, nowMs),
  ],
};

/** `services/shop/web`, `things.example.com/x`. */
export const ipAddressPrinter: Printer<ObjectOf<'IPAddress'>> = {
  columns: [NAME, text('ParentRef')],
  row({ metadata, spec }) {
    const { parentRef } = spec;
    if (!parentRef) return [metadata.name, NONE];
    const { group, resource = '', namespace, name = '' } = parentRef;
    const what = (group ? `${resource}.${group}` : resource).toLowerCase();
    return [metadata.name, [what, namespace, name].filter(Boolean).join('/')];
  },
};
