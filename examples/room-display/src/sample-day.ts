import { demoCompany } from '@kalends/testing';
import type { Company, Meeting } from '@kalends/testing';

/**
 * The demo company with a full day in its Mole Room: a meeting with a link in its location, a private one, one without a link.
 *
 * @param day - `YYYY-MM-DD`.
 */
export function sampleDay(day: string): Company {
  const company = demoCompany(day);
  const meeting = (id: string, from: string, to: string, parts: Partial<Meeting>): Meeting => ({
    id,
    title: id,
    organizer: 'marta',
    invitees: [{ who: 'mole', response: 'accepted' }],
    when: { kind: 'timed', start: `${day}T${from}:00`, end: `${day}T${to}:00`, timeZone: company.timeZone },
    ...parts,
  });
  return {
    ...company,
    meetings: [
      meeting('release', '09:30', '10:30', {
        title: 'Firmware release call',
        location: 'https://tidewater.zoom.us/j/91234567890?pwd=Rk9PQkFSUVVY',
      }),
      meeting('appraisal', '11:00', '12:00', { title: 'Appraisal', privacy: 'private' }),
      meeting('tides', '14:00', '15:00', { title: 'Tide tables working group', organizer: 'priya' }),
    ],
  };
}
