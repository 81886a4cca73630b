/**
 * Tokens of service accounts.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/serviceaccount/claims.go (Claims),
 * pkg/registry/core/serviceaccount/storage/token.go
 * Differs: shaped as a JSON Web Token, but its last part is a hash keyed by the cluster's seed, not a signature by a private key;
 * so the same request gives the same token everywhere, and nobody outside can verify it.
 */
import type { Cluster } from '../../cluster.ts';
import { nowMs } from '../../sim/clock.ts';
import { fingerprint } from '../../sim/fingerprint.ts';
import { randomStream, uuid } from '../../sim/random.ts';
import type { Principal } from '../request.ts';
import { findObject } from '../store.ts';

/** Whom the API server accepts tokens for, unless others are asked for. */
export const API_AUDIENCE = 'https://kubernetes.default.svc';
const HEADER = { alg: 'RS256', kid: 'hoplab' };

export interface Claims {
  readonly aud: readonly string[];
  /** Seconds since 1970. */
  readonly exp: number;
  readonly iat: number;
  readonly iss: string;
  readonly jti: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly pod?: { readonly name: string; readonly uid: string };
    readonly serviceaccount: { readonly name: string; readonly uid: string };
  };
  readonly nbf: number;
  readonly sub: string;
}

export interface TokenWish {
  readonly namespace: string;
  readonly name: string;
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  readonly pod?: { readonly name: string; readonly uid: string };
  /** World time in ms; now unless said. */
  readonly issuedAtMs?: number;
}

function encodePart(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Undefined when the text is not base64 for URLs. */
function decodePart(text: string): string | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return undefined;
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  const binary = atob(plain.padEnd(Math.ceil(plain.length / 4) * 4, '='));
  return new TextDecoder().decode(Uint8Array.from(binary, (one) => one.charCodeAt(0)));
}

function signatureOf(cluster: Cluster, text: string): string {
  const parts = [1, 2, 3, 4].map((round) => fingerprint([cluster.seed, cluster.name, round, text]));
  return encodePart(parts.join(''));
}

/** A token for the account, which must exist. Times are whole seconds of the cluster's clock. */
export function issueToken(cluster: Cluster, wish: TokenWish): string {
  const { namespace, name, pod, issuedAtMs = nowMs(cluster.state) } = wish;
  const uid = findObject(cluster, 'ServiceAccount', name, namespace)?.metadata.uid ?? '';
  const iat = Math.floor((cluster.epochMs + issuedAtMs) / 1000);
  const claims: Claims = {
    aud: wish.audiences.length > 0 ? wish.audiences : [API_AUDIENCE],
    exp: iat + wish.expirationSeconds,
    iat,
    iss: API_AUDIENCE,
    jti: uuid(randomStream(cluster.seed, 'jti', `${namespace}/${name}@${iat}`)),
    'kubernetes.io': { namespace, ...(pod ? { pod } : {}), serviceaccount: { name, uid } },
    nbf: iat,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
  const body = `${encodePart(JSON.stringify(HEADER))}.${encodePart(JSON.stringify(claims))}`;
  return `${body}.${signatureOf(cluster, body)}`;
}

function readClaims(cluster: Cluster, token: string): Claims | undefined {
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  if (more.length > 0 || signatureOf(cluster, `${head}.${body}`) !== signature) return undefined;
  const text = decodePart(body);
  return text === undefined ? undefined : (JSON.parse(text) as Claims);
}

export interface TokenHolder {
  readonly user: Principal & { readonly uid: string };
  readonly audiences: readonly string[];
}

/** Whose token it is: undefined when it is none of this cluster, has run out, or its account is another one by now. */
export function resolveToken(
  cluster: Cluster,
  token: string,
  audiences: readonly string[] = [API_AUDIENCE],
): TokenHolder | undefined {
  const claims = readClaims(cluster, token);
  if (!claims || claims.exp * 1000 <= cluster.epochMs + nowMs(cluster.state)) return undefined;
  const { namespace, serviceaccount } = claims['kubernetes.io'];
  const account = findObject(cluster, 'ServiceAccount', serviceaccount.name, namespace);
  const shared = claims.aud.filter((one) => audiences.includes(one));
  if (account?.metadata.uid !== serviceaccount.uid || shared.length === 0) return undefined;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return { user: { username: claims.sub, uid: serviceaccount.uid, groups }, audiences: shared };
}
