/** The files of a new lab: small, complete, and green in the self-test, so that an author changes one thing at a time. */
import type { LabFolder } from './folder.ts';

export function newLabFiles(topic: string, slug: string, id: string): LabFolder {
  return {
    'lab.yaml': labYaml(topic, slug, id),
    'brief.md':
      'The pods of `{{ app }}` in the namespace `{{ ns }}` do not answer on `http://{{ app }}/`. Make them.\n',
    'scenario/cluster.yaml': CLUSTER,
    'scenario/faults.yaml': FAULTS,
    'hints.md': HINTS,
    'explain.md': '{{ cause }} The EndpointSlices of `{{ app }}` show it.\n',
    'solution.sh': 'kubectl -n {{ ns }} get endpointslices\n',
    'solution/wrong-selector.sh': `kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"selector":{"app":"{{ app }}"}}}'\n`,
    'solution/wrong-port.sh': `kubectl -n {{ ns }} patch service {{ app }} --type=json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":{{ port }}}]'\n`,
    'wrong/look.sh': '# leaves-failing: answered\nkubectl -n {{ ns }} get pods\n',
    'wrong/restart.sh': '# leaves-failing: answered\nkubectl -n {{ ns }} rollout restart deployment/{{ app }}\n',
    'wrong/delete.sh': '# leaves-failing: answered\nkubectl -n {{ ns }} delete service {{ app }}\n',
  };
}

const labYaml = (topic: string, slug: string, id: string) => `id: ${id}
title: ${slug.replaceAll('-', ' ')}
topic: ${topic}
level: senior
minutes: 15
status: draft
objectives:
  - Say what a person can do after this lab
vars:
  ns: { name: ${slug} }
  app: { pick: [orders, tickets] }
  port: { int: [8000, 8090] }
tasks:
  - id: answered
    title: "Calls of {{ app }} are answered"
    points: 100
    topics: { ${topic}: 1 }
    concepts: [service-selector]
    checks:
      - uses: http
        with:
          from: { namespace: "{{ ns }}", pods: { app: client } }
          url: "http://{{ app }}/hostname"
          answeredBy: { app: "{{ app }}" }
perturbations:
  - { uses: reschedule, namespace: "{{ ns }}" }
  - { uses: drain, node: 1 }
`;

const CLUSTER = `apiVersion: v1
kind: Namespace
metadata: { name: "{{ ns }}" }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: client, namespace: "{{ ns }}" }
spec:
  selector: { matchLabels: { app: client } }
  template:
    metadata: { labels: { app: client } }
    spec:
      containers:
        - { name: client, image: nicolaka/netshoot:v0.14, command: [sleep, infinity] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: "{{ app }}", namespace: "{{ ns }}" }
spec:
  replicas: 2
  selector: { matchLabels: { app: "{{ app }}" } }
  template:
    metadata: { labels: { app: "{{ app }}" } }
    spec:
      containers:
        - name: api
          image: registry.k8s.io/e2e-test-images/agnhost:2.53
          args: [netexec, "--http-port={{ port }}"]
---
apiVersion: v1
kind: Service
metadata: { name: "{{ app }}", namespace: "{{ ns }}" }
spec:
  selector: { app: "{{ app }}" }
  ports:
    - { port: 80, targetPort: "{{ port }}" }
`;

const FAULTS = `groups:
  - pick: 1
    of:
      - id: wrong-selector
        says: The Service selects nobody.
        vars: { cause: "The Service selects nobody." }
        steps:
          - patch: { kind: Service, namespace: "{{ ns }}", name: "{{ app }}" }
            merge: { spec: { selector: { app: nobody } } }
      - id: wrong-port
        says: The Service sends to a port where nobody listens.
        vars: { cause: "The Service sends to a port where nobody listens." }
        steps:
          - patch: { kind: Service, namespace: "{{ ns }}", name: "{{ app }}" }
            json: [{ op: replace, path: /spec/ports/0/targetPort, value: 7999 }]
`;

const HINTS = `## answered

1. Who should answer, and does anybody?
2. Compare the Service with its EndpointSlices and with the pods.
3. {{ cause }}
`;
