/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/networking/…/strategy.go, pkg/apis/networking/v1/defaults.go */
import type { Strategy } from '../strategy.ts';
import {
  ingressClassPrinter,
  ingressPrinter,
  ipAddressPrinter,
  networkPolicyPrinter,
  serviceCidrPrinter,
} from './columns/networking.ts';
import { ingressWarnings, validateIngress, validateIngressUpdate } from './validation/ingress.ts';
import { validateNetworkPolicy } from './validation/network-policy.ts';
import {
  isAddressName,
  validateIngressClass,
  validateIngressClassUpdate,
  validateIpAddress,
  validateIpAddressUpdate,
  validateServiceCidr,
  validateServiceCidrUpdate,
} from './validation/networking.ts';

export const ingressStrategy: Strategy<'Ingress'> = {
  kind: 'Ingress',
  setDefaults({ status }) {
    status.loadBalancer ??= {};
  },
  prepareForCreate(ingress) {
    ingress.status = { loadBalancer: {} };
  },
  counted: ({ spec }) => [spec],
  validate: validateIngress,
  validateUpdate: validateIngressUpdate,
  warnings: ingressWarnings,
  printer: ingressPrinter,
};

export const ingressClassStrategy: Strategy<'IngressClass'> = {
  kind: 'IngressClass',
  setDefaults({ spec }) {
    if (spec.parameters) spec.parameters.scope ??= 'Cluster';
  },
  counted: ({ spec }) => [spec],
  validate: validateIngressClass,
  validateUpdate: validateIngressClassUpdate,
  printer: ingressClassPrinter,
};

export const networkPolicyStrategy: Strategy<'NetworkPolicy'> = {
  kind: 'NetworkPolicy',
  setDefaults({ spec }) {
    spec.podSelector ??= {};
    for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
      for (const port of rule.ports ?? []) port.protocol ??= 'TCP';
    }
    if (!spec.policyTypes?.length) spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
  },
  counted: ({ spec }) => [spec],
  validate: validateNetworkPolicy,
  validateUpdate: validateNetworkPolicy,
  printer: networkPolicyPrinter,
};

export const ipAddressStrategy: Strategy<'IPAddress'> = {
  kind: 'IPAddress',
  nameRule: isAddressName,
  counted: ({ spec }) => [spec],
  validate: validateIpAddress,
  validateUpdate: validateIpAddressUpdate,
  selectableFields: {
    'spec.parentRef.group': ({ spec }) => spec.parentRef?.group ?? '',
    'spec.parentRef.resource': ({ spec }) => spec.parentRef?.resource ?? '',
    'spec.parentRef.namespace': ({ spec }) => spec.parentRef?.namespace ?? '',
    'spec.parentRef.name': ({ spec }) => spec.parentRef?.name ?? '',
  },
  printer: ipAddressPrinter,
};

export const serviceCidrStrategy: Strategy<'ServiceCIDR'> = {
  kind: 'ServiceCIDR',
  statusOnCreate: 'Cleared',
  counted: ({ spec }) => [spec],
  validate: validateServiceCidr,
  validateUpdate: validateServiceCidrUpdate,
  printer: serviceCidrPrinter,
};
