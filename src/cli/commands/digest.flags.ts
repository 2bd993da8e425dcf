import { ritual } from '../ritual-flags.ts';

export const addDigest = ritual(
  'digest',
  'tell the manager how everybody stands, on the last working day of a week',
);
