import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBridge } from './bridge.ts';
import { runBoth, type Stage } from './harness.ts';
import { getKubectl } from './kubectl-binary.ts';
import { readLines } from './lines.ts';
import { prepareWorld } from './worlds.ts';
const B = 'apply -f kinds.yaml';
const lines = readLines('describe', `
describe ingressclass alb
describe ingress -n shop
describe networkpolicy -A
describe limits -n shop
describe quota -n shop
describe ns shop
describe pdb -n shop
describe role -n shop
describe rolebinding -n shop
describe clusterrole view
describe clusterrole system:discovery cluster-admin
describe clusterrolebinding system:basic-user system:coredns
describe cronjob -n shop
describe rc old
describe hpa -n shop
describe pv
describe pvc -n shop
describe sc
describe csinode
describe csidriver
describe volumeattachment
describe runtimeclass
describe priorityclass
describe podtemplate -n shop
describe servicecidr
describe ipaddress
describe lease -n kube-node-lease
describe controllerrevision -n kube-system
get ing,netpol,limits,quota,pdb,role,rolebinding,cj,hpa,pvc,podtemplate -n shop
get ingressclass,pv,sc,csinode,csidriver,volumeattachment,runtimeclass,pc,servicecidr -o wide
get rc -o wide
get clusterrole,clusterrolebinding -o wide
auth can-i list pods --as ann -n shop
get pods -n shop --as ann
`.trim().split('\n').map((l)=>`${B} ;; ${l}`).join('\n'));
let stage: Stage;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hoplab-parity-'));
  stage = { binary: getKubectl(), folder, bridge: await openBridge(folder), template: prepareWorld() };
}, 60_000);
afterAll(async () => { await stage.bridge.close(); rmSync(stage.folder, { recursive: true, force: true }); });
it.each(lines.map((l)=>[l.line,l] as const))('%s', async (_t, line) => { const { ours, theirs } = await runBoth(stage, line); expect(ours).toEqual(theirs); });
