/** Services at hand. */
export type Service = 'graph' | 'google' | 'ews';

interface Loss {
  readonly sample: string;
  readonly from: readonly Service[];
  readonly to: readonly Service[];
  readonly fields: readonly string[];
}

const outlook: readonly Service[] = ['graph', 'ews'];

/** What is lost, written by hand from what the services can keep: a second opinion beside the losses that are computed. */
const losses: readonly Loss[] = [
  { sample: 'every field', from: outlook, to: ['google'], fields: ['busyStatus', 'categories'] },
  { sample: 'every field', from: ['ews'], to: ['google', 'graph'], fields: ['body.contentType'] },
  { sample: 'every field', from: ['google'], to: outlook, fields: ['color'] },
  { sample: 'out of office', from: outlook, to: ['google'], fields: ['busyStatus'] },
  { sample: 'confidential', from: outlook, to: ['google'], fields: ['privacy'] },
  { sample: 'a zone that another stands for', from: ['google'], to: outlook, fields: ['time.timeZone'] },
  // Graph keeps no offsets, so that the second 02:30 of a night can be told in UTC alone.
  { sample: 'an hour that clocks repeat', from: ['google', 'ews'], to: ['graph'], fields: ['time.timeZone'] },
  { sample: 'places', from: ['graph'], to: ['google', 'ews'], fields: ['locations'] },
  { sample: 'a join link', from: ['google'], to: outlook, fields: ['conference'] },
  { sample: 'a join link of the service', from: ['google', 'graph'], to: outlook, fields: ['conference'] },
  { sample: 'texts of any kind', from: ['ews'], to: ['google', 'graph'], fields: ['body.contentType'] },
];

/** The fields of an event that are not the same after it was carried over. */
export function expectedLosses(sample: string, from: Service, to: Service): readonly string[] {
  const fields = losses.flatMap((loss) =>
    loss.sample === sample && loss.from.includes(from) && loss.to.includes(to) ? loss.fields : [],
  );
  // Outlook says of every event whether guests may propose another time.
  const ofOutlook = to === 'google' && from !== 'google' ? ['allowsNewTimeProposals'] : [];
  return [...ofOutlook, ...fields].toSorted();
}
