/** Short manifests for tests of controllers; what a test does not name is the plainest there is. */

interface PodOptions {
  readonly image?: string;
  readonly container?: object;
  readonly spec?: object;
  readonly labels?: Readonly<Record<string, string>>;
}

export function podSpec(options: PodOptions = {}): object {
  return {
    containers: [{ name: 'app', image: options.image ?? 'nginx:1.27', ...options.container }],
    ...options.spec,
  };
}

export function pod(name: string, options: PodOptions = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: options.labels ?? { app: name } },
    spec: podSpec(options),
  };
}

interface SetOptions extends PodOptions {
  readonly replicas?: number;
  readonly more?: object;
}

function ofTemplate(kind: string, name: string, options: SetOptions): object {
  const labels = options.labels ?? { app: name };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(options) },
      ...(kind === 'DaemonSet' ? {} : { replicas: options.replicas ?? 1 }),
      ...options.more,
    },
  };
}

export function deployment(name: string, options: SetOptions = {}): object {
  return ofTemplate('Deployment', name, options);
}

export function replicaSet(name: string, options: SetOptions = {}): object {
  return ofTemplate('ReplicaSet', name, options);
}

export function daemonSet(name: string, options: SetOptions = {}): object {
  return ofTemplate('DaemonSet', name, options);
}

export function statefulSet(name: string, options: SetOptions = {}): object {
  return ofTemplate('StatefulSet', name, { ...options, more: { serviceName: name, ...options.more } });
}

export function job(name: string, spec: object, options: PodOptions = {}): object {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { template: { spec: podSpec({ ...options, spec: { restartPolicy: 'Never', ...options.spec } }) }, ...spec },
  };
}

/** A container that ends by itself with that code. */
export function shell(line: string): PodOptions {
  return { image: 'busybox:1.37', container: { command: ['sh', '-c', line] } };
}

export function service(name: string, spec: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 80 }], ...spec },
  };
}
