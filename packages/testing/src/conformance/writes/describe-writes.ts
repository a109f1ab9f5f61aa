import type { InCompany } from '../fresh-company.ts';
import { describeAttachments } from './describe-attachments.ts';
import { describeAttendees } from './describe-attendees.ts';
import { describeClockChanges } from './describe-clock-changes.ts';
import { describeConferences } from './describe-conferences.ts';
import { describeCreate } from './describe-create.ts';
import { describeHostileTexts } from './describe-hostile-texts.ts';
import { describeIdempotency } from './describe-idempotency.ts';
import { describeMove } from './describe-move.ts';
import { describeNotify } from './describe-notify.ts';
import { describePolicy } from './describe-policy.ts';
import { describeProperties } from './describe-properties.ts';
import { describeRemoval } from './describe-removal.ts';
import { describeRespond } from './describe-respond.ts';
import { describeSeries } from './describe-series.ts';
import { describeSeriesUpdates } from './describe-series-updates.ts';
import { describeUpdate } from './describe-update.ts';
import { describeVersionGuard } from './describe-version-guard.ts';

/** Everything about writing events, each topic on a company of its own. */
export function describeWrites(inCompany: InCompany): void {
  const topics = [
    describePolicy,
    describeCreate,
    describeClockChanges,
    describeUpdate,
    describeSeries,
    describeSeriesUpdates,
    describeRemoval,
    describeRespond,
    describeAttendees,
    describeNotify,
    describeIdempotency,
    describeVersionGuard,
    describeProperties,
    describeAttachments,
    describeConferences,
    describeMove,
    describeHostileTexts,
  ];
  for (const describeTopic of topics) describeTopic(inCompany);
}
