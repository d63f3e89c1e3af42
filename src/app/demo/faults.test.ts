import { describe, expect, it } from 'vitest';
import { faultValue, isFaultName } from '~/mock/faults';
import { FAULT_GROUPS } from './faults';

describe('the demo menu', () => {
  it('[F2] asks for nothing that the demo backend would refuse', () => {
    for (const { name, value = true, choices } of FAULT_GROUPS.flatMap(({ faults }) => faults)) {
      const values = choices?.map((choice) => choice.value) ?? [value];
      for (const given of values) {
        expect(isFaultName(name) && faultValue(name, given), name).toBeDefined();
      }
    }
  });
});
