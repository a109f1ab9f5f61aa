import type { MailboxRequest } from '../graph-context.ts';
import { GraphRefusal } from '../graph-error.ts';
import type { JsonObject } from '../mailbox.ts';
import type { DeltaRow, DeltaState } from './delta-tokens.ts';

/** A resource that changes are asked of. */
export interface DeltaSource<Parameters, Rendering> {
  readonly kind: string;
  /** `@odata.context` of the answers. */
  readonly context: string;
  /** What the first request of a round fixes for ever. */
  readParameters(): Parameters;
  /** Everything, or what changed after a version; what belongs together is one group. */
  rows(parameters: Parameters, since: number | undefined): readonly (readonly DeltaRow<Rendering>[])[];
  rendering(parameters: Parameters): Rendering;
  /** Query that begins a new round like the one of a token that is dead, up to the empty token. */
  restartQuery(parameters: Parameters): string;
}

const defaultPageSize = 10;

/**
 * Answers one request of a delta round (Graph docs, "Use delta query to track changes").
 *
 * @throws GraphRefusal 400 for a token that is none, 410 for one that is known no longer.
 */
export function deltaRound<Parameters, Rendering>(
  work: MailboxRequest,
  source: DeltaSource<Parameters, Rendering>,
): JsonObject {
  const { deltaTokens, versions } = work.context;
  const token = tokenIn(work.request.query);
  const state = token === undefined ? undefined : readState(work, source, token);
  const parameters = state?.parameters ?? source.readParameters();
  const version = state?.rest === undefined ? versions.current : state.version;
  const groups = state?.rest ?? source.rows(parameters, state?.version);
  const size = work.preferences.maxPageSize ?? defaultPageSize;
  const rows: DeltaRow<Rendering>[] = [];
  let taken = 0;
  for (const group of groups) {
    if (taken > 0 && rows.length + group.length > size) break;
    rows.push(...group);
    taken += 1;
  }
  const rendering = source.rendering(parameters);
  const rest = groups.slice(taken);
  const common = { kind: source.kind, mailbox: work.mailbox, parameters, version };
  const [base = ''] = work.request.url.split('?');
  const link =
    rest.length > 0
      ? { '@odata.nextLink': `${base}?$skiptoken=${deltaTokens.issue({ ...common, rest })}` }
      : { '@odata.deltaLink': `${base}?$deltatoken=${deltaTokens.issue(common)}` };
  return { '@odata.context': source.context, value: rows.map((row) => row(rendering)), ...link };
}

function readState<Parameters, Rendering>(
  work: MailboxRequest,
  source: DeltaSource<Parameters, Rendering>,
  token: string,
): DeltaState<Parameters, Rendering> {
  const read = work.context.deltaTokens.read(token);
  const isOwn = read !== undefined && read.state.kind === source.kind && read.state.mailbox === work.mailbox;
  if (!isOwn) throw new GraphRefusal(400, 'BadRequest', 'Badly formed token.');
  // Tokens of one kind are issued by one source, with its parameters and for its rendering.
  const state = read.state as DeltaState<Parameters, Rendering>;
  if (read.isDead) {
    const [base = ''] = work.request.url.split('?');
    throw new GraphRefusal(
      410,
      'SyncStateNotFound',
      'The sync state generation is not found; please retry without the delta token.',
      { location: `${base}?${source.restartQuery(state.parameters)}$deltatoken=` },
    );
  }
  return state;
}

/** An empty token begins a new round. */
function tokenIn(query: URLSearchParams): string | undefined {
  const names = ['$deltatoken', '$skiptoken'];
  const token = [...query].find(([name]) => names.includes(name.toLowerCase()))?.[1];
  return token === '' ? undefined : token;
}
