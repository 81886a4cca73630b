/** A small shelf of two topics with every type of item, for tests. */
import { readTopic } from '../../lib/assessment/quiz/topic.ts';
import type { TopicShelf } from '../../lib/practice/shelf.ts';

const COMMON = `level: working, explanation: Because., sources: [{ title: A page, url: 'https://kubernetes.io/docs/', version: v1.35 }]`;
const OPTIONS = `[{ text: first, right: true, because: it is }, { text: second, because: it is not }, { text: third, because: neither }]`;
const MANY = `[{ text: first, right: true, because: it is }, { text: second, right: true, because: so is this }, { text: third, because: no }, { text: fourth, because: no }]`;

const NODEPORT = `items:
  - { type: single, id: one, concepts: [a], prompt: Which?, options: ${OPTIONS}, ${COMMON} }
  - { type: multiple, id: several, concepts: [a, b], prompt: Which?, options: ${MANY}, ${COMMON} }
  - { type: output, id: read, concepts: [b], prompt: What?, exhibit: { kind: terminal, text: $ true }, options: ${OPTIONS}, ${COMMON} }
  - { type: order, id: steps, concepts: [b], prompt: Order, steps: [{ text: s1, because: x }, { text: s2, because: x }, { text: s3, because: x }, { text: s4, because: x }], ${COMMON} }
  - { type: match, id: pairs, concepts: [b], prompt: Match, pairs: [{ left: l1, right: r1, because: x }, { left: l2, right: r2, because: x }, { left: l3, right: r3, because: x }], spare: [{ right: r4, because: none }], ${COMMON} }
`;
const CLUSTERIP = `items:
  - { type: value, id: count, concepts: [c], prompt: How many?, kind: number, answer: 1000, unit: endpoints, near: [{ value: 100, because: the default }], ${COMMON} }
  - { type: field, id: blank, concepts: [c], prompt: Fill, manifest: "spec:\\n  port: ____\\n", accept: ['80'], near: [{ value: http, because: a name }], ${COMMON} }
  - { type: line, id: wrong-line, concepts: [c], prompt: Find, file: "a: 1\\nb: 2\\nc: 3\\n", wrong: 2, because: it is, decoys: [{ line: 1, because: fine }, { line: 3, because: fine }], ${COMMON} }
  - { type: fate, id: packet, concepts: [d], prompt: And?, options: [{ fate: Rejected, right: true, because: yes }, { fate: Dropped, because: no }, { fate: Delivered, because: no }], ${COMMON} }
  - { type: explain, id: panel, concepts: [d], prompt: Explain, model: The node keeps conntrack entries., rubric: [{ id: node, says: the node, points: 1, terms: [[node]] }, { id: track, says: conntrack, points: 2, terms: [[conntrack]] }, { id: keep, says: keeps, points: 1, terms: [[keeps]] }], ${COMMON} }
`;

const topics = [
  readTopic({
    'topic.yaml': 'id: nodeport\ntitle: NodePort\nconcepts: [{ id: a, title: A }, { id: b, title: B }]\n',
    'quiz/all.yaml': NODEPORT,
  }),
  readTopic({
    'topic.yaml': 'id: clusterip\ntitle: ClusterIP\nconcepts: [{ id: c, title: C }, { id: d, title: D }]\n',
    'primer.md': '# From scratch\n\nA line.\n\n# Senior level\n\nA table.\n',
    'quiz/all.yaml': CLUSTERIP,
  }),
];

export const SHELF: TopicShelf = {
  list: () => topics,
  findItem: (name) => topics.flatMap(({ items }) => items).find((one) => one.name === name),
};
