/** Roles and bindings, bounds, classes and volumes that are refused. */
import { CORE, DNS_LABEL, DNS_SUBDOMAIN, refused, type ValidationCase } from './validation-words.ts';

const at = (path: string) =>
  `https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/${path}/validation/validation.go`;
const RBAC = at('rbac');
const POLICY = at('policy');
const STORAGE = at('storage');
const GROUP = 'rbac.authorization.k8s.io';

const roleRef = { apiGroup: GROUP, kind: 'ClusterRole', name: 'view' };
const subject = (one: object) => ({ roleRef, subjects: [one] });

const ACCESS = [
  ...refused(RBAC, 'Role', [
    [
      { rules: [{ apiGroups: [''], resources: ['pods'], verbs: [] }] },
      'rules[0].verbs: Required value: verbs must contain at least one value',
    ],
    [
      { rules: [{ resources: ['pods'], verbs: ['get'] }] },
      'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
    ],
    [
      { rules: [{ apiGroups: [''], verbs: ['get'] }] },
      'rules[0].resources: Required value: resource rules must supply at least one resource',
    ],
    [
      { rules: [{ apiGroups: [''], resources: ['pods', 'secrets'], resourceNames: ['a'], verbs: ['get'] }] },
      'rules[0].resourceNames: Required value: resource names cannot apply to multiple resources',
    ],
    [
      { rules: [{ nonResourceURLs: ['/healthz'], verbs: ['get'] }] },
      'rules[0].nonResourceURLs: Invalid value: ["/healthz"]: namespaced rules cannot apply to non-resource URLs',
    ],
  ]),
  ...refused(RBAC, 'ClusterRole', [
    [
      { rules: [{ nonResourceURLs: ['/x'], resources: ['pods'], verbs: ['get'] }] },
      'rules[0].nonResourceURLs: Invalid value: ["/x"]: rules cannot apply to both regular resources and non-resource URLs',
    ],
    [
      { rules: [{ apiGroups: [''], resources: ['pods'], verbs: [] }] },
      'rules[0].verbs: Required value: verbs must contain at least one value',
    ],
  ]),
  ...refused(RBAC, 'RoleBinding', [
    [
      { roleRef: { ...roleRef, kind: 'User' } },
      'roleRef.kind: Unsupported value: "User": supported values: "Role", "ClusterRole"',
    ],
    [{ roleRef: { ...roleRef, name: '' } }, 'roleRef.name: Required value'],
    [{ roleRef: { ...roleRef, name: 'a/b' } }, `roleRef.name: Invalid value: "a/b": may not contain '/'`],
    [
      { roleRef: { ...roleRef, apiGroup: 'apps' } },
      `roleRef.apiGroup: Unsupported value: "apps": supported values: "${GROUP}"`,
    ],
    [
      subject({ kind: 'Robot', name: 'x' }),
      'subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"',
    ],
    [subject({ kind: 'ServiceAccount', name: '' }), 'subjects[0].name: Required value'],
    [subject({ kind: 'ServiceAccount', name: 'A' }), `subjects[0].name: Invalid value: "A": ${DNS_SUBDOMAIN}`],
    [
      subject({ kind: 'ServiceAccount', name: 'a', apiGroup: GROUP }),
      `subjects[0].apiGroup: Unsupported value: "${GROUP}": supported values: ""`,
    ],
    [
      subject({ kind: 'User', name: 'a', apiGroup: 'apps' }),
      `subjects[0].apiGroup: Unsupported value: "apps": supported values: "${GROUP}"`,
    ],
  ]),
  ...refused(RBAC, 'ClusterRoleBinding', [
    [
      { roleRef: { ...roleRef, kind: 'Role' } },
      'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"',
    ],
    [subject({ kind: 'ServiceAccount', name: 'a' }), 'subjects[0].namespace: Required value'],
  ]),
];

