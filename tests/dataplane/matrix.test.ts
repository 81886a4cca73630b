import { expect, test } from 'vitest';
import { traceSchema } from '../../lib/terminal/trace-schema.ts';
import { allPaths } from '../../lib/world/dataplane/choice.ts';
import { listMatrix, listSources, listTargets } from '../../lib/world/dataplane/matrix.ts';
import { traceJson } from '../../lib/world/dataplane/trace-json.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { aShop, type ClusterBuilder, first, nodeName, podPlace } from './cluster-builder.ts';

function cell(builder: ClusterBuilder, source: string, target: string, port: number) {
  const net = { cluster: builder.cluster };
  const sources = listSources(builder.cluster).filter(({ name }) => name === source);
  const targets = listTargets(builder.cluster).filter(
    (candidate) => candidate.name === target && candidate.port === port,
  );
  const [found] = listMatrix(net, sources, targets);
  return `${found?.verdict} ${found?.reasons.join()}`.trim();
}

test('one bad endpoint of two is SOMETIMES, none is NEVER, all are ALWAYS', () => {
  const bad = [
    { ip: '10.0.2.31', node: 2 },
    { ip: '10.0.3.99', node: 3 },
  ];
  expect(cell(aShop({ endpoints: bad }).sync(), 'shop/web', 'service shop/cart', 80)).toBe('SOMETIMES NoSuchHost');
  expect(cell(aShop({ endpoints: [] }).sync(), 'shop/web', 'service shop/cart', 80)).toBe('NEVER NoEndpoints');
  expect(cell(aShop().sync(), `node/${nodeName(2)}`, 'service shop/cart', 80)).toBe('ALWAYS');
  expect(cell(aShop().sync(), 'shop/web', `node ${nodeName(3)}`, 30_080)).toBe('ALWAYS');
  expect(cell(aShop().sync(), 'shop/web', 'pod shop/cart-a', 8080)).toBe('ALWAYS');
});

test('the order in which objects were written does not matter', () => {
  const other = aShop({ endpoints: [] }).sync();
  other.pod({ name: 'cart-b', node: 3, ip: '10.0.3.31' }).pod({ name: 'cart-a', node: 2, ip: '10.0.2.31' });
  other.service({
    name: 'cart',
    ip: '172.20.14.9',
    portName: 'http',
    nodePort: 30_080,
    endpoints: [
      { ip: '10.0.3.31', node: 3 },
      { ip: '10.0.2.31', node: 2 },
    ],
  });
  const verdicts = (builder: ClusterBuilder) => listMatrix({ cluster: builder.cluster }).map(({ verdict }) => verdict);
  expect(verdicts(other.sync([3, 1, 2]))).toEqual(verdicts(aShop().sync()));
});

test('manifests alone: endpoints without pods are taken as listening, rules as up to date', () => {
  const shop = aShop({ endpoints: [{ ip: '10.180.0.1', node: 2 }] });
  const flow = { from: podPlace('web'), to: { address: '172.20.14.9', port: 80 }, protocol: 'TCP' } as const;
  expect(traceFlow({ cluster: shop.cluster, assume: 'EndpointsListen' }, flow, first)).toMatchObject({
    disposition: 'Delivered',
    response: 'Reply',
    backend: { address: '10.180.0.1', port: 8080, node: nodeName(2) },
  });
});

test('the published document follows its schema, also when nothing can be sent', () => {
  const shop = aShop().sync();
  const net = { cluster: shop.cluster };
  const to = { address: '172.20.14.9', port: 80 };
  for (const from of [podPlace('web'), podPlace('nobody'), { cluster: 'main', node: nodeName(2) }]) {
    const flow = { from, to, protocol: 'TCP' } as const;
    const paths = allPaths(shop.cluster, (cluster, choose) => traceFlow({ cluster }, flow, choose));
    const document = traceJson(traceFlow(net, flow, first), paths);
    expect(traceSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  }
});
