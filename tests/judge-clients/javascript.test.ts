/** The official JavaScript client: lists, watches, informers, every patch, apply, exec, attach, logs, ports, errors. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { manifest, openStage, podOf, type Stage, shopWorld } from './served.ts';

/** Its types need its own typed-fetch polyfills; the tests say what they expect themselves. */
// biome-ignore lint/suspicious/noExplicitAny: the library is loaded from the judges, which are no dependency.
type Library = any;

const JUDGES = new URL('../judges/node_modules/', import.meta.url);
const LIBRARY = new URL('./kubernetes-client-1.34/dist/index.js', JUDGES).href;
const SOON = { timeout: 15_000, interval: 50 };
const OPEN = manifest('v1', 'Pod', {
  metadata: { name: 'open', namespace: 'shop' },
  spec: { containers: [{ name: 'main', image: 'busybox:1.36', stdin: true }] },
});

describe.skipIf(process.env.HOPLAB_JUDGES === 'none')('the official JavaScript client', () => {
  let stage: Stage;
  let k8s: Library;
  let config: Library;
  let core: Library;
  let apps: Library;
  beforeAll(async () => {
    k8s = await import(/* @vite-ignore */ LIBRARY);
    stage = await openStage(shopWorld([podOf('box', 'nginx:1.27'), OPEN]));
    config = new k8s.KubeConfig();
    config.loadFromFile(stage.config);
    core = config.makeApiClient(k8s.CoreV1Api);
    apps = config.makeApiClient(k8s.AppsV1Api);
  }, 60_000);
  afterAll(() => stage.close());

  const namespace = 'shop';
  const collect = () => {
    const stream = new PassThrough();
    let text = '';
    stream.on('data', (chunk) => {
      text += chunk;
    });
    return { stream, text: () => text };
  };
  const exec = async (command: readonly string[], stdin: PassThrough | null = null, tty = false) => {
    const out = collect();
    const err = collect();
    const status = await new Promise<Library>((resolve, reject) => {
      new k8s.Exec(config)
        .exec(namespace, 'box', 'main', command, out.stream, err.stream, stdin, tty, resolve)
        .catch(reject);
    });
    return { out: out.text(), err: err.text(), status };
  };

  test('lists in pages, by label and by field', async () => {
    const all = await core.listNamespacedPod({ namespace });
    expect(all.items.map((pod: Library) => pod.status.phase)).toEqual(['Running', 'Running', 'Running', 'Running']);
    expect(all.items[0].metadata.creationTimestamp).toBeInstanceOf(Date);
    const page = await core.listNamespacedPod({ namespace, limit: 3 });
    const rest = await core.listNamespacedPod({ namespace, limit: 3, _continue: page.metadata._continue });
    expect([...page.items, ...rest.items].map((pod) => pod.metadata.name)).toEqual(
      all.items.map((pod: Library) => pod.metadata.name),
    );
    expect((await core.listNamespacedPod({ namespace, labelSelector: 'app=web' })).items).toHaveLength(2);
    expect((await core.listPodForAllNamespaces({ fieldSelector: 'metadata.name=box' })).items).toHaveLength(1);
    expect((await config.makeApiClient(k8s.VersionApi).getCode()).minor).toBe('35');
  });

  test('a watch hears what happens, in its order', async () => {
    const heard: string[] = [];
    const request = await new k8s.Watch(config).watch(
      `/api/v1/namespaces/${namespace}/configmaps`,
      { fieldSelector: 'metadata.name=seen' },
      (type: string, object: Library) => heard.push(`${type} ${object.data.step}`),
      () => undefined,
    );
    const body = { metadata: { name: 'seen' }, data: { step: '1' } };
    await core.createNamespacedConfigMap({ namespace, body });
    const standing = await core.readNamespacedConfigMap({ namespace, name: 'seen' });
    await core.replaceNamespacedConfigMap({ namespace, name: 'seen', body: { ...standing, data: { step: '2' } } });
    await core.deleteNamespacedConfigMap({ namespace, name: 'seen' });
    await vi.waitFor(() => expect(heard).toEqual(['ADDED 1', 'MODIFIED 2', 'DELETED 2']), SOON);
    request.abort();
  });

  test('an informer keeps up', async () => {
    const heard: string[] = [];
    const list = () => core.listNamespacedPod({ namespace, labelSelector: 'app=informed' });
    const informer = k8s.makeInformer(config, `/api/v1/namespaces/${namespace}/pods`, list, 'app=informed');
    for (const event of ['add', 'delete']) {
      informer.on(event, (pod: Library) => heard.push(`${event} ${pod.metadata.name}`));
    }
    await informer.start();
    const spec = { containers: [{ name: 'main', image: 'nginx:1.27' }] };
    await core.createNamespacedPod({ namespace, body: { metadata: { name: 'i', labels: { app: 'informed' } }, spec } });
    await vi.waitFor(() => expect(informer.get('i', namespace)?.status?.phase).toBe('Running'), SOON);
    await core.deleteNamespacedPod({ namespace, name: 'i', gracePeriodSeconds: 0 });
    await vi.waitFor(() => expect(heard).toEqual(['add i', 'delete i']), SOON);
    await informer.stop();
  });

  test('each type of patch', async () => {
    const patch = (body: object, type: string) =>
      apps.patchNamespacedDeployment(
        {
          namespace,
          name: 'web',
          body,
          fieldManager: 'js',
          ...(type === k8s.PatchStrategy.ServerSideApply ? { force: true } : {}),
        },
        k8s.setHeaderOptions('Content-Type', type),
      );
    const { JsonPatch, MergePatch, StrategicMergePatch, ServerSideApply } = k8s.PatchStrategy;
    const json = await patch([{ op: 'replace', path: '/spec/replicas', value: 3 }], JsonPatch);
    expect(json.spec.replicas).toBe(3);
    const merged = await patch({ metadata: { annotations: { a: 'b' } } }, MergePatch);
    expect(merged.metadata.annotations.a).toBe('b');
    const env = [{ name: 'ADDED', value: 'yes' }];
    const strategic = await patch(
      { spec: { template: { spec: { containers: [{ name: 'web', env }] } } } },
      StrategicMergePatch,
    );
    expect(strategic.spec.template.spec.containers).toMatchObject([{ name: 'web', image: 'nginx:1.27', env }]);
    const applied = await patch(
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 2 } },
      ServerSideApply,
    );
    expect(applied.spec.replicas).toBe(2);
    expect(applied.metadata.managedFields.find(({ manager }: Library) => manager === 'js').operation).toBeDefined();
    const generic = k8s.KubernetesObjectApi.makeApiClient(config);
    const read = await generic.read({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace },
    });
    expect(read.metadata.annotations.a).toBe('b');
  });

  test('exec: streams, exit codes and input', async () => {
    expect(await exec(['sh', '-c', 'echo out; echo err >&2; exit 3'])).toMatchObject({
      out: 'out\n',
      err: 'err\n',
      status: {
        status: 'Failure',
        reason: 'NonZeroExitCode',
        details: { causes: [{ reason: 'ExitCode', message: '3' }] },
      },
    });
    const stdin = new PassThrough();
    stdin.end('grüße');
    expect(await exec(['cat'], stdin)).toMatchObject({ out: 'grüße', status: { status: 'Success' } });
  });

  test('cp to a pod', async () => {
    mkdirSync(join(stage.folder, 'sent'), { recursive: true });
    writeFileSync(join(stage.folder, 'sent/file'), 'sent\n');
    await new k8s.Cp(config).cpToPod(namespace, 'box', 'main', join(stage.folder, 'sent'), '/tmp');
    await vi.waitFor(async () => expect((await exec(['cat', '/tmp/file'])).out).toBe('sent\n'), SOON);
  });

  test('attach reaches a shell whose input is kept open', async () => {
    const out = collect();
    const stdin = new PassThrough();
    stdin.end('echo attached $((40 + 2))\n');
    await new k8s.Attach(config).attach(namespace, 'open', 'main', out.stream, null, stdin, false);
    await vi.waitFor(() => expect(out.text()).toBe('attached 42\n'), SOON);
  });

  test('a forwarded port, and the log that follows it', async () => {
    const forward = new k8s.PortForward(config);
    const server = createServer((socket: Socket) => forward.portForward(namespace, 'box', [80], socket, null, socket));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const log = collect();
    const following = await new k8s.Log(config).log(namespace, 'box', 'main', log.stream, {
      follow: true,
      tailLines: 1,
    });
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Welcome to nginx!');
    await vi.waitFor(() => expect(log.text()).toContain('"GET / HTTP/1.1" 200'), SOON);
    following.abort();
    server.close();
  });

  test('errors carry a Status', async () => {
    const failure = async (call: Promise<unknown>) => {
      const error = await call.then(
        () => undefined,
        (reason) => reason,
      );
      if (typeof error?.body !== 'string') throw error;
      return { code: error.code, ...JSON.parse(error.body) };
    };
    expect(await failure(core.readNamespacedPod({ namespace, name: 'nobody' }))).toMatchObject({
      code: 404,
      kind: 'Status',
      reason: 'NotFound',
      message: 'pods "nobody" not found',
    });
    const name = 'Not_A_Name';
    expect(
      await failure(
        core.createNamespacedService({ namespace, body: { metadata: { name }, spec: { ports: [{ port: 80 }] } } }),
      ),
    ).toMatchObject({
      code: 422,
      reason: 'Invalid',
      details: { kind: 'Service', causes: [{ field: 'metadata.name' }] },
    });
    const standing = await core.readNamespacedConfigMap({ namespace, name: 'kube-root-ca.crt' });
    standing.metadata.resourceVersion = '1';
    expect(
      await failure(core.replaceNamespacedConfigMap({ namespace, name: 'kube-root-ca.crt', body: standing })),
    ).toMatchObject({
      code: 409,
      reason: 'Conflict',
    });
    const stranger = new k8s.KubeConfig();
    stranger.loadFromString(stage.kubeconfig.replace(stage.token, 'wrong'));
    await expect(stranger.makeApiClient(k8s.CoreV1Api).listNode()).rejects.toMatchObject({ code: 401 });
  });
});
