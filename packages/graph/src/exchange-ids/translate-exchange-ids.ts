import { CalendarError } from '@kalends/core';
import type { Outcome } from '@kalends/core';
import { parseOptions } from '@kalends/core/schemas';
import { z } from 'zod';
import { reading } from '../calendars/read-calendar.ts';
import { together } from '../client/together.ts';
import { endsCall } from '../errors/ends-call.ts';
import { failedOutcome } from '../errors/failed-outcome.ts';
import { providerId } from '../graph-context.ts';
import type { GraphSession } from '../graph-session.ts';
import { exchangeIdListWireSchema } from '../wire/exchange-id-wire.ts';
import type { ExchangeIdWire } from '../wire/exchange-id-wire.ts';
import type { ToEwsIdsOptions, ToGraphIdsOptions } from './exchange-id-group.ts';

/** Ids per request (Graph docs, "user: translateExchangeIds"). */
const maxIds = 1_000;

/** The form of all ids of this package. */
const ownForm = 'restImmutableEntryId';

const ids = z.array(z.string().min(1).max(4_096)).min(1).max(10_000);
const signal = z.instanceof(AbortSignal).exactOptional();
const toGraphSchema: z.ZodType<ToGraphIdsOptions> = z.strictObject({
  signal,
  ids,
  kind: z.enum(['ewsId', 'entryId', 'immutableEntryId', 'restId']).exactOptional(),
});
const toEwsSchema: z.ZodType<ToEwsIdsOptions> = z.strictObject({ signal, ids });

/** Translates ids to the form of this package. */
export function toGraphIds(
  session: GraphSession,
  options: ToGraphIdsOptions,
  callSignal: AbortSignal,
): Promise<readonly Outcome<string>[]> {
  const operation = 'exchangeIds.toGraph';
  const { ids: asked, kind = 'ewsId' } = parseOptions(toGraphSchema, options, operation);
  return translate(session, { operation, ids: asked, source: kind, target: ownForm, signal: callSignal });
}

/** Translates ids to the form of Exchange Web Services. */
export function toEwsIds(
  session: GraphSession,
  options: ToEwsIdsOptions,
  callSignal: AbortSignal,
): Promise<readonly Outcome<string>[]> {
  const operation = 'exchangeIds.toEws';
  const { ids: asked } = parseOptions(toEwsSchema, options, operation);
  return translate(session, { operation, ids: asked, source: ownForm, target: 'ewsId', signal: callSignal });
}

interface Translation {
  readonly operation: string;
  readonly ids: readonly string[];
  readonly source: string;
  readonly target: string;
  readonly signal: AbortSignal;
}

async function translate(session: GraphSession, translation: Translation): Promise<readonly Outcome<string>[]> {
  const { operation } = translation;
  const distinct = [...new Set(translation.ids)];
  const chunks = Array.from({ length: Math.ceil(distinct.length / maxIds) }, (_, index) =>
    distinct.slice(index * maxIds, (index + 1) * maxIds),
  );
  const outcomes = new Map<string, Outcome<string>>();
  const lost: CalendarError[] = [];
  const translateChunk = async (chunk: readonly string[], either: AbortSignal): Promise<void> => {
    try {
      const answers = await ask(session, { ...translation, ids: chunk, signal: either });
      for (const id of chunk) outcomes.set(id, outcomeOf(answers.get(id), operation));
    } catch (error) {
      if (!CalendarError.is(error) || endsCall(error)) throw error;
      lost.push(error);
      for (const id of chunk) outcomes.set(id, failedOutcome(error, operation));
    }
  };
  await together(translation.signal, (either) => Promise.all(chunks.map((chunk) => translateChunk(chunk, either))));
  const [first] = lost;
  if (first !== undefined && lost.length === chunks.length) throw first;
  return translation.ids.map((id) => outcomes.get(id) ?? outcomeOf(undefined, operation));
}

async function ask(session: GraphSession, translation: Translation): Promise<ReadonlyMap<string, ExchangeIdWire>> {
  const { operation, ids: inputIds, source, target, signal: callSignal } = translation;
  const { value } = await session.reader.read({
    method: 'POST',
    operation,
    permission: reading,
    path: `${session.mailboxPath}/translateExchangeIds`,
    body: { InputIds: inputIds, SourceIdType: source, TargetIdType: target },
    schema: exchangeIdListWireSchema,
    what: 'the translated ids',
    signal: callSignal,
  });
  return new Map(value.map((entry) => [entry.sourceId ?? '', entry]));
}

function outcomeOf(answer: ExchangeIdWire | undefined, operation: string): Outcome<string> {
  if (answer?.targetId) return { kind: 'done', value: answer.targetId };
  const vendorCode = answer?.errorDetails?.code ?? undefined;
  const isMissing = answer === undefined;
  const error = new CalendarError({
    code: isMissing ? 'invalidResponse' : 'notFound',
    message: isMissing
      ? 'Microsoft Graph said nothing about this id'
      : 'This id is none of the mailbox in the form that was named',
    provider: providerId,
    vendorCode,
  });
  return failedOutcome(error, operation);
}
