/** The properties of texts and pages, each 2000 times. */
process.env.RUNS = '2000';
await import('../text/people-markdown.test.ts');
await import('../handbook/variations.test.ts');
