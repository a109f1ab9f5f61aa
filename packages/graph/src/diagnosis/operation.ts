/** What reads of a diagnosis name as their operation. */
export const diagnosing = 'diagnose';
