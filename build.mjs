/**
 * Bundles the command line and the library into `dist`: one chunk per command's needs, so that `--help` loads next to
 * nothing. Beside it, the licences of what was bundled.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { parse } from 'yaml';

rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Two of the libraries are CommonJS and ask for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  minify: true,
  metafile: true,
  logLevel: 'warning',
});

const packages = new Set(
  Object.keys(metafile.inputs).flatMap((path) => {
    const found = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
    return found ? [found[0].replace(/\/$/, '')] : [];
  }),
);
const notices = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text =
    file && existsSync(join(folder, file))
      ? readFileSync(join(folder, file), 'utf8').trim()
      : `Licence: ${license}`;
  return `${name} ${version}\n\n${text}\n`;
});
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', notices.join(`\n${'-'.repeat(80)}\n\n`));

// Words of the languages as JSON: a run reads them in a fraction of the time that YAML takes.
mkdirSync('dist/words');
for (const file of readdirSync('templates/words')) {
  const { words } = parse(readFileSync(join('templates/words', file), 'utf8'));
  const flat = Object.entries(words).flatMap(([group, all]) =>
    Object.entries(all).map(([name, text]) => [`${group}.${name}`, text]),
  );
  writeFileSync(join('dist/words', file.replace('.yaml', '.json')), JSON.stringify(Object.fromEntries(flat)));
}

// In a clone `npx kickoff` shall find this build, and neither ask a registry nor keep a copy in npx's cache.
chmodSync('dist/cli.js', 0o755);
if (process.platform !== 'win32') {
  mkdirSync('node_modules/.bin', { recursive: true });
  rmSync('node_modules/.bin/kickoff', { force: true });
  symlinkSync('../../dist/cli.js', 'node_modules/.bin/kickoff');
}
