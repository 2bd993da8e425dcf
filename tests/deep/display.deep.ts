/** No display lies: 100,000 scores against every bound. */
import { test } from 'vitest';
import { displaysAgree } from '../support/display.ts';
import { record } from '../support/record.ts';

test('100,000 scores: number, per cent, bar, page and band agree with the exact value', () => {
  displaysAgree(100_000);
  record({
    guarantee: 'Display',
    fault: 'scores on, beside and between all bounds',
    schedules: 100_000,
    result: 'number, per cent, bar, page and band on the exact side of each',
  });
});
