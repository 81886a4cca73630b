/** The families of a Service: what is filled in, what the cluster cannot give, and how a Service gets a second address and loses it again. */
import { describe, expect, test } from 'vitest';
import type { ApiResponse } from '../../../lib/world/apiserver/request.ts';
import { cidrContains, parseAnyCidr } from '../../../lib/world/net/cidr.ts';
import { familyOf } from '../../../lib/world/net/ip.ts';
import { aServer, type TestServer } from '../../builders/cluster.ts';
import { collectionPath } from '../../builders/manifests.ts';

const ALLOC =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/storage/alloc.go (initIPFamilyFields)';
const VALIDATION =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateServiceClusterIPsRelatedFields)';
const DOCS = 'https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services';
const CIDRS = { IPv4: '172.20.0.0/16', IPv6: 'fd00:172:20::/108' } as const;

type Json = Record<string, unknown>;
type Clusters = 'IPv4' | 'IPv6' | 'IPv4,IPv6' | 'IPv6,IPv4';

function clusterOf(families: Clusters): TestServer {
  const server = aServer();
  const cidrs = families.split(',').map((family) => CIDRS[family as keyof typeof CIDRS]);
  const metadata = { name: 'kubernetes' };
  server.load('ServiceCIDR', {
    kind: 'ServiceCIDR',
    apiVersion: 'networking.k8s.io/v1',
    metadata,
    spec: { cidrs },
    status: {},
  });
  return server;
}

const PATH = collectionPath('Service');

function create(server: TestServer, spec: Json): ApiResponse {
  const body = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'x', namespace: 'shop' },
    spec: { selector: { app: 'x' }, ports: [{ port: 80 }], ...spec },
  };
  return server.ask('POST', PATH, { body });
}

function patch(server: TestServer, spec: Json): ApiResponse {
  const headers = { 'content-type': 'application/merge-patch+json' };
  return server.ask('PATCH', `${PATH}/x`, { body: { spec }, headers });
}

function specOf({ body }: ApiResponse): Json {
  return (body as { spec: Json }).spec;
}

function familiesOfAddresses(spec: Json): string[] {
  return (spec.clusterIPs as string[]).map((address) => (address === 'None' ? address : familyOf(address)));
}

interface Filled {
  readonly cluster: Clusters;
  readonly spec: Json;
  readonly policy: string;
  readonly families: readonly string[];
  readonly source: string;
}

const bare = { selector: undefined, clusterIP: 'None' };

const FILLED: readonly Filled[] = [
  { cluster: 'IPv4', spec: {}, policy: 'SingleStack', families: ['IPv4'], source: ALLOC },
  { cluster: 'IPv6', spec: {}, policy: 'SingleStack', families: ['IPv6'], source: ALLOC },
  { cluster: 'IPv4,IPv6', spec: {}, policy: 'SingleStack', families: ['IPv4'], source: DOCS },
  { cluster: 'IPv6,IPv4', spec: {}, policy: 'SingleStack', families: ['IPv6'], source: DOCS },
  {
    cluster: 'IPv4',
    spec: { ipFamilyPolicy: 'PreferDualStack' },
    policy: 'PreferDualStack',
    families: ['IPv4'],
    source: DOCS,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { ipFamilyPolicy: 'PreferDualStack' },
    policy: 'PreferDualStack',
    families: ['IPv4', 'IPv6'],
    source: DOCS,
  },
  {
    cluster: 'IPv6,IPv4',
    spec: { ipFamilyPolicy: 'RequireDualStack' },
    policy: 'RequireDualStack',
    families: ['IPv6', 'IPv4'],
    source: DOCS,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv6'] },
    policy: 'PreferDualStack',
    families: ['IPv6', 'IPv4'],
    source: DOCS,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { ipFamilies: ['IPv6'] },
    policy: 'SingleStack',
    families: ['IPv6'],
    source: DOCS,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6', 'IPv4'] },
    policy: 'RequireDualStack',
    families: ['IPv6', 'IPv4'],
    source: DOCS,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { clusterIP: 'fd00:172:20::1234' },
    policy: 'SingleStack',
    families: ['IPv6'],
    source: ALLOC,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { clusterIP: 'fd00:172:20::1234', ipFamilyPolicy: 'RequireDualStack' },
    policy: 'RequireDualStack',
    families: ['IPv6', 'IPv4'],
    source: ALLOC,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: {
      clusterIP: '172.20.3.4',
      clusterIPs: ['172.20.3.4', 'fd00:172:20::5'],
      ipFamilyPolicy: 'RequireDualStack',
    },
    policy: 'RequireDualStack',
    families: ['IPv4', 'IPv6'],
    source: ALLOC,
  },
  {
    cluster: 'IPv4',
    spec: bare,
    policy: 'RequireDualStack',
    families: ['IPv4', 'IPv6'],
    source: 'https://kubernetes.io/docs/concepts/services-networking/dual-stack/#headless-services-without-selector',
  },
  {
    cluster: 'IPv6',
    spec: { ...bare, ipFamilyPolicy: 'SingleStack' },
    policy: 'SingleStack',
    families: ['IPv6'],
    source: ALLOC,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { clusterIP: 'None' },
    policy: 'SingleStack',
    families: ['IPv4'],
    source: DOCS,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { clusterIP: 'None', ipFamilyPolicy: 'PreferDualStack' },
    policy: 'PreferDualStack',
    families: ['IPv4', 'IPv6'],
    source: DOCS,
  },
];

