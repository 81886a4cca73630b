/** ConfigMap, Secret, ServiceAccount and Namespace. */
import { isNotFound } from '../cli/errors.ts';
import { at, type JsonObject, list, object, sortedEntries, text } from '../json.ts';
import { fromBase64 } from '../output/base64.ts';
import { LIMIT_HEAD, writeAmounts, writeLimits, writeScopes } from './bounds.ts';
import { type DescribeContext, type Describer, listObjects, nameOf, namespaceOf } from './describer.ts';
import { writeEvents } from './events.ts';
import { longTime } from './time.ts';
import { type Writer, writeAnnotations, writeLabels } from './writer.ts';

function writeHead(w: Writer, value: JsonObject): void {
  w.field('Name', nameOf(value));
  if (namespaceOf(value) !== '') w.field('Namespace', namespaceOf(value));
  writeLabels(w, 'Labels', object(value, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(value, 'metadata', 'annotations'));
}

/** Differs: keys in order, where Go walks its map in any. */
export const describeConfigMap: Describer = (w, map, context) => {
  writeHead(w, map);
  w.line(0, '\nData\n====');
  for (const [key, value] of sortedEntries(object(map, 'data'))) w.line(0, `${key}:\n----\n${String(value)}\n`);
  w.line(0, '\nBinaryData\n====');
  for (const [key, value] of sortedEntries(object(map, 'binaryData')))
    w.line(0, `${key}: ${fromBase64(String(value))?.length ?? 0} bytes`);
  w.line(0, '');
  writeEvents(w, map, context);
};

export const describeSecret: Describer = (w, secret) => {
  const type = text(secret, 'type');
  writeHead(w, secret);
  w.line(0, `\nType:\t${type}`);
  w.line(0, '\nData\n====');
  for (const [key, value] of sortedEntries(object(secret, 'data'))) {
    const bytes = fromBase64(String(value)) ?? new Uint8Array();
    const isToken = key === 'token' && type === 'kubernetes.io/service-account-token';
    w.field(key, isToken ? new TextDecoder().decode(bytes) : `${bytes.length} bytes`);
  }
};

export const describeServiceAccount: Describer = (w, account, context) => {
  writeHead(w, account);
  const shown = list(account, 'imagePullSecrets').map((one) => text(one, 'name'));
  w.line(0, `Image pull secrets:\t${shown[0] ?? '<none>'}`);
  for (const name of shown.slice(1)) w.line(0, `                   \t${name}`);
  writeEvents(w, account, context);
};

/** Undefined where the server does not know the kind. */
function listKnown({ api }: DescribeContext, path: string): JsonObject[] | undefined {
  try {
    return listObjects(api, path, {});
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Quotas and limit ranges of a namespace: said to be missing where the server knows the kind, left out where it does not. */
function writeQuotas(w: Writer, namespace: string, context: DescribeContext): void {
  const quotas = listKnown(context, `/api/v1/namespaces/${namespace}/resourcequotas`);
  if (!quotas) return;
  w.line(0, quotas.length === 0 ? '\nNo resource quota.' : '\nResource Quotas');
  for (const quota of quotas) {
    w.line(1, `Name:\t${nameOf(quota)}`);
    writeScopes(w, quota, '  ');
    w.line(1, 'Resource\tUsed\tHard');
    w.line(1, '--------\t---\t---');
    writeAmounts(w, quota, '  ');
  }
}

function writeRanges(w: Writer, namespace: string, context: DescribeContext): void {
  const ranges = listKnown(context, `/api/v1/namespaces/${namespace}/limitranges`);
  if (!ranges) return;
  w.line(0, ranges.length === 0 ? '\nNo LimitRange resource.' : '\nResource Limits');
  if (ranges.length > 0) for (const line of LIMIT_HEAD) w.line(0, ` ${line}`);
  for (const range of ranges) writeLimits(w, range, ' ');
}

export const describeNamespace: Describer = (w, namespace, context) => {
  writeHead(w, namespace);
  w.field('Status', text(namespace, 'status', 'phase'));
  const conditions = list(namespace, 'status', 'conditions');
  if (conditions.length > 0) {
    w.line(0, 'Conditions:');
    w.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage');
    w.line(1, '----\t------\t------------------\t------\t-------');
  }
  for (const one of conditions)
    w.line(
      1,
      [
        text(one, 'type'),
        text(one, 'status'),
        longTime(at(one, 'lastTransitionTime')),
        text(one, 'reason'),
        text(one, 'message'),
      ].join('\t'),
    );
  writeQuotas(w, nameOf(namespace), context);
  writeRanges(w, nameOf(namespace), context);
};
