/** kubectl against the modelled cluster, as a person would use it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { bootstrapCluster } from '../../../lib/world/controlplane/bootstrap.ts';
import type { Place } from '../../../lib/world/dataplane/trace.ts';
import { World } from '../../../lib/world/world.ts';
import { memoryFiles, type Ran, run, type Setting } from './terminal.ts';

const CART = `apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
spec:
  replicas: 2
  selector:
    matchLabels: {app: cart}
  template:
    metadata:
      labels: {app: cart}
    spec:
      containers:
      - name: app
        image: registry.k8s.io/e2e-test-images/agnhost:2.53
        args: [netexec, --http-port=8080]
        ports:
        - {name: http, containerPort: 8080}
        readinessProbe:
          httpGet: {path: /healthz, port: http}
---
apiVersion: v1
kind: Service
metadata:
  name: cart
  namespace: shop
spec:
  selector: {app: cart}
  ports:
  - {port: 80, targetPort: http}
`;

/** Wall time of world time 0: long ago, so that nothing hangs on the day. */
const EPOCH_MS = 1_767_225_600_000;

const template = new World({ seed: 11, epochMs: EPOCH_MS });
for (const manifest of bootstrapCluster()) template.create('main', manifest);
template.settle(600_000);

let world: World;
let setting: Setting;
const places: { place: Place; argv: readonly string[] }[] = [];

beforeEach(() => {
  world = template.fork();
  places.length = 0;
  let steps = 0;
  setting = {
    request: (cluster, request) => world.request(cluster, request),
    files: memoryFiles({ '/data/cart.yaml': CART }),
    clock: {
      nowMs: () => world.nowMs(),
      epochMs: EPOCH_MS,
      sleep: (ms) => {
        world.advance(ms);
        return Promise.resolve();
      },
      next: () => {
        world.advance(500);
        return Promise.resolve(++steps > 400 ? 'idle' : 'moved');
      },
    },
    io: {
      runIn: (place, argv) => {
        places.push({ place, argv });
        return Promise.resolve(3);
      },
    },
  };
});

const kubectl = (line: string, more: Partial<Setting> = {}): Promise<Ran> => run(line, { ...setting, ...more });

describe('a deployment from its manifest to its last pod', () => {
  it('applies, follows the roll-out, and finds nothing to change the second time', async () => {
    expect((await kubectl('apply -f cart.yaml')).out).toBe(
      'namespace/shop created\ndeployment.apps/cart created\nservice/cart created\n',
    );
    const status = await kubectl('rollout status deploy/cart -n shop');
    expect(status.out.split('\n')[0]).toBe(
      'Waiting for deployment "cart" rollout to finish: 0 of 2 updated replicas are available...',
    );
    expect(status.out).toMatch(/deployment "cart" successfully rolled out\n$/);
    expect((await kubectl('apply -f cart.yaml')).out).toBe(
      'namespace/shop unchanged\ndeployment.apps/cart unchanged\nservice/cart unchanged\n',
    );
  });

  it('waits for a condition and says when it never comes', async () => {
    await kubectl('apply -f cart.yaml');
    const met = await kubectl('wait deploy/cart -n shop --for=condition=Available --timeout=60s');
    expect(met).toEqual({ code: 0, out: 'deployment.apps/cart condition met\n', err: '' });
    const never = await kubectl('wait deploy/cart -n shop --for=condition=Nope --timeout=5s');
    expect(never).toEqual({
      code: 1,
      out: '',
      err: 'error: timed out waiting for the condition on deployments/cart\n',
    });
  });

  it('keeps the namespace that config set-context chose', async () => {
    await kubectl('apply -f cart.yaml');
    expect((await kubectl('get deploy')).err).toBe('No resources found in default namespace.\n');
    await kubectl('config set-context --current --namespace=shop');
    expect((await kubectl('get deploy -o name')).out).toBe('deployment.apps/cart\n');
  });

  it('deletes and waits until the pods are gone', async () => {
    await kubectl('apply -f cart.yaml');
    await kubectl('rollout status deploy/cart -n shop');
    const before = world.nowMs();
    expect((await kubectl('delete pods --all -n shop --now')).out).toMatch(
      /^pod "cart-\S+" deleted from shop namespace\npod "cart-\S+" deleted from shop namespace\n$/,
    );
    expect(world.nowMs()).toBeGreaterThan(before);
    expect((await kubectl('delete deploy cart -n shop')).out).toBe(
      'deployment.apps "cart" deleted from shop namespace\n',
    );
    expect((await kubectl('get deploy cart -n shop')).err).toBe(
      'Error from server (NotFound): deployments.apps "cart" not found\n',
    );
  });
});

