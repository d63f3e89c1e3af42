import { expect, it } from 'vitest';
import { decode } from '~/session/decode';
import { describe } from './describe';
import { feature } from './index';
import { optionsSchema } from './options';
import { initialState } from './state';
import { apply } from './store';

const source = { channel: 'socket' } as const;

function heard(frame: unknown, options: Readonly<Record<string, unknown>> = {}) {
  const wire = feature.wire(optionsSchema.parse({ sessionToken: 'tok_7Qm/x', ...options }));
  const { message } = decode(wire, JSON.stringify(frame), source);
  const received = { message: message!, receivedAtMs: 1, origin: 'live', source, frameId: 1 };
  const one = received as Parameters<typeof describe>[0];
  return JSON.stringify([describe(one, initialState), apply(initialState, [one])]);
}

it('[HY-T2] what the server repeats of our token is in no entry and in no answer', () => {
  const error = 'Cannot use tok_7Qm/x, nor tok_7Qm%2Fx, nor {"api_key":"sk-1"}';
  for (const frame of [
    { type: 'error', message: error },
    { type: 'place_order', request_id: 'vg1.7.place_order.4', data: { error, code: 'tok_7Qm/x' } },
    { type: 'snapshot', error: { message: error, code: 'tok_7Qm/x' } },
  ]) {
    const text = heard(frame);
    expect(text).not.toMatch(/7Qm|sk-1/);
    expect(text).toContain('Cannot use •••');
  }
});

it('[HY-T2] nor is it in what an upstream server warns of', () => {
  const overview = { account: { id: 1 }, total_assets: 5 };
  const frame = { type: 'snapshot', overview, warning: { message: 'No wallet for tok_7Qm/x' } };
  const text = heard(frame, { dialect: 'upstream' });
  expect(text).toContain('No wallet for •••');
  expect(text).not.toContain('7Qm');
});
