/**
 * What each command says of itself, for docs/reference.md. `help(...args)` runs the command line and gives what it printed.
 */
export function helpPages(help) {
  const overview = help('--help');
  const names = [...overview.slice(overview.indexOf('Start here')).matchAll(/^ {2}([\w-]+) /gm)].map(
    ([, name]) => name,
  );
  return names
    .filter((name) => name !== 'help')
    .map((name) => `### ${name}\n\n\`\`\`text\n${help(name, '--help').trim()}\n\`\`\``)
    .join('\n\n');
}