describe('what the API server fills in', () => {
  test.each(FILLED)('$cluster: $spec ($source)', ({ cluster, spec, policy, families }) => {
    const answer = create(clusterOf(cluster), spec);
    expect(answer).toMatchObject({ status: 201 });
    const made = specOf(answer);
    expect(made).toMatchObject({ ipFamilyPolicy: policy, ipFamilies: families });
    if (made.clusterIP === 'None') return;
    expect(made.clusterIP).toBe((made.clusterIPs as string[])[0]);
    expect(familiesOfAddresses(made)).toEqual(families);
    for (const address of made.clusterIPs as string[]) {
      const range = parseAnyCidr(CIDRS[familyOf(address)]);
      expect(range && cidrContains(range, address)).toBe(true);
    }
  });
});

interface Refused {
  readonly cluster: Clusters;
  readonly spec: Json;
  readonly says: string;
  readonly source: string;
}

const REFUSED: readonly Refused[] = [
  {
    cluster: 'IPv4',
    spec: { ipFamilyPolicy: 'RequireDualStack' },
    says: 'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
    source: ALLOC,
  },
  {
    cluster: 'IPv4',
    spec: { ipFamilies: ['IPv6'] },
    says: 'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster',
    source: ALLOC,
  },
  {
    cluster: 'IPv6',
    spec: { ipFamilies: ['IPv4'] },
    says: 'spec.ipFamilies[0]: Invalid value: "IPv4": not configured on this cluster',
    source: ALLOC,
  },
  {
    cluster: 'IPv4',
    spec: { clusterIP: 'fd00:172:20::9' },
    says: 'spec.clusterIPs[0]: Invalid value: ["fd00:172:20::9"]: IPv6 is not configured on this cluster',
    source: ALLOC,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { ipFamilies: ['IPv4', 'IPv6'] },
    says: `spec.ipFamilyPolicy: Invalid value: "SingleStack": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified`,
    source: ALLOC,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { clusterIP: '172.20.3.4', clusterIPs: ['172.20.3.4', 'fd00:172:20::5'] },
    says: `spec.ipFamilyPolicy: Invalid value: "SingleStack": must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified`,
    source: ALLOC,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv4'] },
    says: 'spec.ipFamilies[1]: Duplicate value: "IPv4"',
    source: VALIDATION,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { clusterIP: 'fd00:172:20::9', ipFamilies: ['IPv4'] },
    says: 'spec.clusterIPs[0]: Invalid value: "fd00:172:20::9": expected an IPv4 value as indicated by `ipFamilies[0]`',
    source: VALIDATION,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: {
      clusterIP: 'fd00:172:20::9',
      clusterIPs: ['fd00:172:20::9', 'fd00:172:20::a'],
      ipFamilyPolicy: 'RequireDualStack',
    },
    says: 'spec.clusterIPs: Invalid value: ["fd00:172:20::9","fd00:172:20::a"]: may specify no more than one IP for each IP family',
    source: VALIDATION,
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { clusterIP: 'fd00:999::9' },
    says: 'spec.clusterIPs: Invalid value: ["fd00:999::9"]: failed to allocate IP fd00:999::9: the provided network does not match the current range',
    source:
      'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/ipallocator/cidrallocator.go',
  },
  {
    cluster: 'IPv4,IPv6',
    spec: { ipFamilyPolicy: 'Both' },
    says: 'spec.ipFamilyPolicy: Unsupported value: "Both": supported values: "PreferDualStack", "RequireDualStack", "SingleStack"',
    source: VALIDATION,
  },
];

