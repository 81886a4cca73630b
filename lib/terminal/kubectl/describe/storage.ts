/** Volumes, claims, storage classes and CSI nodes. Models: https://github.com/kubernetes/kubectl/blob/v0.35.0/pkg/describe/describe.go */
import { notModelled } from '../cli/errors.ts';
import { at, isObject, type Json, type JsonObject, list, object, sortedEntries, text } from '../json.ts';
import { type DescribeContext, type Describer, listObjects, nameOf, namespaceOf } from './describer.ts';
import { writeEvents } from './events.ts';
import { longTime } from './time.ts';
import { labelsLine, type Writer, writeAnnotations, writeLabels } from './writer.ts';

const CLASS = 'volume.beta.kubernetes.io/storage-class';
const DEFAULT_CLASS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];
const MODES = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
] as const;

const goList = (values: readonly Json[]): string => `[${values.map(String).join(' ')}]`;
const boolText = (value: Json | undefined): string =>
  value === undefined ? '<unset>' : value === true ? 'True' : 'False';

function modesText(modes: readonly Json[]): string {
  return MODES.filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(',');
}

function classOf(value: JsonObject): string {
  return text(value, 'metadata', 'annotations', CLASS) || text(value, 'spec', 'storageClassName');
}

/** Each part of a line is indented by itself, as the original writes it. */
function writeAttributes(w: Writer, attributes: JsonObject): void {
  const lines = sortedEntries(attributes).map(([key, value]) => `    ${key}=${String(value)}`);
  const [first = '<none>', ...rest] = lines;
  w.line(2, `VolumeAttributes:\t${first}`);
  for (const line of rest) w.line(2, `    \t${line}`);
}

function writeSource(w: Writer, spec: JsonObject): void {
  w.line(0, 'Source:');
  const { hostPath, nfs, csi, local } = spec;
  if (isObject(hostPath)) {
    w.field('Type', 'HostPath (bare host directory volume)', 2);
    w.field('Path', text(hostPath, 'path'), 2);
    w.field('HostPathType', hostPath.type === undefined ? '<none>' : text(hostPath, 'type'), 2);
  } else if (isObject(nfs)) {
    w.field('Type', 'NFS (an NFS mount that lasts the lifetime of a pod)', 2);
    w.field('Server', text(nfs, 'server'), 2);
    w.field('Path', text(nfs, 'path'), 2);
    w.field('ReadOnly', String(nfs.readOnly === true), 2);
  } else if (isObject(local)) {
    w.field('Type', 'LocalVolume (a persistent volume backed by local storage on a node)', 2);
    w.field('Path', text(local, 'path'), 2);
  } else if (isObject(csi)) {
    w.field('Type', 'CSI (a Container Storage Interface (CSI) volume source)', 2);
    w.field('Driver', text(csi, 'driver'), 2);
    w.field('FSType', text(csi, 'fsType'), 2);
    w.field('VolumeHandle', text(csi, 'volumeHandle'), 2);
    w.field('ReadOnly', String(csi.readOnly === true), 2);
    writeAttributes(w, object(csi, 'volumeAttributes'));
  } else throw notModelled('kubectl describe of this type of volume');
}

