/** What is used of a package without types. */
declare module 'spdy-transport' {
  import type { EventEmitter } from 'node:events';
  import type { Duplex } from 'node:stream';

  interface Stream extends Duplex {
    readonly headers: Readonly<Record<string, string>>;
    respond(status: number, headers: Readonly<Record<string, string>>): void;
  }

  interface Connection extends EventEmitter {
    start(version: number): void;
    on(event: 'stream', listener: (stream: Stream) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
  }

  const transport: {
    readonly connection: {
      create(socket: Duplex, options: { readonly protocol: 'spdy'; readonly isServer: boolean }): Connection;
    };
  };
  // biome-ignore lint/style/noDefaultExport: as the package has it
  export default transport;
}
