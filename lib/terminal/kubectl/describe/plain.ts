/** ConfigMap, Secret, ServiceAccount and Namespace. */
import { isNotFound, notModelled } from '../cli/errors.ts';
import { at, type JsonObject, list, object, sortedEntries, text } from '../json.ts';
import { fromBase64 } from '../output/base64.ts';
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

/** Quotas and limit ranges: said to be missing where the server knows the kind, left out where it does not. */
function writeBounds(w: Writer, namespace: string, { api }: DescribeContext): void {
  for (const [resource, none] of [
    ['resourcequotas', 'No resource quota.'],
    ['limitranges', 'No LimitRange resource.'],
  ] as const) {
    try {
      const items = listObjects(api, `/api/v1/namespaces/${namespace}/${resource}`, {});
      if (items.length > 0) throw notModelled(`kubectl describe namespace with ${resource}`);
      w.line(0, `\n${none}`);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
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
  writeBounds(w, nameOf(namespace), context);
};