describe('what describe says of a Service without endpoints', () => {
  // Facts: a selector that matches nothing leaves a slice without endpoints (blank); no selector, no slice (<none>).
  it('is blank when the selector matches nothing and <none> when there is no selector', async () => {
    await kubectl('create service clusterip lost --tcp=80');
    world.advance(5_000);
    expect((await kubectl('describe svc lost')).out).toMatch(/^Endpoints: +$/m);
    const manifest = 'apiVersion: v1\nkind: Service\nmetadata: {name: bare}\nspec:\n  ports:\n  - port: 80\n';
    await kubectl('apply -f -', { stdin: manifest });
    world.advance(5_000);
    expect((await kubectl('describe svc bare')).out).toMatch(/^Endpoints: +<none>$/m);
  });
});

describe('streams', () => {
  it('prints a row for each thing that happens and keeps its columns', async () => {
    await kubectl('apply -f cart.yaml');
    const { out } = await kubectl('get pods -n shop -w');
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE$/);
    expect(lines.filter((line) => line.includes('1/1     Running')).length).toBe(2);
    expect(lines.filter((line) => line.startsWith('NAME')).length).toBe(1);
  });

  it('warns about Endpoints on standard error, once', async () => {
    const { out, err } = await kubectl('get ep,endpoints kubernetes');
    expect(err).toBe('Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n');
    expect(out).toMatch(/^NAME +ENDPOINTS +AGE\n/);
  });
});

describe('exec', () => {
  it('runs the words in the pod and hands on the exit code', async () => {
    await kubectl('apply -f cart.yaml');
    await kubectl('rollout status deploy/cart -n shop');
    const ran = await kubectl('exec -n shop deploy/cart -- cat /etc/resolv.conf');
    expect(ran).toEqual({ code: 3, out: '', err: 'command terminated with exit code 3\n' });
    expect(places[0]?.argv).toEqual(['cat', '/etc/resolv.conf']);
    expect(places[0]?.place).toMatchObject({ cluster: 'main', pod: { namespace: 'shop', container: 'app' } });
  });
});

