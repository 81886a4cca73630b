/** A cluster of IPv6 and one of both families, the same shop in each, and what a client there sees. */
import { bootstrapCluster } from '../../../lib/world/controlplane/bootstrap.ts';
import { allPaths } from '../../../lib/world/dataplane/choice.ts';
import type { Place } from '../../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../../lib/world/dataplane/tracer.ts';
import { familyOf, type IpFamily } from '../../../lib/world/net/ip.ts';
import { World } from '../../../lib/world/world.ts';

type Loose = Readonly<Record<string, unknown>>;

export const CART: Loose = { app: 'cart' };

export function pod(name: string, node: number, labels: Loose): Loose {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels },
    spec: {
      nodeName: `ip-10-0-${node}-20.us-west-2.compute.internal`,
      containers: [
        { name: 'app', image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: ['netexec', '--http-port=8080'] },
      ],
    },
  };
}

function service(name: string, spec: Loose): Loose {
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop' },
    spec: { selector: CART, ports, ...spec },
  };
}

export function worldOf(serviceCidr: string, objects: readonly Loose[]): World {
  const world = new World({ seed: 7, epochMs: 1_767_603_600_000 });
  for (const manifest of bootstrapCluster({ serviceCidr, nodes: 3 })) world.create('main', manifest);
  world.create('main', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  world.settle(600_000);
  for (const object of objects) world.create('main', object as never);
  world.settle(600_000);
  return world;
}

const PODS = [pod('client', 1, { app: 'client' }), ...[1, 2, 3].map((n) => pod(`cart-${'abc'[n - 1]}`, n, CART))];
export const client: Place = { cluster: 'main', pod: { namespace: 'shop', name: 'client' } };

export const six = worldOf('fd30:3087:b6c2::/108', [...PODS, service('cart', { type: 'NodePort' })]);
export const dual = worldOf('172.20.0.0/16,fd00:172:20::/108', [
  ...PODS,
  service('cart', { type: 'NodePort', ipFamilyPolicy: 'RequireDualStack' }),
  service('four', {}),
  service('six', { ipFamilies: ['IPv6'] }),
  service('pods', { clusterIP: 'None', ipFamilyPolicy: 'PreferDualStack' }),
]);

export function addressesOf(world: World, name: string): readonly string[] {
  return world.client().find('Service', name, 'shop')?.spec.clusterIPs ?? [];
}

export function addressOf(world: World, name: string, family: IpFamily): string {
  return addressesOf(world, name).find((address) => familyOf(address) === family) as string;
}

export function fates(world: World, from: Place, address: string, port: number): string[] {
  const paths = allPaths(world.cluster(), (cluster, choose) =>
    traceFlow({ cluster }, { from, to: { address, port }, protocol: 'TCP' }, choose),
  );
  return [...new Set(paths.map(({ value }) => `${value.disposition} ${value.reason} ${value.response}`))];
}

export const DELIVERED = ['Delivered Listening Reply'];
