/** Kinds that only keep what they are given. */
import type { Strategy } from '../strategy.ts';
import {
  configMapPrinter,
  controllerRevisionPrinter,
  leasePrinter,
  secretPrinter,
  serviceAccountPrinter,
} from './columns/plain.ts';
import { validateConfigMap, validateConfigMapUpdate, validateSecret, validateSecretUpdate } from './validation/data.ts';

export const configMapStrategy: Strategy<'ConfigMap'> = {
  kind: 'ConfigMap',
  validate: validateConfigMap,
  validateUpdate: validateConfigMapUpdate,
  printer: configMapPrinter,
};

export const secretStrategy: Strategy<'Secret'> = {
  kind: 'Secret',
  setDefaults(secret) {
    secret.type ||= 'Opaque';
    if (!secret.stringData) return;
    const encoded = Object.entries(secret.stringData).map(([key, value]) => [key, toBase64(value)]);
    secret.data = { ...secret.data, ...Object.fromEntries(encoded) };
    delete secret.stringData;
  },
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  selectableFields: { type: ({ type }) => type ?? '' },
  unknownField: (field) => `field label not supported: ${field}`,
  printer: secretPrinter,
};

function toBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

export const serviceAccountStrategy: Strategy<'ServiceAccount'> = {
  kind: 'ServiceAccount',
  returnsDeleted: true,
  printer: serviceAccountPrinter,
};

export const leaseStrategy: Strategy<'Lease'> = {
  kind: 'Lease',
  printer: leasePrinter,
};

export const controllerRevisionStrategy: Strategy<'ControllerRevision'> = {
  kind: 'ControllerRevision',
  printer: controllerRevisionPrinter,
};
