/** What pods and pod templates share: tolerations, spread constraints, the template section. */
import { at, type Json, type JsonObject, list, object, text } from '../json.ts';
import { writeContainers } from './containers.ts';
import { formatSelector } from './selector.ts';
import { writeVolumes } from './volumes.ts';
import { type Writer, writeAnnotations, writeLabels } from './writer.ts';

function tolerationText(toleration: Json): string {
  const [key, value, effect] = [text(toleration, 'key'), text(toleration, 'value'), text(toleration, 'effect')];
  const exists = text(toleration, 'operator') === 'Exists' && value === '';
  const seconds = at(toleration, 'tolerationSeconds');
  return [
    key,
    value === '' ? '' : `=${value}`,
    effect === '' ? '' : `:${effect}`,
    exists ? `${key === '' && effect === '' ? '' : ' '}op=Exists` : '',
    seconds === undefined ? '' : ` for ${String(seconds)}s`,
  ].join('');
}

const byKey = (key: string) => (a: Json, b: Json) =>
  text(a, key) < text(b, key) ? -1 : text(a, key) > text(b, key) ? 1 : 0;

export function writeTolerations(w: Writer, title: string, tolerations: readonly Json[]): void {
  w.multiline(title, [...tolerations].sort(byKey('key')).map(tolerationText));
}

export function writeSpread(w: Writer, constraints: readonly Json[], indent: '' | '  '): void {
  if (constraints.length === 0) return;
  const lines = [...constraints].sort(byKey('topologyKey')).map((one) => {
    const selector = at(one, 'labelSelector') ? ` for selector ${formatSelector(object(one, 'labelSelector'))}` : '';
    return `${text(one, 'topologyKey')}:${text(one, 'whenUnsatisfiable')} when max skew ${text(one, 'maxSkew')} is exceeded${selector}`;
  });
  w.multiline('Topology Spread Constraints', lines, indent);
}

export function writeTemplate(w: Writer, template: JsonObject): void {
  const spec = object(template, 'spec');
  w.line(0, 'Pod Template:');
  writeLabels(w, '  Labels', object(template, 'metadata', 'labels'));
  const annotations = object(template, 'metadata', 'annotations');
  if (Object.keys(annotations).length > 0) writeAnnotations(w, '  Annotations', annotations);
  w.optional('Service Account', text(spec, 'serviceAccountName'), 1);
  const initial = list(spec, 'initContainers');
  if (initial.length > 0)
    writeContainers(w, { title: 'Init Containers', containers: initial, statuses: [], pod: undefined });
  writeContainers(w, { title: 'Containers', containers: list(spec, 'containers'), statuses: [], pod: undefined });
  writeVolumes(w, list(spec, 'volumes'), '  ');
  writeSpread(w, list(spec, 'topologySpreadConstraints'), '  ');
  w.optional('Priority Class Name', text(spec, 'priorityClassName'), 1);
  writeLabels(w, '  Node-Selectors', object(spec, 'nodeSelector'));
  writeTolerations(w, '  Tolerations', list(spec, 'tolerations'));
}
