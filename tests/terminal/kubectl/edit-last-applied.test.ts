/** `kubectl apply edit-last-applied`: the annotation changes, the object does not. */
import { beforeEach, describe, expect, it } from 'vitest';
import { bootstrapCluster } from '../../../lib/world/controlplane/bootstrap.ts';
import { World } from '../../../lib/world/world.ts';
import { memoryFiles, run, type Setting } from './terminal.ts';

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
  - port: 80
`;

const template = new World({ seed: 11, epochMs: 1_767_225_600_000 });
for (const manifest of bootstrapCluster()) template.create('main', manifest);

let setting: Setting;
const kubectl = (line: string, more: Partial<Setting> = {}) => run(line, { ...setting, ...more });

beforeEach(async () => {
  const world = template.fork();
  setting = {
    request: (cluster, request) => world.request(cluster, request),
    files: memoryFiles({ '/data/web.yaml': SERVICE }),
    clock: {
      nowMs: () => world.nowMs(),
      epochMs: world.epochMs,
      sleep: () => Promise.resolve(),
      next: () => Promise.resolve('idle'),
    },
  };
});

describe('kubectl apply edit-last-applied', () => {
  it('writes what was edited into the annotation alone', async () => {
    await kubectl('apply -f web.yaml');
    const edit = (path: string) => {
      const text = setting.files?.read(path) ?? '';
      setting.files?.write(path, text.replace('port: 80', 'port: 81'));
      return Promise.resolve();
    };
    expect(await kubectl('apply edit-last-applied svc/web', { io: { edit } })).toEqual({
      code: 0,
      out: 'service/web edited\n',
      err: '',
    });
    expect((await kubectl('get svc web -o jsonpath={.spec.ports[0].port}')).out).toBe('80');
    expect((await kubectl('apply view-last-applied svc/web')).out).toContain('port: 81');
  });

  it('has nothing to edit where nothing was applied', async () => {
    const edit = () => Promise.reject(new Error('the editor must not open'));
    const ran = await kubectl('apply edit-last-applied svc/kubernetes', { io: { edit } });
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('no last-applied-configuration annotation found on resources');
  });
});
