/**
 * Which lists of Kubernetes objects are merged by a key in a strategic merge patch.
 * Models: the `patchStrategy` and `patchMergeKey` marks of the API types, v1.35.
 */

export interface PatchMeta {
  /** Items are objects merged by this key. */
  readonly mergeKey?: string;
  /** A list of scalars merged as a set. */
  readonly set?: true;
  /** A map or a list's items of which only the listed fields stay. */
  readonly retainKeys?: true;
  readonly fields?: PatchFields;
}

export type PatchFields = { readonly [field: string]: PatchMeta };

const SPREAD: PatchMeta = { mergeKey: 'topologyKey' };

const CONTAINER: PatchFields = {
  env: { mergeKey: 'name' },
  ports: { mergeKey: 'containerPort' },
  volumeMounts: { mergeKey: 'mountPath' },
  volumeDevices: { mergeKey: 'devicePath' },
};

const POD_SPEC: PatchFields = {
  containers: { mergeKey: 'name', fields: CONTAINER },
  initContainers: { mergeKey: 'name', fields: CONTAINER },
  ephemeralContainers: { mergeKey: 'name', fields: CONTAINER },
  volumes: { mergeKey: 'name', retainKeys: true },
  imagePullSecrets: { mergeKey: 'name' },
  hostAliases: { mergeKey: 'ip' },
  topologySpreadConstraints: SPREAD,
  resourceClaims: { mergeKey: 'name', retainKeys: true },
  schedulingGates: { mergeKey: 'name' },
};

const METADATA: PatchMeta = {
  fields: { finalizers: { set: true }, ownerReferences: { mergeKey: 'uid' } },
};

const TEMPLATE: PatchMeta = { fields: { metadata: METADATA, spec: { fields: POD_SPEC } } };
const CONDITIONS: PatchMeta = { fields: { conditions: { mergeKey: 'type' } } };

const KINDS: Readonly<Record<string, PatchFields>> = {
  Pod: {
    spec: { fields: POD_SPEC },
    status: { fields: { conditions: { mergeKey: 'type' }, podIPs: { mergeKey: 'ip' }, hostIPs: { mergeKey: 'ip' } } },
  },
  Deployment: { spec: { fields: { template: TEMPLATE, strategy: { retainKeys: true } } }, status: CONDITIONS },
  ReplicaSet: { spec: { fields: { template: TEMPLATE } }, status: CONDITIONS },
  DaemonSet: { spec: { fields: { template: TEMPLATE } }, status: CONDITIONS },
  StatefulSet: { spec: { fields: { template: TEMPLATE } }, status: CONDITIONS },
  Job: { spec: { fields: { template: TEMPLATE } }, status: CONDITIONS },
  Service: { spec: { fields: { ports: { mergeKey: 'port' } } }, status: CONDITIONS },
  ServiceAccount: { secrets: { mergeKey: 'name' } },
  Node: {
    spec: { fields: { podCIDRs: { set: true } } },
    status: { fields: { conditions: { mergeKey: 'type' }, addresses: { mergeKey: 'type' } } },
  },
  Namespace: { status: CONDITIONS },
};

/** Undefined for kinds whose Go type kubectl does not carry: those take a JSON merge patch. */
export function findPatchFields(apiVersion: string, kind: string): PatchFields | undefined {
  const builtIn =
    /^(v1|(apps|batch|discovery\.k8s\.io|networking\.k8s\.io|policy|autoscaling|rbac\.authorization\.k8s\.io|storage\.k8s\.io|coordination\.k8s\.io|events\.k8s\.io)\/v\d+)$/;
  return builtIn.test(apiVersion) ? { metadata: METADATA, ...KINDS[kind] } : undefined;
}
