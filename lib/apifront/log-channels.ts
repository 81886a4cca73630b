/** What a container writes from now on, until it ends: attached to a command that reads no input. */
import type { WebSocket } from 'ws';
import { CHANNEL, refusedBy } from './channels.ts';
import type { Client, ClientSink, ClusterPort } from './port.ts';

export interface LogSource {
  readonly cluster: string;
  readonly podPath: string;
  readonly container: string;
}

interface PodEvent {
  readonly type: string;
  readonly object?: {
    readonly status?: {
      readonly containerStatuses?: readonly { readonly name: string; readonly state?: { readonly running?: object } }[];
    };
  };
}

const SUCCESS = JSON.stringify({ metadata: {}, status: 'Success' });

export class LogChannels {
  readonly #source: LogSource;
  readonly #clients: Client[] = [];
  #socket: WebSocket | undefined;
  #early: string[] = [];
  #state: 'Open' | 'Ended' = 'Open';

  constructor(source: LogSource) {
    this.#source = source;
  }

  /** Throws when the API refuses. */
  async start(port: ClusterPort): Promise<void> {
    const { cluster, podPath, container } = this.#source;
    const [, pods = '', name = ''] = /^(.*)\/([^/]+)$/.exec(podPath) ?? [];
    await this.#follow(port, cluster, `${podPath}/log`, { follow: 'true', tailLines: '0', container }, (text) =>
      this.#write(text),
    );
    const query = { watch: 'true', fieldSelector: `metadata.name=${name}` };
    await this.#follow(port, cluster, pods, query, (text) => this.#look(text));
  }

  attach(socket: WebSocket): void {
    this.#socket = socket;
    const leave = () => {
      for (const client of this.#clients.splice(0)) client.gone();
    };
    socket.on('close', leave);
    socket.on('error', leave);
    for (const text of this.#early.splice(0)) this.#write(text);
    if (this.#state === 'Ended') this.#end();
  }

  async #follow(
    port: ClusterPort,
    cluster: string,
    path: string,
    query: Readonly<Record<string, string>>,
    data: (text: string) => void,
  ): Promise<void> {
    const sink: ClientSink = { data, ended: () => this.#end(), text() {}, exited() {} };
    const client = port.connect(sink);
    this.#clients.push(client);
    const answer = await client.request(cluster, { method: 'GET', path, query });
    if (answer.kind === 'Answer') throw refusedBy(answer);
  }

  #write(text: string): void {
    if (!this.#socket) this.#early.push(text);
    else this.#socket.send(Buffer.concat([Buffer.from([CHANNEL.stdout]), Buffer.from(text)]));
  }

  /** Whole lines of a watch. */
  #look(text: string): void {
    for (const line of text.split('\n').filter((one) => one !== '')) {
      const { type, object } = JSON.parse(line) as PodEvent;
      const own = object?.status?.containerStatuses?.find(({ name }) => name === this.#source.container);
      if (type === 'DELETED' || type === 'ERROR' || (own && !own.state?.running)) this.#end();
    }
  }

  #end(): void {
    this.#state = 'Ended';
    this.#socket?.send(Buffer.concat([Buffer.from([CHANNEL.error]), Buffer.from(SUCCESS)]));
    this.#socket?.close(1000);
  }
}
