/**
 * Container logs.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet_pods.go (validateContainerLogStatus),
 * pkg/kubelet/kuberuntime/logs/logs.go
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import { formatTime } from '../../api/time.ts';
import { type Cluster, clusterTable } from '../../cluster.ts';
import { printLog } from '../../log-text.ts';
import type { Call } from '../call.ts';
import type { ApiAnswer, ApiWatch } from '../request.ts';
import { plainText } from '../respond.ts';
import { badRequest } from '../status.ts';
import { findNamed } from '../verbs/read.ts';
import { containerOf, findStatus } from './container-of.ts';

interface LogLine {
  readonly atMs: number;
  readonly text: string;
}

/** Why there is no log, in the kubelet's words; undefined when there is one. */
function findProblem(pod: Pod, container: string, previous: boolean): string | undefined {
  const subject = `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.metadata.name)}`;
  const status = findStatus(pod, container);
  if (!status) return `${subject} is not available`;
  const { state, lastState } = status;
  if (previous) return lastState?.terminated ? undefined : `previous terminated ${subject} not found`;
  if (state?.running || state?.terminated || lastState?.terminated) return undefined;
  const reason = state?.waiting?.reason;
  if (reason === 'ErrImagePull') return `${subject} is waiting to start: image can't be pulled`;
  if (reason === 'ImagePullBackOff') return `${subject} is waiting to start: trying and failing to pull image`;
  return state?.waiting
    ? `${subject} is waiting to start: ${reason ?? ''}`
    : `${subject} is waiting to start - no logs yet`;
}

function count(query: Readonly<Record<string, string>>, name: string): number | undefined {
  const text = query[name];
  if (text === undefined || text === '') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function selectLines(call: Call, lines: readonly LogLine[]): readonly LogLine[] {
  const seconds = count(call.query, 'sinceSeconds');
  const tail = count(call.query, 'tailLines');
  const { nowMs } = call.context;
  const recent = seconds === undefined ? lines : lines.filter(({ atMs }) => atMs >= nowMs - seconds * 1000);
  return tail === undefined ? recent : recent.slice(Math.max(0, recent.length - tail));
}

/** Lines as text, with nanoseconds before each when timestamps are wanted. */
function print(call: Call, lines: readonly LogLine[]): string {
  const { epochMs } = call.core.cluster;
  const stamped = call.query.timestamps === 'true';
  const stamp = (atMs: number): string => `${formatTime(atMs, epochMs, 'MicroTime').slice(0, -1)}000Z `;
  return lines.map(({ atMs, text }) => `${stamped ? stamp(atMs) : ''}${printLog(text, epochMs + atMs)}\n`).join('');
}

function linesOf(cluster: Cluster, key: string): readonly LogLine[] {
  return clusterTable<readonly LogLine[]>(cluster, 'logs').get(key) ?? [];
}

export function log(call: Call): ApiAnswer {
  const pod = findNamed(call) as Pod;
  const container = containerOf(pod, call.query.container);
  if (!pod.spec.nodeName) return plainText('');
  const previous = call.query.previous === 'true';
  const problem = findProblem(pod, container, previous);
  if (problem) throw badRequest(problem);
  const key = `${pod.metadata.namespace}/${pod.metadata.name}/${container}${previous ? '/previous' : ''}`;
  const lines = selectLines(call, linesOf(call.core.cluster, key));
  if (call.query.follow === 'true' && !previous) return { status: 200, watch: follow(call, key, lines) };
  const limit = count(call.query, 'limitBytes');
  const text = print(call, lines);
  return plainText(limit === undefined ? text : text.slice(0, limit));
}

/** Each event's object is text that was written since the last call. */
function follow(call: Call, key: string, first: readonly LogLine[]): ApiWatch {
  const { cluster } = call.core;
  let waiting: readonly LogLine[] = first;
  let last = linesOf(cluster, key).at(-1);
  return {
    drain() {
      const all = linesOf(cluster, key);
      const fresh = last === undefined ? all : all.slice(all.lastIndexOf(last) + 1);
      last = all.at(-1) ?? last;
      const text = print(call, [...waiting, ...fresh]);
      waiting = [];
      return text === '' ? [] : [{ type: 'ADDED', object: text }];
    },
    close() {
      waiting = [];
    },
  };
}
