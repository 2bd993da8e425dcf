import { test } from 'vitest';
import { displaysAgree } from '../support/display.ts';

test('no display lies: number, per cent, bar and page agree with the side of each bound', () => {
  displaysAgree(5000);
});
