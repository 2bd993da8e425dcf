/** What stands outside our blocks when a thing is made. */
import type { Wanted } from '../../model/resource.ts';

export const firstBelow = (wanted: Wanted | undefined): string =>
  wanted === undefined
    ? ''
    : [
        'asParent' in wanted && wanted.asParent ? wanted.asParent.reading : '',
        wanted.kind === 'issue' ? wanted.worksheet : '',
      ]
        .filter((text) => text !== '')
        .join('\n\n');
