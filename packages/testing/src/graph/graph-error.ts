/** A refusal of Graph on its way to the error body. */
export class GraphRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'GraphRefusal';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Ids and time that go into an error body. */
export interface GraphErrorIds {
  readonly requestId: string;
  readonly clientRequestId: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** The error body of Microsoft Graph (Graph docs, "Microsoft Graph error responses and resource types"). */
export function graphErrorBody(code: string, message: string, ids: GraphErrorIds): Readonly<Record<string, unknown>> {
  return {
    error: {
      code,
      message,
      innerError: {
        // UTC without a suffix.
        date: new Date(ids.now).toISOString().slice(0, 19),
        'request-id': ids.requestId,
        'client-request-id': ids.clientRequestId,
      },
    },
  };
}

/** A request Graph cannot make sense of. */
export function badRequest(message: string): GraphRefusal {
  return new GraphRefusal(400, 'BadRequest', message);
}

/** A scope or mailbox that is out of reach. */
export function accessDenied(): GraphRefusal {
  return new GraphRefusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

/** A directory object that is out of reach. */
export function privilegesMissing(): GraphRefusal {
  return new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

/** An item or folder that is not there (any more). */
export function itemNotFound(): GraphRefusal {
  return new GraphRefusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

/** Something the real service can do and this emulator cannot. */
export function notImplemented(): GraphRefusal {
  return new GraphRefusal(501, 'NotImplemented', 'The emulator does not implement this operation.');
}
