/** What the API server fills in, per kind. Sources: pkg/apis/<group>/v1/defaults.go of Kubernetes 1.35. */
import { describe, expect, test } from 'vitest';
import type { KindName } from '../../../lib/world/api/kinds.ts';
import { aServer, type TestServer } from '../../builders/cluster.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';

type Json = Record<string, unknown>;

const CORE = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/v1/defaults.go';
const APPS = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/apps/v1/defaults.go';
const BATCH = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/batch/v1/defaults.go';

function make(kind: KindName, rest?: Json, server: TestServer = aServer()): Json {
  const answer = server.ask('POST', collectionPath(kind), { body: aManifest(kind, 'x', rest) });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body as Json;
}

const container = (rest: object) => ({ spec: { containers: [{ name: 'app', image: 'nginx', ...rest }] } });
const service = (spec: object) => ({ spec: { selector: { app: 'x' }, ports: [{ port: 80 }], ...spec } });

const PULL = [
  ['nginx', 'Always'],
  ['nginx:latest', 'Always'],
  ['nginx:1.27', 'IfNotPresent'],
  ['localhost:5000/nginx', 'Always'],
  ['nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000', 'IfNotPresent'],
] as const;

describe(`pods (${CORE})`, () => {
  test('the spec', () => {
    expect(make('Pod').spec).toMatchObject({
      dnsPolicy: 'ClusterFirst',
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      serviceAccount: 'default',
      serviceAccountName: 'default',
      terminationGracePeriodSeconds: 30,
    });
  });

  test('a container', () => {
    const { containers } = make('Pod', container({ ports: [{ containerPort: 80 }] })).spec as { containers: Json[] };
    expect(containers[0]).toMatchObject({
      imagePullPolicy: 'Always',
      ports: [{ containerPort: 80, protocol: 'TCP' }],
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
    });
  });

  test.each(PULL)('%s is pulled %s', (image, imagePullPolicy) => {
    expect(make('Pod', container({ image }))).toMatchObject({ spec: { containers: [{ imagePullPolicy }] } });
  });

  test('a probe', () => {
    const made = make('Pod', container({ readinessProbe: { httpGet: { port: 80 } } }));
    const readinessProbe = {
      failureThreshold: 3,
      httpGet: { path: '/', port: 80, scheme: 'HTTP' },
      periodSeconds: 10,
      successThreshold: 1,
      timeoutSeconds: 1,
    };
    expect(made).toMatchObject({ spec: { containers: [{ readinessProbe }] } });
  });

  test('requests come from limits, and with them the quality of service', () => {
    const made = make('Pod', container({ resources: { limits: { cpu: '1', memory: '1Gi' } } }));
    expect(made).toMatchObject({
      spec: { containers: [{ resources: { requests: { cpu: '1', memory: '1Gi' } } }] },
      status: { phase: 'Pending', qosClass: 'Guaranteed' },
    });
    expect(make('Pod')).toMatchObject({ status: { qosClass: 'BestEffort' } });
    const burstable = make('Pod', container({ resources: { requests: { cpu: '1' } } }));
    expect(burstable).toMatchObject({ status: { qosClass: 'Burstable' } });
  });

  test('volumes: file modes, and emptyDir where nothing is said', () => {
    const volumes = [
      { name: 'a' },
      { name: 'b', configMap: { name: 'c' } },
      { name: 'd', secret: { secretName: 'e' } },
    ];
    const { spec } = make('Pod', { spec: { containers: [{ name: 'app', image: 'x' }], volumes } }) as { spec: Json };
    expect((spec.volumes as Json[]).slice(0, 3)).toEqual([
      { name: 'a', emptyDir: {} },
      { name: 'b', configMap: { name: 'c', defaultMode: 420 } },
      { name: 'd', secret: { secretName: 'e', defaultMode: 420 } },
    ]);
  });

  test('admission: the token of the account, and five minutes on a lost node', () => {
    const { spec } = make('Pod') as { spec: { volumes: Json[]; containers: Json[]; tolerations: Json[] } };
    expect(spec.volumes[0]?.name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(spec.containers[0]).toMatchObject({
      volumeMounts: [{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }],
    });
    expect(spec.tolerations).toEqual(
      ['not-ready', 'unreachable'].map((taint) => ({
        key: `node.kubernetes.io/${taint}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
    );
  });
});

describe(`services (${CORE})`, () => {
  test('a plain one', () => {
    const { spec, status } = make('Service') as { spec: Json; status: Json };
    expect(spec).toMatchObject({
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      sessionAffinity: 'None',
      type: 'ClusterIP',
    });
    expect(spec.clusterIPs).toEqual([spec.clusterIP]);
    expect(spec).not.toHaveProperty('externalTrafficPolicy');
    expect(status).toEqual({ loadBalancer: {} });
  });

  test('a node port, from the dynamic band', () => {
    const { spec } = make('Service', service({ type: 'NodePort' })) as { spec: { ports: { nodePort: number }[] } };
    expect(spec).toMatchObject({ externalTrafficPolicy: 'Cluster', internalTrafficPolicy: 'Cluster' });
    expect(spec.ports[0]?.nodePort).toBeGreaterThanOrEqual(30_086);
    expect(spec.ports[0]?.nodePort).toBeLessThanOrEqual(32_767);
  });

  test('a load balancer has node ports too', () => {
    const { spec } = make('Service', service({ type: 'LoadBalancer' })) as { spec: { ports: { nodePort: number }[] } };
    expect(spec).toMatchObject({ allocateLoadBalancerNodePorts: true });
    expect(spec.ports[0]?.nodePort).toBeGreaterThan(30_000);
  });

  test('headless: no address, with and without a selector', () => {
    expect(make('Service', service({ clusterIP: 'None' }))).toMatchObject({
      spec: { clusterIP: 'None', clusterIPs: ['None'], ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'] },
    });
    expect(make('Service', { spec: { clusterIP: 'None', ports: [{ port: 80 }] } })).toMatchObject({
      spec: { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6'] },
    });
  });

  test('an external name has neither address nor families', () => {
    const { spec } = make('Service', { spec: { type: 'ExternalName', externalName: 'pay.example.com' } }) as {
      spec: Json;
    };
    expect(spec).toEqual({ type: 'ExternalName', externalName: 'pay.example.com', sessionAffinity: 'None' });
  });

  test('client affinity lasts three hours', () => {
    expect(make('Service', service({ sessionAffinity: 'ClientIP' }))).toMatchObject({
      spec: { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } },
    });
  });
});

describe(`workloads (${APPS}, ${BATCH})`, () => {
  test('Deployment', () => {
    expect(make('Deployment')).toMatchObject({
      metadata: { generation: 1 },
      spec: {
        progressDeadlineSeconds: 600,
        replicas: 1,
        revisionHistoryLimit: 10,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
        template: { spec: { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst' } },
      },
    });
  });

  test('a template has no service links and no tolerations yet', () => {
    const { spec } = make('Deployment') as { spec: { template: { spec: Json } } };
    expect(spec.template.spec).not.toHaveProperty('enableServiceLinks');
    expect(spec.template.spec).not.toHaveProperty('tolerations');
  });

  test('DaemonSet', () => {
    expect(make('DaemonSet')).toMatchObject({
      spec: {
        revisionHistoryLimit: 10,
        updateStrategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 }, type: 'RollingUpdate' },
      },
    });
  });

  test('StatefulSet', () => {
    expect(make('StatefulSet')).toMatchObject({
      spec: {
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        podManagementPolicy: 'OrderedReady',
        replicas: 1,
        revisionHistoryLimit: 10,
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      },
    });
  });

  test('Job: counts, and a selector made from its uid', () => {
    const job = make('Job') as { metadata: { uid: string }; spec: Json };
    expect(job.spec).toMatchObject({
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      completions: 1,
      parallelism: 1,
      podReplacementPolicy: 'TerminatingOrFailed',
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': job.metadata.uid } },
      suspend: false,
      template: { metadata: { labels: { 'batch.kubernetes.io/job-name': 'x', 'job-name': 'x' } } },
    });
  });

  test('Namespace, Secret, EndpointSlice', () => {
    expect(make('Namespace')).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': 'x' } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
    expect(make('Secret', { stringData: { a: 'ä' } })).toMatchObject({ type: 'Opaque', data: { a: 'w6Q=' } });
    expect(make('EndpointSlice')).toMatchObject({ ports: [{ name: '', port: 80, protocol: 'TCP' }] });
  });
});
