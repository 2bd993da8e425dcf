import { ritual } from '../ritual-flags.ts';

export const addHandover = ritual(
  'handover',
  'tell old and new mentor what there is, on a rotation’s last working day',
);
