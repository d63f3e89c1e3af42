import type { Fingerprint } from '~/feature';

/** QUIMERIA and Halyrd both like port 8000; only QUIMERIA says whether its pipeline is ready (QU-T26). */
export const fingerprint: Fingerprint = {
  path: '/api/ping',
  matches: (status, body) =>
    status === 200 &&
    typeof body === 'object' &&
    body !== null &&
    'status' in body &&
    'pipeline_ready' in body,
};
