/**
 * The port on which people's own kubectl reaches the clusters of their sittings. It speaks TLS, for clients send no
 * token over plain HTTP; where a proxy speaks TLS for us, the pages' own port serves the same paths.
 */
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { openCertificates } from '../apifront/certificates.ts';
import type { Front } from '../apifront/front.ts';

export interface ClusterListenerOptions {
  /** The address people use, when it is not this machine. */
  readonly publicUrl: string | undefined;
  readonly port: number;
  readonly host: string | undefined;
  /** Holds the authority's key: the data folder. */
  readonly folder: string;
}

export interface ClusterListener {
  readonly reach: { readonly url: string; readonly authority: string | undefined };
  /** Whether the pages' own port is behind TLS and serves the front too. */
  readonly behindProxy: boolean;
  serve(front: Front): void;
  close(): void;
}

/** Rejects with the system's error when the port cannot be had. */
export async function openClusterListener(options: ClusterListenerOptions): Promise<ClusterListener> {
  const { publicUrl, port, host, folder } = options;
  if (publicUrl?.startsWith('https:')) {
    const url = publicUrl.replace(/\/+$/, '');
    return { reach: { url, authority: undefined }, behindProxy: true, serve() {}, close() {} };
  }
  const name = publicUrl ? new URL(publicUrl).hostname : 'localhost';
  const { authority, certificate, key } = await openCertificates(folder, [name]);
  const server = createServer({ cert: certificate, key });
  await listen(server, port, host);
  const url = `https://${name}:${(server.address() as AddressInfo).port}`;
  return {
    reach: { url, authority },
    behindProxy: false,
    serve(front) {
      server.on('request', (request, response) => {
        if (!front.handle(request, response)) response.writeHead(404).end();
      });
      server.on('upgrade', (request, socket, head) => {
        if (!front.upgrade(request, socket, head)) socket.destroy();
      });
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, done);
  });
}
