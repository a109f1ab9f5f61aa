/** Settings of {@link limitedBody}. */
export interface LimitedBodyOptions {
  readonly body: ReadableStream<Uint8Array>;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly tooLarge: () => Error;
  /** Turns a failure of the underlying stream into the error that the reader sees. */
  readonly broken: (cause: unknown) => Error;
  /** Called once, however the stream ends. */
  readonly onEnd: () => void;
}

/** Passes a body on, counting bytes, and ends with an error of ours when it grows too large, breaks or is aborted. */
export function limitedBody(options: LimitedBodyOptions): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = options.body.getReader();
  let received = 0;
  const aborted = new Promise<never>((_resolve, reject) => {
    options.signal.addEventListener('abort', () => reject(options.signal.reason), { once: true });
  });
  // Nobody may be reading when the abort comes; that must not count as an unhandled rejection.
  aborted.catch(() => undefined);

  const end = (): void => {
    options.onEnd();
    reader.cancel().catch(() => undefined);
  };

  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await Promise.race([reader.read(), aborted]);
          if (done) {
            options.onEnd();
            controller.close();
            return;
          }
          received += value.byteLength;
          if (received > options.maxBytes) {
            end();
            controller.error(options.tooLarge());
            return;
          }
          // Fetch bodies are backed by plain ArrayBuffers; the wider type admits shared ones.
          controller.enqueue(value as Uint8Array<ArrayBuffer>);
        } catch (error) {
          end();
          // Some transports break the stream with an error of their own when they are aborted.
          controller.error(options.signal.aborted ? options.signal.reason : options.broken(error));
        }
      },
      cancel() {
        end();
      },
    },
    { highWaterMark: 0 },
  );
}
