/** A server with a few pods in `shop`. */
import { aServer, type TestServer } from '../../builders/cluster.ts';
import { aContainer, aPod } from '../../builders/objects.ts';

/** Pods `web` (running on node-a, containers app and proxy), `idle` (unscheduled) and `pull`, a ConfigMap `c`. */
export function furnished(): TestServer {
  const server = aServer();
  const web = aPod('web').inNamespace('shop').containing(aContainer('app'), aContainer('proxy'));
  server.load('Pod', web.onNode('node-a').running('10.0.1.7').build());
  server.load('Pod', aPod('idle').inNamespace('shop').build());
  const pulling = { name: 'app', image: '', imageID: '', ready: false, restartCount: 0 };
  server.load('Pod', {
    ...aPod('pull').inNamespace('shop').onNode('node-a').build(),
    status: { containerStatuses: [{ ...pulling, state: { waiting: { reason: 'ImagePullBackOff' } } }] },
  });
  server.load('ConfigMap', { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'c', namespace: 'shop' } });
  return server;
}