const limit = (item: object) => ({ spec: { limits: [{ type: 'Container', ...item }] } });
const LIMITS = refused(CORE, 'LimitRange', [
  [
    limit({ type: 'Node' }),
    'spec.limits[0].type: Invalid value: "Node": must be a standard limit type or fully qualified',
  ],
  [
    {
      spec: {
        limits: [
          { type: 'Pod', max: { cpu: '1' } },
          { type: 'Pod', max: { cpu: '2' } },
        ],
      },
    },
    'spec.limits[1].type: Duplicate value: "Pod"',
  ],
  [
    limit({ type: 'Pod', default: { cpu: '1' } }),
    "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'",
  ],
  [
    limit({ type: 'Pod', defaultRequest: { cpu: '1' } }),
    "spec.limits[0].defaultRequest: Forbidden: may not be specified when `type` is 'Pod'",
  ],
  [
    limit({ type: 'Pod', min: { cpu: '2' }, max: { cpu: '1' } }),
    'spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1',
  ],
  [
    limit({ type: 'PersistentVolumeClaim', max: { cpu: '1' } }),
    'spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided',
  ],
  [
    limit({ max: { cpu: '2' }, default: { cpu: '3' }, defaultRequest: { cpu: '1' } }),
    'spec.limits[0].default[cpu]: Invalid value: "2": default value 3 is greater than max value 2',
  ],
  [
    limit({ default: { cpu: '1' }, defaultRequest: { cpu: '2' } }),
    'spec.limits[0].defaultRequest[cpu]: Invalid value: "2": default request value 2 is greater than default limit value 1',
  ],
  [
    limit({ min: { cpu: '2' }, default: { cpu: '3' }, defaultRequest: { cpu: '1' } }),
    'spec.limits[0].defaultRequest[cpu]: Invalid value: "1": min value 2 is greater than default request value 1',
  ],
  [
    limit({ type: 'Pod', maxLimitRequestRatio: { cpu: '500m' } }),
    'spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1',
  ],
  [
    limit({ type: 'Pod', max: { gold: '1' } }),
    '[spec.limits[0].max[gold]: Invalid value: "gold": must be a standard resource type or fully qualified, spec.limits[0].max[gold]: Invalid value: "gold": must be a standard resource for containers]',
  ],
]);

const QUOTAS = refused(CORE, 'ResourceQuota', [
  [
    { spec: { hard: { pods: '-1' } } },
    '[spec.hard[pods]: Invalid value: "-1": must be greater than or equal to 0, spec.hard[pods]: Invalid value: "-1": must be an integer]',
  ],
  [{ spec: { hard: { pods: '500m' } } }, 'spec.hard[pods]: Invalid value: "500m": must be an integer'],
  [
    { spec: { hard: { gold: '1' } } },
    '[spec.hard[gold]: Invalid value: "gold": must be a standard resource type or fully qualified, spec.hard[gold]: Invalid value: "gold": must be a standard resource for quota]',
  ],
  [{ spec: { hard: { pods: '1' }, scopes: ['Big'] } }, 'spec.scopes: Invalid value: ["Big"]: unsupported scope'],
  [
    { spec: { hard: { services: '1' }, scopes: ['Terminating'] } },
    'spec.scopes: Invalid value: ["Terminating"]: unsupported scope applied to resource',
  ],
  [
    { spec: { hard: { pods: '1' }, scopes: ['Terminating', 'NotTerminating'] } },
    'spec.scopes: Invalid value: ["Terminating","NotTerminating"]: conflicting scopes',
  ],
  [
    { spec: { hard: { pods: '1' }, scopes: ['BestEffort', 'NotBestEffort'] } },
    'spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes',
  ],
]);

const PERCENT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
const BUDGETS = refused(POLICY, 'PodDisruptionBudget', [
  [
    { spec: { minAvailable: 1, maxUnavailable: '50%' } },
    'spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":"50%","UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
  ],
  [{ spec: { minAvailable: -1 } }, 'spec.minAvailable: Invalid value: -1: must be greater than or equal to 0'],
  [{ spec: { minAvailable: 'half' } }, `spec.minAvailable: Invalid value: "half": ${PERCENT}`],
  [{ spec: { maxUnavailable: '101%' } }, 'spec.maxUnavailable: Invalid value: "101%": must not be greater than 100%'],
  [
    { spec: { minAvailable: 1, unhealthyPodEvictionPolicy: 'Never' } },
    'spec.unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: "AlwaysAllow", "IfHealthyBudget"',
  ],
  [
    { spec: { minAvailable: 1, selector: { matchExpressions: [{ key: 'a', operator: 'In' }] } } },
    "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
  ],
]);