export const describePersistentVolume: Describer = (w, volume, context) => {
  const spec = object(volume, 'spec');
  const claim = at(spec, 'claimRef');
  if (at(spec, 'nodeAffinity')) throw notModelled('kubectl describe of a volume with node affinity');
  w.field('Name', nameOf(volume));
  writeLabels(w, 'Labels', object(volume, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(volume, 'metadata', 'annotations'));
  w.field('Finalizers', goList(list(volume, 'metadata', 'finalizers')));
  w.field('StorageClass', classOf(volume));
  w.field('Status', text(volume, 'status', 'phase'));
  w.field('Claim', claim ? `${text(claim, 'namespace')}/${text(claim, 'name')}` : '');
  w.field('Reclaim Policy', text(spec, 'persistentVolumeReclaimPolicy'));
  w.field('Access Modes', modesText(list(spec, 'accessModes')));
  w.optional('VolumeMode', text(spec, 'volumeMode'));
  w.field('Capacity', text(spec, 'capacity', 'storage') || '0');
  w.field('Node Affinity', '<none>');
  w.field('Message', text(volume, 'status', 'message'));
  writeSource(w, spec);
  writeEvents(w, volume, context);
};

/** Names of the pods that mount the claim. */
function usersOf(claim: JsonObject, { api }: DescribeContext): string[] {
  const pods = listObjects(api, `/api/v1/namespaces/${namespaceOf(claim)}/pods`, {});
  const mounts = (volume: Json) => text(volume, 'persistentVolumeClaim', 'claimName') === nameOf(claim);
  return pods.filter((pod) => list(pod, 'spec', 'volumes').some(mounts)).map(nameOf);
}

export const describePersistentVolumeClaim: Describer = (w, claim, context) => {
  const volume = text(claim, 'spec', 'volumeName');
  w.field('Name', nameOf(claim));
  w.field('Namespace', namespaceOf(claim));
  w.field('StorageClass', classOf(claim));
  w.field('Status', text(claim, 'status', 'phase'));
  w.field('Volume', volume);
  writeLabels(w, 'Labels', object(claim, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(claim, 'metadata', 'annotations'));
  w.field('Finalizers', goList(list(claim, 'metadata', 'finalizers')));
  w.field('Capacity', volume === '' ? '' : text(claim, 'status', 'capacity', 'storage') || '0');
  w.field('Access Modes', volume === '' ? '' : modesText(list(claim, 'status', 'accessModes')));
  w.optional('VolumeMode', text(claim, 'spec', 'volumeMode'));
  w.multiline('Used By', usersOf(claim, context));
  writeEvents(w, claim, context);
};

export const describeStorageClass: Describer = (w, value, context) => {
  const annotations = object(value, 'metadata', 'annotations');
  const options = list(value, 'mountOptions');
  w.field('Name', nameOf(value));
  w.field('IsDefaultClass', DEFAULT_CLASS.some((key) => annotations[key] === 'true') ? 'Yes' : 'No');
  w.field('Annotations', labelsLine(annotations));
  w.field('Provisioner', text(value, 'provisioner'));
  w.field('Parameters', labelsLine(object(value, 'parameters')));
  w.field('AllowVolumeExpansion', boolText(at(value, 'allowVolumeExpansion')));
  w.line(0, options.length === 0 ? 'MountOptions:\t<none>' : 'MountOptions:');
  for (const option of options) w.line(1, String(option));
  w.optional('ReclaimPolicy', text(value, 'reclaimPolicy'));
  w.optional('VolumeBindingMode', text(value, 'volumeBindingMode'));
  writeEvents(w, value, context);
};

export const describeCsiNode: Describer = (w, value, context) => {
  w.field('Name', nameOf(value));
  writeLabels(w, 'Labels', object(value, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(value, 'metadata', 'annotations'));
  w.field('CreationTimestamp', longTime(at(value, 'metadata', 'creationTimestamp')));
  w.line(0, 'Spec:');
  const drivers = at(value, 'spec', 'drivers');
  if (drivers) w.line(1, 'Drivers:');
  for (const driver of list(value, 'spec', 'drivers')) {
    w.line(2, `${text(driver, 'name')}:`);
    w.field('Node ID', text(driver, 'nodeID'), 3);
    const most = text(driver, 'allocatable', 'count');
    if (most !== '') {
      w.line(3, 'Allocatables:');
      w.field('Count', most, 4);
    }
    if (at(driver, 'topologyKeys')) w.field('Topology Keys', goList(list(driver, 'topologyKeys')), 3);
  }
  writeEvents(w, value, context);
};
