/** What programs log says when in wall-clock time, and the state does not. */
import { expect, test } from 'vitest';
import { bootstrapCluster } from '../../lib/world/controlplane/bootstrap.ts';
import { converse } from '../../lib/world/conversation.ts';
import { World } from '../../lib/world/world.ts';

const SERVERS: readonly (readonly [name: string, image: string, port: number, more?: object])[] = [
  ['web', 'nginx:1.29', 80],
  ['echo', 'hashicorp/http-echo:1.0', 5678, { args: ['-text=hello'] }],
  ['files', 'python:3.13', 8000, { command: ['python3', '-m', 'http.server', '8000'] }],
  ['db', 'postgres:17', 5432, { env: [{ name: 'POSTGRES_PASSWORD', value: 'x' }] }],
  ['clock', 'registry.k8s.io/e2e-test-images/agnhost:2.53', 8080, { args: ['netexec', '--http-port=8080'] }],
  ['watcher', 'ghcr.io/hoplab/caller:1', 0, { args: ['--url=http://clock:8080/', '--every=5s'] }],
];

function busyWorld(epochMs: number): World {
  const world = new World({ seed: 3, epochMs });
  for (const manifest of bootstrapCluster({ nodes: 2, zones: 1 })) world.create('main', manifest);
  for (const [name, image, port, more] of SERVERS) {
    const metadata = { name, namespace: 'default', labels: { app: name } };
    world.create('main', { kind: 'Pod', metadata, spec: { containers: [{ name, image, ...more }] } } as never);
    const spec = { selector: { app: name }, ports: [{ port }] };
    if (port) world.create('main', { kind: 'Service', metadata, spec } as never);
  }
  world.settle(300_000);
  for (const url of [
    'http://web/',
    'http://web/nothing',
    'http://echo:5678/',
    'http://files:8000/',
    'http://clock:8080/',
  ]) {
    const from = { cluster: 'main', pod: { namespace: 'default', name: 'clock' } };
    world.send('main', (cluster, choose) =>
      converse(cluster, { kind: 'http', from, call: { url, method: 'GET' } }, choose),
    );
  }
  world.advance(60_000);
  return world;
}

const EPOCH_MS = Date.UTC(2026, 10, 22, 20);
const today = busyWorld(EPOCH_MS);
const logs = (world: World, pod: string): string => {
  const answer = world.discover('main', { method: 'GET', path: `/api/v1/namespaces/default/pods/${pod}/log` });
  return String('body' in answer && answer.body);
};

test('two worlds of different days have one hash after traffic', () => {
  expect(busyWorld(Date.UTC(2031, 1, 3, 4, 5, 6, 789)).hash()).toBe(today.hash());
});

// nginx: https://nginx.org/en/docs/http/ngx_http_log_module.html; Python: https://github.com/python/cpython/blob/3.13/Lib/http/server.py (log_date_time_string)
test.each([
  ['web', /^\S+ - - \[22\/Nov\/2026:20:0\d:\d\d \+0000\] "GET \/ HTTP\/1\.1" 200 \d+ "-" "-" "-"$/m],
  ['web', /^2026\/11\/22 20:0\d:\d\d \[error\] 29#29: \*1 open\(\) /m],
  ['echo', /^2026\/11\/22 20:0\d:\d\d \[INFO\] server is listening on :5678$/m],
  ['files', /^\S+ - - \[22\/Nov\/2026 20:0\d:\d\d\] "GET \/ HTTP\/1\.1" 200 -$/m],
  ['db', /^2026-11-22 20:0\d:\d\d\.\d{3} UTC \[1\] LOG: {2}database system is ready to accept connections$/m],
  ['watcher', /^GET http:\/\/clock:8080\/ 200 \S+:8080 NOW: 2026-11-22T20:0\d:\d\d\.\d{3}Z$/m],
])('the log of %s is read with its dates: %s', (pod, line) => {
  expect(logs(today, pod)).toMatch(line);
});

test('no mark is left in what a person reads', () => {
  for (const [pod] of SERVERS) expect(logs(today, pod)).not.toContain('\u0001');
});

test('logs of another day tell that day', () => {
  expect(logs(busyWorld(Date.UTC(2031, 1, 3, 4)), 'web')).toContain('[03/Feb/2031:04:0');
});
