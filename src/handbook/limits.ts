/** How much the schema of a program takes. */

export const LONGEST_TITLE = 180;

export const LONGEST_LINE = 500;

export const MOST_RESULTS = 20;

export const MOST_AREAS = 30;

export const MOST_OBJECTIVES = 20;