describe('what it refuses', () => {
  test.each(REFUSED)('$cluster: $spec ($source)', ({ cluster, spec, says }) => {
    const answer = create(clusterOf(cluster), spec);
    expect(answer.status).toBe(422);
    expect((answer.body as { message: string }).message).toBe(`Service "x" is invalid: ${says}`);
  });
});

describe(`a second address comes and goes (${DOCS}, ${ALLOC})`, () => {
  const dual = () => clusterOf('IPv4,IPv6');

  test('asked for by the policy alone, and released by it', () => {
    const server = dual();
    const first = specOf(create(server, {})).clusterIP;
    const both = specOf(patch(server, { ipFamilyPolicy: 'PreferDualStack' }));
    expect(both).toMatchObject({ clusterIP: first, ipFamilies: ['IPv4', 'IPv6'] });
    expect(familiesOfAddresses(both)).toEqual(['IPv4', 'IPv6']);
    const one = specOf(patch(server, { ipFamilyPolicy: 'SingleStack' }));
    expect(one).toMatchObject({ clusterIP: first, clusterIPs: [first], ipFamilies: ['IPv4'] });
  });

  test('what is taken away without saying SingleStack is refused', () => {
    const server = dual();
    create(server, { ipFamilyPolicy: 'RequireDualStack' });
    const families = patch(server, { ipFamilies: ['IPv4'] });
    expect((families.body as { message: string }).message).toBe(
      `Service "x" is invalid: spec.ipFamilyPolicy: Invalid value: "RequireDualStack": must be 'SingleStack' to release the secondary IP family`,
    );
  });

  test('the primary family stays', () => {
    const server = dual();
    create(server, { ipFamilyPolicy: 'RequireDualStack' });
    const swapped = patch(server, { ipFamilies: ['IPv6', 'IPv4'] });
    expect(swapped.status).toBe(422);
    // The addresses still stand in the old order, and are held against the families first.
    expect((swapped.body as { message: string }).message).toContain(
      'expected an IPv6 value as indicated by `ipFamilies[0]`',
    );
  });

  test('a Service that prefers both is left alone when the cluster gets a second family', () => {
    const server = clusterOf('IPv4');
    const spec = specOf(create(server, { ipFamilyPolicy: 'PreferDualStack' }));
    const standing = server.client.find('ServiceCIDR', 'kubernetes');
    if (!standing) throw new Error('no range');
    server.client.update('ServiceCIDR', { ...standing, spec: { cidrs: [CIDRS.IPv4, CIDRS.IPv6] } });
    expect(specOf(patch(server, { sessionAffinity: 'ClientIP' })).clusterIPs).toEqual(spec.clusterIPs);
    expect(familiesOfAddresses(specOf(patch(server, { ipFamilyPolicy: 'RequireDualStack' })))).toEqual([
      'IPv4',
      'IPv6',
    ]);
  });
});

test('a spelling that is not canonical is taken, with a warning (https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/validation/ip.go)', () => {
  const answer = create(clusterOf('IPv4,IPv6'), { clusterIP: 'fd00:172:20::00AB' });
  expect(answer).toMatchObject({ status: 201 });
  expect(answer.warnings ?? []).toContain(
    'spec.clusterIPs[0]: IPv6 address "fd00:172:20::00AB" should be in RFC 5952 canonical format ("fd00:172:20::ab")',
  );
});