describe('debug', () => {
  const image = '--image=busybox:1.37 --profile=netadmin';

  it('is a shell in a new container of the pod at a terminal, which ends with it', async () => {
    await kubectl('apply -f cart.yaml');
    await kubectl('rollout status deploy/cart -n shop');
    const pod = (await kubectl('get pods -n shop -o name')).out.split('\n')[0] ?? '';
    const atTerminal = { io: { ...setting.io, stdinIsTerminal: true } };
    const { code, out, err } = await kubectl(`debug -n shop -it ${pod} ${image} --target=app`, atTerminal);
    const name = pod.slice('pod/'.length);
    const container = /debugger-[b-z2-9]{5}/.exec(out)?.[0] ?? '';
    expect(out).toBe(
      `Targeting container "app". If you don't see processes from this container it may be because the container runtime doesn't support this feature.\nDefaulting debug container name to ${container}.\nSession ended, the ephemeral container will not be restarted but may be reattached using 'kubectl attach ${name} -c ${container} -i -t' if it is still running\n`,
    );
    expect(err).toMatch(/^All commands and output .*\nIf you don't see a command prompt, try pressing enter.\n$/);
    expect(code).toBe(0);
    expect(places).toEqual([{ place: { cluster: 'main', pod: { namespace: 'shop', name, container } }, argv: ['sh'] }]);
    world.advance(5_000);
    const ended = `get ${pod} -n shop -o jsonpath={.status.ephemeralContainerStatuses[0].state.terminated.exitCode}`;
    expect((await kubectl(ended)).out).toBe('3');
  });

  it('draws another name each time', async () => {
    const node = (await kubectl('get nodes -o name')).out.split('\n')[0] ?? '';
    const names = [await kubectl(`debug ${node} ${image}`), await kubectl(`debug ${node} ${image}`)].map(
      ({ out }) => out,
    );
    expect(names[0]).toMatch(/^Creating debugging pod node-debugger-\S+ with container debugger on node \S+\.\n$/);
    expect(names[1]).not.toBe(names[0]);
  });
});

describe('events --watch', () => {
  it('prints those that are there and then each as it happens, under one header', async () => {
    await kubectl('create deployment web --image=nginx:1.27');
    const { out } = await kubectl('events -w --for=deployment/web');
    expect(out.match(/LAST SEEN/g)).toHaveLength(1);
    expect(out).toMatch(
      /\n\S+ +Normal +ScalingReplicaSet +Deployment\/web +Scaled up replica set web-\S+ from 0 to 1\n$/,
    );
  });
});

describe('edit', () => {
  const edits = (change: (text: string) => string, seen: string[] = []): Partial<Setting> => ({
    io: {
      ...setting.io,
      edit: (path) => {
        const text = setting.files?.read(path) ?? '';
        seen.push(text);
        setting.files?.write(path, change(text));
        return Promise.resolve();
      },
    },
  });

  beforeEach(async () => {
    await kubectl('apply -f cart.yaml');
  });

  it('saves what was changed', async () => {
    const edited = await kubectl(
      'edit svc cart -n shop',
      edits((text) => text.replace('app: cart\n', 'app: other\n')),
    );
    expect(edited).toEqual({ code: 0, out: 'service/cart edited\n', err: '' });
    expect((await kubectl('get svc cart -n shop -o jsonpath={.spec.selector.app}')).out).toBe('other');
  });

  it('leaves the object alone when nothing was changed', async () => {
    const { err, code } = await kubectl(
      'edit svc cart -n shop',
      edits((text) => text),
    );
    expect({ err, code }).toEqual({ err: 'Edit cancelled, no changes made.\n', code: 0 });
  });

  it('opens again with the reason when the server refuses', async () => {
    const seen: string[] = [];
    const { err, code } = await kubectl(
      'edit svc cart -n shop',
      edits((text) => text.replace('port: 80\n', 'port: 99999\n'), seen),
    );
    expect(code).toBe(1);
    expect(err).toMatch(
      /^error: services "cart" is invalid\nA copy of your changes has been stored to "\/tmp\/kubectl-edit-/,
    );
    expect(seen[1]).toContain('# services "cart" was not valid:\n# * spec.ports[0].port: Invalid value: 99999');
  });
});

describe('drain', () => {
  it('refuses while DaemonSet pods stand in the way, then moves the others', async () => {
    await kubectl('apply -f cart.yaml');
    await kubectl('rollout status deploy/cart -n shop');
    const node = (await kubectl('get pods -n shop -o jsonpath={.items[0].spec.nodeName}')).out;
    const refused = await kubectl(`drain ${node}`);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(
      'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): kube-system/aws-node-',
    );
    const drained = await kubectl(`drain ${node} --ignore-daemonsets`);
    expect(drained.out).toMatch(
      new RegExp(`evicting pod shop/cart-[\\s\\S]*pod/cart-\\S+ evicted\\nnode/${node} drained\\n$`),
    );
    const left = await kubectl('get pods -n shop -o jsonpath={.items[*].spec.nodeName}');
    expect(left.out.split(' ')).not.toContain(node);
  });
});

describe('describe node', () => {
  // https://github.com/kubernetes/kubectl/blob/v0.35.0/pkg/describe/describe.go (describeNode: <unset> for a kubelet's acquireTime)
  it('shows the Lease of the kubelet and heartbeats of the last minutes', async () => {
    const name = 'ip-10-0-1-20.us-west-2.compute.internal';
    world.advance(9 * 86_400_000);
    const { out } = await kubectl(`describe node ${name}`);
    const renewed = new RegExp(
      `\\nLease:\\n  HolderIdentity:  ${name}\\n  AcquireTime:     <unset>\\n  RenewTime:       (.*)\\nConditions:\\n`,
    ).exec(out)?.[1];
    const agoMs = (time: string | undefined) => EPOCH_MS + world.nowMs() - Date.parse(time ?? '');
    expect(agoMs(renewed)).toBeLessThan(11_000);
    const beat = /\n {2}Ready +True +(\S+, \S+ \S+ \S+ \S+ \S+)/.exec(out)?.[1];
    expect(agoMs(beat)).toBeLessThan(301_000);
  });
});

describe('completion', () => {
  it('offers verbs, kinds, names and namespaces', async () => {
    await kubectl('apply -f cart.yaml');
    const { kubectl: factory } = await import('../../../lib/terminal/kubectl/kubectl.ts');
    const tool = factory({
      request: setting.request,
      contexts: [{ name: 'main', cluster: 'main', user: 'u', server: 'https://SERVER' }],
    });
    const io = { env: new Map<string, string>(), cwd: '/', files: memoryFiles() };
    const complete = (...words: string[]) => tool.complete?.(words, io);
    expect(complete('desc')).toEqual(['describe']);
    expect(complete('get', 'deploy')).toEqual(['deployments.apps']);
    expect(complete('-n', 'shop', 'get', 'svc', '')).toEqual(['cart']);
    expect(complete('describe', '-n', 'shop', 'svc/')).toEqual(['svc/cart']);
    expect(complete('get', 'pods', '-n', 'sh')).toEqual(['shop']);
    expect(complete('get', 'pods', '--all')).toContain('--all-namespaces');
  });
});
