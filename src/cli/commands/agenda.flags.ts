import { ritual } from '../ritual-flags.ts';

export const addAgenda = ritual(
  'agenda',
  'open the issues of the weekly 1:1s two working days ahead, and close past ones',
);
