/**
 * Bundles the command line and the library into `dist`: one chunk per command's needs, so that `--help` loads next to
 * nothing. Beside it, the licences of what was bundled.
 */
import { execFileSync } from 'node:child_process';
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
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import Handlebars from 'handlebars';
import { parse } from 'yaml';

/** Handlebars, our own templates and the sanitiser as files of their own, which are read when they are first used. */
const onDemand = {
  name: 'on-demand',
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/]text[\\/]on-demand\.ts$/ }, () => {
      return {
        contents: [
          `export const compiler = () => require('./handlebars.cjs');`,
          `export const runtime = () => require('./handlebars-runtime.cjs');`,
          `export const precompiled = () => require('./templates.cjs');`,
          `export const sanitizer = () => require('./sanitize-html.cjs');`,
        ].join('\n'),
        resolveDir: resolve('src/text'),
      };
    });
  },
};

/** gitbeaker's own limits on requests, which are never asked for: ours go by what GitLab answers (src/gitlab/transport/rate-limit.ts). */
const unused = {
  name: 'unused',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:rate-limiter-flexible|picomatch-browser)$/ }, ({ path }) => ({
      path,
      namespace: 'unused',
    }));
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
      contents:
        'export const RateLimiterQueue = null, RateLimiterMemory = null; export default { isMatch: () => false };',
    }));
  },
};

rmSync('dist', { recursive: true, force: true });
const shared = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Two of the libraries are CommonJS and ask for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  plugins: [onDemand, unused],
  external: [
    ...['handlebars', 'handlebars-runtime', 'templates', 'sanitize-html'].map((name) => `./${name}.cjs`),
    // Its WebAssembly lies beside it; only `rotations` loads it.
    'highs',
  ],
  logLevel: 'warning',
};
const { metafile } = await build({
  ...shared,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  splitting: true,
  // The same classes without the presets that tie all hundred of them together: we bring a requester of our own.
  // And YAML as a module, of which only what is used is taken.
  alias: {
    '@gitbeaker/rest': '@gitbeaker/core',
    yaml: './node_modules/yaml/browser/dist/index.js',
  },
  minify: true,
  metafile: true,
});

const extra = [];
for (const [file, entry] of [
  ['handlebars.cjs', 'handlebars'],
  ['handlebars-runtime.cjs', 'handlebars/runtime'],
  ['sanitize-html.cjs', 'sanitize-html'],
])
  extra.push(
    await build({
      stdin: { contents: `module.exports = require('${entry}')`, resolveDir: resolve('.') },
      outfile: `dist/${file}`,
      bundle: true,
      format: 'cjs',
      platform: 'node',
      minify: true,
      metafile: true,
    }),
  );
const templates = readdirSync('templates', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.hbs'))
  .map((file) => {
    // As createRender compiles what a program brings (src/text/templates.ts).
    const options = { strict: true, noEscape: file.endsWith('.md.hbs'), knownHelpersOnly: true };
    const text = readFileSync(join('templates', file), 'utf8');
    return `${JSON.stringify(file)}: ${Handlebars.precompile(text, options)}`;
  });
writeFileSync('dist/templates.cjs', `module.exports = {${templates.join(',\n')}};`);

const packages = new Set(
  [metafile, ...extra.map((each) => each.metafile)]
    .flatMap(({ inputs }) => Object.keys(inputs))
    .flatMap((path) => {
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

// Installed programs, read and checked: a run takes them as they are unless a file of theirs has changed since.
const { readProgram } = await loader('src/program/load-program.ts');
const programs = resolve('templates/programs');
mkdirSync('dist/programs');
for (const name of readdirSync(programs)) {
  const files = {};
  const read = (file) => {
    if (!existsSync(file)) return null;
    const text = readFileSync(file, 'utf8');
    if (!file.includes('/words/')) files[relative(programs, file)] = text;
    return text;
  };
  const sources = { read, programs, words: resolve('templates/words'), root: programs };
  const { program, role } = readProgram(join(programs, name), sources);
  writeFileSync(
    join('dist/programs', name.replace('.yaml', '.json')),
    JSON.stringify({ files, program, role }),
  );
}

// Schemas for editors, as `kickoff schema` prints them.
const { SCHEMAS, schemaText } = await loader('src/program/json-schema.ts');
mkdirSync('dist/schemas');
for (const name of SCHEMAS) writeFileSync(`dist/schemas/${name}.json`, schemaText(name));

/** A module of ours, bundled to be run once. */
async function loader(entry) {
  const outfile = resolve('dist/loader.mjs');
  await build({ ...shared, entryPoints: [entry], outfile });
  const module = await import(`${pathToFileURL(outfile).href}?${entry}`);
  rmSync(outfile);
  return module;
}

// The overview, which is asked for most, as it is at 80 columns.
writeFileSync('dist/help.txt', execFileSync(process.execPath, ['dist/cli.js', '--help']));

// In a clone `npx kickoff` shall find this build, and neither ask a registry nor keep a copy in npx's cache.
chmodSync('dist/cli.js', 0o755);
if (process.platform !== 'win32') {
  mkdirSync('node_modules/.bin', { recursive: true });
  rmSync('node_modules/.bin/kickoff', { force: true });
  symlinkSync('../../dist/cli.js', 'node_modules/.bin/kickoff');
}
