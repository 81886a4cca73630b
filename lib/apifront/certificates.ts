/** A certificate authority of our own, made once in a folder, and the server certificate it signs. */
// The certificate library asks for it to be there first.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type GeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** PEM texts. */
export interface Certificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3_650;
const SERVER_DAYS = 397;
/** A server certificate with less left than this is made anew at a start. */
const RENEW_DAYS = 30;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

interface Pair {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

/** Reads what stands in `folder`, or makes it: the authority once, the server's certificate when it is due or `names` changed. */
export async function openCertificates(folder: string, names: readonly string[]): Promise<Certificates> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => undefined);
  const authority = (await readPair(await read('ca.crt'), await read('ca.key'))) ?? (await makeAuthority(folder));
  const all = [...new Set(['localhost', '127.0.0.1', '::1', hostname(), ...names])];
  const standing = await readPair(await read('server.crt'), await read('server.key'));
  const server =
    standing && (await isGood(standing.certificate, authority.certificate, all))
      ? standing
      : await makeServer(folder, authority, all);
  return {
    authority: authority.certificate.toString('pem'),
    certificate: server.certificate.toString('pem'),
    key: await pemOf(server.keys.privateKey),
  };
}

async function makeAuthority(folder: string): Promise<Pair> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'CN=hoplab',
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + AUTHORITY_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return keep(folder, 'ca', { certificate, keys });
}

async function makeServer(folder: string, authority: Pair, names: readonly string[]): Promise<Pair> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: 'CN=kube-apiserver',
    issuer: authority.certificate.subject,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + SERVER_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map(generalName)),
    ],
  });
  return keep(folder, 'server', { certificate, keys });
}

function generalName(name: string): GeneralName | { type: 'dns' | 'ip'; value: string } {
  return { type: /^[\d.]+$|:/.test(name) ? 'ip' : 'dns', value: name };
}

async function isGood(certificate: X509Certificate, authority: X509Certificate, names: readonly string[]) {
  if (certificate.notAfter.getTime() < Date.now() + RENEW_DAYS * DAY_MS) return false;
  const covered =
    certificate.getExtension(SubjectAlternativeNameExtension)?.names.items.map(({ value }) => value) ?? [];
  const known = new Set(covered.map(canonical));
  return names.every((name) => known.has(canonical(name))) && certificate.verify({ publicKey: authority.publicKey });
}

function canonical(name: string): string {
  return name.includes(':') ? new URL(`http://[${name}]`).hostname : name.toLowerCase();
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

function serial(): string {
  return Buffer.from(webcrypto.getRandomValues(new Uint8Array(16)))
    .toString('hex')
    .replace(/^./, '1');
}

async function readPair(certificate: string | undefined, key: string | undefined): Promise<Pair | undefined> {
  if (!certificate || !key) return undefined;
  const parsed = new X509Certificate(certificate);
  const der = Buffer.from(key.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const privateKey = await webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, true, ['sign']);
  const publicKey = (await parsed.publicKey.export(ALGORITHM, ['verify'])) as webcrypto.CryptoKey;
  return { certificate: parsed, keys: { privateKey, publicKey } };
}

async function keep(folder: string, name: string, pair: Pair): Promise<Pair> {
  await writeWhole(join(folder, `${name}.key`), await pemOf(pair.keys.privateKey));
  await writeWhole(join(folder, `${name}.crt`), pair.certificate.toString('pem'));
  return pair;
}

/** A killed process leaves the old file or the new one. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`;
}
