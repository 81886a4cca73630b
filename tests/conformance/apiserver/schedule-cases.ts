/** CronJobs and autoscalers that are refused. */
import { BATCH, refused, type ValidationCase } from './validation-words.ts';

const AUTOSCALING =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/autoscaling/validation/validation.go';
const CRON = 'https://github.com/robfig/cron/blob/v3.0.1/parser.go';

const pods = { containers: [{ name: 'app', image: 'nginx' }], restartPolicy: 'Never' };
const cron = (spec: object) => ({
  spec: { schedule: '0 * * * *', jobTemplate: { spec: { template: { spec: pods } } }, ...spec },
});
const at = (schedule: string, why: string): readonly [object, string] => [
  cron({ schedule }),
  `spec.schedule: Invalid value: ${JSON.stringify(schedule)}: ${why}`,
];

const SCHEDULES = refused(CRON, 'CronJob', [
  at('* * *', 'expected exactly 5 fields, found 3: [* * *]'),
  at('* * * * * *', 'expected exactly 5 fields, found 6: [* * * * * *]'),
  at('60 * * * *', 'end of range (60) above maximum (59): 60'),
  at('* 24 * * *', 'end of range (24) above maximum (23): 24'),
  at('* * 0 * *', 'beginning of range (0) below minimum (1): 0'),
  at('* * * 13 *', 'end of range (13) above maximum (12): 13'),
  at('* * * * 7', 'end of range (7) above maximum (6): 7'),
  at('5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'),
  at('1-2-3 * * * *', 'too many hyphens: 1-2-3'),
  at('*/2/3 * * * *', 'too many slashes: */2/3'),
  at('*/0 * * * *', 'step of range should be a positive number: */0'),
  at('a * * * *', 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'),
  at('* * * foo *', 'failed to parse int from foo: strconv.Atoi: parsing "foo": invalid syntax'),
  at('@sometimes', 'unrecognized descriptor: @sometimes'),
]);

const CRON_JOBS: ValidationCase[] = [
  {
    kind: 'CronJob',
    metadata: { name: 'a'.repeat(53) },
    says: `metadata.name: Invalid value: "${'a'.repeat(53)}": must be no more than 52 characters`,
    source: BATCH,
  },
  ...refused(BATCH, 'CronJob', [
    [cron({ schedule: '' }), 'spec.schedule: Required value'],
    [
      cron({ schedule: 'TZ=UTC 0 * * * *' }),
      'spec.schedule: Invalid value: "TZ=UTC 0 * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ],
    [
      cron({ timeZone: 'local' }),
      'spec.timeZone: Invalid value: "local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
    ],
    [cron({ timeZone: 'a b' }), 'spec.timeZone: Invalid value: "a b": unknown time zone a b'],
    [
      cron({ concurrencyPolicy: 'Sometimes' }),
      'spec.concurrencyPolicy: Unsupported value: "Sometimes": supported values: "Allow", "Forbid", "Replace"',
    ],
    [
      cron({ startingDeadlineSeconds: -1 }),
      'spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      cron({ successfulJobsHistoryLimit: -1 }),
      'spec.successfulJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      cron({ failedJobsHistoryLimit: -1 }),
      'spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      cron({ jobTemplate: { spec: { template: { spec: { containers: pods.containers } } } } }),
      'spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ],
    [
      cron({ jobTemplate: { spec: { backoffLimit: -1, template: { spec: pods } } } }),
      'spec.jobTemplate.spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0',
    ],
  ]),
];

const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const scaler = (spec: object) => ({ spec: { scaleTargetRef, maxReplicas: 5, ...spec } });
const metric = (one: object) => scaler({ metrics: [one] });

const SCALERS = refused(AUTOSCALING, 'HorizontalPodAutoscaler', [
  [scaler({ minReplicas: 0 }), 'spec.minReplicas: Invalid value: 0: must be greater than or equal to 1'],
  [scaler({ minReplicas: 9 }), 'spec.maxReplicas: Invalid value: 5: must be greater than or equal to `minReplicas`'],
  [
    scaler({ maxReplicas: 0 }),
    '[spec.maxReplicas: Invalid value: 0: must be greater than 0, spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`]',
  ],
  [scaler({ scaleTargetRef: { kind: '', name: 'web' } }), 'spec.scaleTargetRef.kind: Required value'],
  [scaler({ scaleTargetRef: { kind: 'Deployment', name: '' } }), 'spec.scaleTargetRef.name: Required value'],
  [
    scaler({ scaleTargetRef: { kind: 'Deployment', name: 'a/b' } }),
    `spec.scaleTargetRef.name: Invalid value: "a/b": may not contain '/'`,
  ],
  [metric({ type: '' }), 'spec.metrics[0].type: Required value: must specify a metric source type'],
  [
    metric({ type: 'Moon' }),
    'spec.metrics[0].type: Unsupported value: "Moon": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"',
  ],
  [
    metric({ type: 'Resource' }),
    'spec.metrics[0].resource: Required value: must populate information for the given metric source',
  ],
  [
    metric({ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 0 } } }),
    'spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0',
  ],
]);

export const SCHEDULE_CASES: readonly ValidationCase[] = [...SCHEDULES, ...CRON_JOBS, ...SCALERS];