const VOLUMES = [
  ...refused(CORE, 'PersistentVolume', [
    [{ spec: { capacity: { storage: '1Gi' }, hostPath: { path: '/d' } } }, 'spec.accessModes: Required value'],
    [
      { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'] } },
      'spec: Required value: must specify a volume type',
    ],
    [
      { spec: { capacity: { storage: '1Gi' }, accessModes: ['Often'], hostPath: { path: '/d' } } },
      'spec.accessModes: Unsupported value: "Often": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
    ],
    [
      { spec: { capacity: { storage: '0' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/d' } } },
      'spec.capacity[storage]: Invalid value: "0": must be greater than zero',
    ],
  ]),
  ...refused(CORE, 'PersistentVolumeClaim', [
    [
      { spec: { resources: { requests: { storage: '1Gi' } } } },
      'spec.accessModes: Required value: at least 1 access mode is required',
    ],
    [{ spec: { accessModes: ['ReadWriteOnce'] } }, 'spec.resources[storage]: Required value'],
    [
      { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '0' } } } },
      'spec.resources[storage]: Invalid value: "0": must be greater than zero',
    ],
    [
      { spec: { accessModes: ['ReadWriteOncePod', 'ReadWriteOnce'], resources: { requests: { storage: '1' } } } },
      'spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes',
    ],
    [
      { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1' } }, volumeMode: 'Tape' } },
      'spec.volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem"',
    ],
    [
      { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1' } }, storageClassName: 'A_' } },
      `spec.storageClassName: Invalid value: "A_": ${DNS_SUBDOMAIN}`,
    ],
  ]),
  ...refused(STORAGE, 'StorageClass', [
    [{ provisioner: '' }, 'provisioner: Required value'],
    [
      { provisioner: 'a.io/b', reclaimPolicy: 'Keep' },
      'reclaimPolicy: Unsupported value: "Keep": supported values: "Delete", "Retain"',
    ],
    [
      { provisioner: 'a.io/b', volumeBindingMode: 'Later' },
      'volumeBindingMode: Unsupported value: "Later": supported values: "Immediate", "WaitForFirstConsumer"',
    ],
  ]),
  ...refused(STORAGE, 'VolumeAttachment', [
    [{ spec: { attacher: '', nodeName: 'n', source: { persistentVolumeName: 'v' } } }, 'spec.attacher: Required value'],
    [
      { spec: { attacher: 'a.io', nodeName: 'n', source: {} } },
      'spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName',
    ],
    [
      { spec: { attacher: 'a.io', nodeName: '', source: { persistentVolumeName: 'v' } } },
      'spec.nodeName: Required value',
    ],
  ]),
  ...refused(STORAGE, 'CSIDriver', [
    [
      { spec: { volumeLifecycleModes: ['Brief'] } },
      'spec.volumeLifecycleModes: Unsupported value: "Brief": supported values: "Ephemeral", "Persistent"',
    ],
  ]),
];

const CLASSES: ValidationCase[] = [
  {
    kind: 'PriorityClass',
    metadata: { name: 'system-mine' },
    says: "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class",
    source: at('scheduling'),
  },
  ...refused(at('scheduling'), 'PriorityClass', [
    [{ value: 1_000_000_001 }, 'value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
    [
      { value: 1, preemptionPolicy: 'Maybe' },
      'preemptionPolicy: Unsupported value: "Maybe": supported values: "PreemptLowerPriority", "Never"',
    ],
  ]),
  ...refused(at('node'), 'RuntimeClass', [[{ handler: 'Run C' }, `handler: Invalid value: "Run C": ${DNS_LABEL}`]]),
];

const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'app', image: 'nginx' }] } };
const CONTROLLERS = refused(CORE, 'ReplicationController', [
  [{ spec: {} }, '[spec.selector: Required value, spec.template: Required value]'],
  [
    { spec: { selector: { app: 'y' }, template } },
    'spec.template.metadata.labels: Invalid value: {"app":"x"}: `selector` does not match template `labels`',
  ],
  [{ spec: { replicas: -1, template } }, 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
  [
    { spec: { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } } },
    'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
  ],
  [
    { spec: { template: { ...template, spec: { ...template.spec, activeDeadlineSeconds: 5 } } } },
    'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicationController is not Supported',
  ],
]);

export const BOUND_CASES: readonly ValidationCase[] = [
  ...ACCESS,
  ...LIMITS,
  ...QUOTAS,
  ...BUDGETS,
  ...VOLUMES,
  ...CLASSES,
  ...CONTROLLERS,
];
