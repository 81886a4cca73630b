/** Models: https://github.com/kubernetes/kubectl/blob/v0.35.0/pkg/describe/describe.go (NetworkPolicyDescriber) */
import { at, type Json, list, object, text } from '../json.ts';
import { type Describer, nameOf, namespaceOf } from './describer.ts';
import { goTime } from './go-time.ts';
import { formatSelector } from './selector.ts';
import { type Writer, writeAnnotations, writeLabels } from './writer.ts';

const INDENT = '    ';

function writePorts(w: Writer, ports: readonly Json[]): void {
  if (ports.length === 0) w.line(0, `${INDENT}To Port: <any> (traffic allowed to all ports)`);
  for (const port of ports) {
    const protocol = text(port, 'protocol') || 'TCP';
    const first = at(port, 'port') === undefined ? '<nil>' : text(port, 'port');
    const last = at(port, 'endPort');
    if (last === undefined) w.line(0, `${INDENT}To Port: ${first}/${protocol}`);
    else w.line(0, `${INDENT}To Port Range: ${first}-${String(last)}/${protocol}`);
  }
}

function writePeer(w: Writer, peer: Json): void {
  const [pods, namespaces, block] = ['podSelector', 'namespaceSelector', 'ipBlock'].map((key) => at(peer, key));
  if (namespaces) w.line(1, `${INDENT}NamespaceSelector: ${formatSelector(object(peer, 'namespaceSelector'))}`);
  if (pods) w.line(1, `${INDENT}PodSelector: ${formatSelector(object(peer, 'podSelector'))}`);
  if (pods || namespaces || !block) return;
  w.line(1, `${INDENT}IPBlock:`);
  w.line(2, `${INDENT}CIDR: ${text(block, 'cidr')}`);
  w.line(2, `${INDENT}Except: ${list(block, 'except').join(', ')}`);
}

interface Side {
  readonly word: 'ingress' | 'egress';
  readonly peers: 'from' | 'to';
  readonly title: 'From' | 'To';
  readonly open: string;
}

const INGRESS: Side = { word: 'ingress', peers: 'from', title: 'From', open: 'traffic not restricted by source' };
const EGRESS: Side = { word: 'egress', peers: 'to', title: 'To', open: 'traffic not restricted by destination' };

function writeRules(w: Writer, rules: readonly Json[], { word, peers, title, open }: Side): void {
  if (rules.length === 0) w.line(0, `${INDENT}<none> (Selected pods are isolated for ${word} connectivity)`);
  for (const [index, rule] of rules.entries()) {
    writePorts(w, list(rule, 'ports'));
    const listed = list(rule, peers);
    if (listed.length === 0) w.line(0, `${INDENT}${title}: <any> (${open})`);
    for (const peer of listed) {
      w.line(0, `${INDENT}${title}:`);
      writePeer(w, peer);
    }
    if (index < rules.length - 1) w.line(0, `${INDENT}----------`);
  }
}

export const describeNetworkPolicy: Describer = (w, policy) => {
  const types = list(policy, 'spec', 'policyTypes').map(String);
  const selector = formatSelector(object(policy, 'spec', 'podSelector'));
  const everyone = '<none> (Allowing the specific traffic to all pods in this namespace)';
  w.field('Name', nameOf(policy));
  w.field('Namespace', namespaceOf(policy));
  w.field('Created on', goTime(text(policy, 'metadata', 'creationTimestamp')));
  writeLabels(w, 'Labels', object(policy, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(policy, 'metadata', 'annotations'));
  w.line(0, 'Spec:');
  w.line(1, `PodSelector:     ${selector === '<none>' ? everyone : selector}`);
  for (const [type, side] of [
    ['Ingress', INGRESS],
    ['Egress', EGRESS],
  ] as const) {
    if (types.includes(type)) {
      w.line(1, `Allowing ${side.word} traffic:`);
      writeRules(w, list(policy, 'spec', side.word), side);
    } else w.line(1, `Not affecting ${side.word} traffic`);
  }
  w.line(1, `Policy Types: ${types.join(', ')}`);
};
