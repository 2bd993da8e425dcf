/**
 * The pictures of the README, from a run of the demo: the page wide, the page on a phone in the dark, the terminal, and a plan of rotations.
 * Needs a Chromium (or KICKOFF_CHROMIUM).
 *
 *   npm run build && node scripts/pictures.mjs
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const executablePath = [
  process.env.KICKOFF_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));
if (!executablePath) throw new Error('no Chromium here; set KICKOFF_CHROMIUM');

const folder = mkdtempSync(join(tmpdir(), 'kickoff-pictures-'));
const demo = spawnSync(process.execPath, ['dist/cli.js', 'demo', '--out', folder], {
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1', NO_COLOR: '', COLUMNS: '80' },
});
if (demo.status !== 0) throw new Error(demo.stderr);
const begin = demo.stdout.lastIndexOf('$ kickoff report');
const end = demo.stdout.indexOf('Areas', begin);
const lines = demo.stdout.slice(begin, end).trimEnd();
const planned = demo.stdout
  .slice(demo.stdout.indexOf('$ kickoff rotations'), demo.stdout.indexOf('Written into'))
  .trimEnd()
  .replaceAll(/\S*cohort-of-four\.yaml/g, 'cohort.yaml');

const COLORS = { 31: '#ff7b72', 32: '#56d364', 33: '#e3b341', 36: '#76e3ea' };

/** What a terminal makes of the few codes that we write. */
function toHtml(text) {
  let style = {};
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return safe
    .split(/\u001b\[(\d+)m/)
    .map((part, at) => {
      if (at % 2 === 1) {
        const code = Number(part);
        if (code === 0) style = {};
        else if (code === 1) style.bold = true;
        else if (code === 2) style.dim = true;
        else if (code === 22) style = { color: style.color };
        else if (code === 39) style.color = undefined;
        else style.color = COLORS[code];
        return '';
      }
      const css = `${style.bold ? 'font-weight:700;' : ''}${style.dim ? 'opacity:.62;' : ''}${style.color ? `color:${style.color}` : ''}`;
      return css === '' ? part : `<span style="${css}">${part}</span>`;
    })
    .join('');
}

const asPage = (text) =>
  `<!doctype html><meta charset="utf-8"><style>body{margin:0;background:#0d1117}pre{display:inline-block;margin:0;padding:18px 22px;color:#e6edf3;font:14px/1.35 "DejaVu Sans Mono",monospace}</style><pre>${toHtml(text)}</pre>`;
writeFileSync(join(folder, 'terminal.html'), asPage(lines));
writeFileSync(join(folder, 'rotations.html'), asPage(planned));

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
async function shoot(file, to, options, clip) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(folder, file)).href);
  const target = clip === 'pre' ? page.locator('pre') : page;
  await target.screenshot({ path: join('docs', to), ...(clip && clip !== 'pre' ? { clip } : {}) });
  await context.close();
}
await shoot('scorecard.html', 'scorecard.png', { viewport: { width: 1180, height: 1010 } });
await shoot('scorecard.html', 'scorecard-phone.png', {
  viewport: { width: 390, height: 844 },
  colorScheme: 'dark',
});
await shoot('four/scorecard.html', 'side-by-side.png', { viewport: { width: 1180, height: 720 } });
await shoot('rotations.html', 'rotations.png', { viewport: { width: 1200, height: 900 } }, 'pre');
await shoot('terminal.html', 'terminal.png', { viewport: { width: 1200, height: 900 } }, 'pre');
await browser.close();
