/** The clusters of one engine in this process. */
import type { Engine } from '../sitting/engine.ts';
import type { ForeignListener } from '../sitting/foreign.ts';
import type { ClientSink, ClusterPort } from './port.ts';

/** Makes the listener that the engine is opened with, and the port of the engine once it stands. */
export function enginePort(): { readonly listener: ForeignListener; portOf(engine: Engine): ClusterPort } {
  const sinks = new Map<number, ClientSink>();
  let last = 0;
  return {
    listener: {
      data: (stream, text) => sinks.get(stream)?.data(text),
      ended: (stream) => sinks.get(stream)?.ended(),
      text: (stream, channel, text) => sinks.get(stream)?.text(channel, text),
      exited: (stream, exitCode) => sinks.get(stream)?.exited(exitCode),
    },
    portOf: (engine) => ({
      connect(sink) {
        const stream = ++last;
        sinks.set(stream, sink);
        return {
          request: (cluster, request) => engine.clientRequest(stream, cluster, request),
          converse: (conversation) => engine.clientConverse(conversation),
          exec: (call) => engine.clientExec(stream, call),
          keys: (text) => void engine.clientKeys(stream, text),
          resize: (columns, rows) => void engine.clientResize(stream, columns, rows),
          gone() {
            sinks.delete(stream);
            void engine.clientGone(stream);
          },
        };
      },
    }),
  };
}
