import { at, type Json, list, number, text } from '../json.ts';
import { parseQuantity } from '../output/quantity.ts';
import type { Writer } from './writer.ts';

type VolumeWriter = (w: Writer, source: Json) => void;

const optional = (source: Json | undefined): boolean => at(source, 'optional') === true;

function writeProjected(w: Writer, source: Json): void {
  w.field('Type', 'Projected (a volume that contains injected data from multiple sources)', 2);
  for (const part of list(source, 'sources')) {
    const [secret, configMap, token] = [at(part, 'secret'), at(part, 'configMap'), at(part, 'serviceAccountToken')];
    if (secret) {
      w.field('SecretName', text(secret, 'name'), 2);
      w.field('Optional', optional(secret), 2);
    } else if (at(part, 'downwardAPI')) w.field('DownwardAPI', 'true', 2);
    else if (configMap) {
      w.field('ConfigMapName', text(configMap, 'name'), 2);
      w.field('Optional', optional(configMap), 2);
    } else if (token) w.field('TokenExpirationSeconds', number(token, 'expirationSeconds') ?? 3600, 2);
  }
}

function writeDownward(w: Writer, source: Json): void {
  w.field('Type', 'DownwardAPI (a volume populated by information about the pod)', 2);
  w.line(2, 'Items:');
  for (const item of list(source, 'items')) {
    const from = text(item, 'fieldRef', 'fieldPath') || text(item, 'resourceFieldRef', 'resource');
    w.line(3, `${from} -> ${text(item, 'path')}`);
  }
}

const WRITERS: Readonly<Record<string, VolumeWriter>> = {
  hostPath: (w, source) => {
    w.field('Type', 'HostPath (bare host directory volume)', 2);
    w.field('Path', text(source, 'path'), 2);
    w.field('HostPathType', at(source, 'type') === undefined ? '<none>' : text(source, 'type'), 2);
  },
  emptyDir: (w, source) => {
    const limit = text(source, 'sizeLimit');
    w.field('Type', "EmptyDir (a temporary directory that shares a pod's lifetime)", 2);
    w.field('Medium', text(source, 'medium'), 2);
    w.field('SizeLimit', (parseQuantity(limit) ?? 0) > 0 ? limit : '<unset>', 2);
  },
  secret: (w, source) => {
    w.field('Type', 'Secret (a volume populated by a Secret)', 2);
    w.field('SecretName', text(source, 'secretName'), 2);
    w.field('Optional', optional(source), 2);
  },
  configMap: (w, source) => {
    w.field('Type', 'ConfigMap (a volume populated by a ConfigMap)', 2);
    w.field('Name', text(source, 'name'), 2);
    w.field('Optional', optional(source), 2);
  },
  persistentVolumeClaim: (w, source) => {
    w.field('Type', 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)', 2);
    w.field('ClaimName', text(source, 'claimName'), 2);
    w.field('ReadOnly', at(source, 'readOnly') === true, 2);
  },
  nfs: (w, source) => {
    w.field('Type', 'NFS (an NFS mount that lasts the lifetime of a pod)', 2);
    w.field('Server', text(source, 'server'), 2);
    w.field('Path', text(source, 'path'), 2);
    w.field('ReadOnly', at(source, 'readOnly') === true, 2);
  },
  projected: writeProjected,
  downwardAPI: writeDownward,
};

/** `indent` is two spaces in a template, nothing in a pod. */
export function writeVolumes(w: Writer, volumes: readonly Json[], indent: '' | '  '): void {
  if (volumes.length === 0) {
    w.field(`${indent}Volumes`, '<none>');
    return;
  }
  w.line(0, `${indent}Volumes:`);
  for (const volume of volumes) {
    w.line(1, `${indent === '' ? '' : ' '}${text(volume, 'name')}:`);
    const kind = Object.keys(WRITERS).find((key) => at(volume, key) !== undefined);
    const write = kind === undefined ? undefined : WRITERS[kind];
    if (write && kind !== undefined) write(w, at(volume, kind) ?? {});
    else w.line(1, '<unknown>');
  }
}
