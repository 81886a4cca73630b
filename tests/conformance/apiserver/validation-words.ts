/** The words and manifests from which the cases of validation are made. */
import type { KindName } from '../../../lib/world/api/kinds.ts';

/** One manifest that is refused, with the sentence after `… "x" is invalid: `. */
export interface ValidationCase {
  readonly says: string;
  readonly kind: KindName;
  /** What stands beside apiVersion, kind and metadata. */
  readonly rest?: object;
  readonly metadata?: object;
  readonly source: string;
}

export const CORE = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go';
export const APPS = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/apps/validation/validation.go';
export const BATCH = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/batch/validation/validation.go';
export const SLICES =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/discovery/validation/validation.go';
export const NAMES = 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/validation/validation.go';
export const META = 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/api/validation/objectmeta.go';
export const ALLOCATION =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/storage/alloc.go';

export const container = { name: 'app', image: 'nginx' };
export const pod = (spec: object) => ({ spec: { containers: [container], ...spec } });
export const contains = (rest: object) => pod({ containers: [{ ...container, ...rest }] });
export const service = (spec: object) => ({ spec: { selector: { app: 'x' }, ports: [{ port: 80 }], ...spec } });
export const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [container] } };
export const selector = { matchLabels: { app: 'x' } };
export const workload = (spec: object) => ({ spec: { selector, template, ...spec } });
export const probe = (rest: object) => contains({ livenessProbe: rest });

export const DNS_LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
export const DNS_SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
export const DNS_1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
export const QUALIFIED =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
export const LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
export const IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

/** Cases of one kind and source: what stands beside the metadata, and the sentence. */
export function refused(
  source: string,
  kind: KindName,
  rows: readonly (readonly [rest: object, says: string])[],
): ValidationCase[] {
  return rows.map(([rest, says]) => ({ kind, rest, says, source }));
}
