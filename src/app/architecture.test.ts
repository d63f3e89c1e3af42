import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What the import rules of the lint configuration cannot say: they see one file at a time, and only names. */

const src = resolve(import.meta.dirname, '..');

interface Source {
  /** Below src, with forward slashes: `features/halyrd/store.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

interface Import {
  /** Below src as well, without its extension; a package by its name. */
  readonly to: string;
  readonly isOurs: boolean;
  readonly isType: boolean;
}

/** Also of other files at the top of src, which are contracts as well. */
const layerOfContract = 2;

/** Lower numbers may not import higher ones. */
const layers: Readonly<Record<string, number>> = {
  lib: 0,
  session: 1,
  timeline: 1,
  recorder: 1,
  ui: 1,
  feature: layerOfContract,
  features: 3,
  app: 4,
  main: 5,
};

const spine = [
  'PROTOCOL.md',
  'index.ts',
  'schema.ts',
  'fixtures.ts',
  'store.ts',
  'describe.ts',
  'mock.ts',
  'views',
];

const sources = filesBelow(src)
  .filter((path) => /\.tsx?$/.test(path))
  .map(readSource);
const features = foldersIn(join(src, 'features'));

describe('imports', () => {
  it('point down: app > features > the contract > (timeline, recorder, session, ui) > lib', () => {
    const climbs = edges((from, { to, isOurs }) => isOurs && layerOf(to) > layerOf(from.path));
    expect(climbs).toEqual([]);
  });

  it('never lead from a folder of the middle to its neighbour, but for types', () => {
    const sideways = edges(
      (from, { to, isOurs, isType }) =>
        isOurs &&
        !isType &&
        layerOf(to) === 1 &&
        layerOf(from.path) === 1 &&
        top(to) !== top(from.path),
    );
    expect(sideways).toEqual([]);
  });

  it('never lead from one feature into another', () => {
    const foreign = edges((from, { to, isOurs }) => {
      const [mine, theirs] = [featureOf(from.path), featureOf(to)];
      return isOurs && mine !== null && theirs !== null && mine !== theirs;
    });
    expect(foreign).toEqual([]);
  });

  it('reach lightweight-charts from ui only', () => {
    const charts = edges(
      (from, { to }) => /^lightweight-charts(\/|$)/.test(to) && top(from.path) !== 'ui',
    );
    expect(charts).toEqual([]);
  });

  it('reach the mock from nothing that is shipped', () => {
    const mocks = edges(
      (from, { to, isOurs }) =>
        isOurs && isMock(to) && !isMock(from.path) && !isTest(from.path) && !isProgram(from.path),
    );
    expect(mocks).toEqual([]);
  });

  it('resolve to a file, so that these rules see all of them', () => {
    const lost = edges((_from, { to, isOurs }) => isOurs && !existsAsModule(to));
    expect(lost).toEqual([]);
  });
});

describe('folders', () => {
  it('hold at least the four slices', () => {
    if (!existsSync(join(src, 'features'))) return;
    expect(features).toEqual(
      expect.arrayContaining(['halyrd', 'hyperoru', 'nexusglass', 'quimeria']),
    );
  });

  it('have the same spine in every feature', () => {
    const missing = features.flatMap((name) =>
      [...spine, `use-${name}-socket.ts`]
        .map((file) => `features/${name}/${file}`)
        .filter((path) => !existsSync(join(src, path)) && !existsSync(join(src, `${path}x`))),
    );
    expect(missing).toEqual([]);
  });

  it('have no barrels, apart from the index of a feature', () => {
    const barrels = sources
      .map(({ path }) => path)
      .filter((path) => /^index\.tsx?$/.test(basename(path)))
      .filter((path) => !/^features\/[^/]+\/index\.ts$/.test(path));
    expect(barrels).toEqual([]);
  });
});

describe('what arrives from a wire', () => {
  it('is never turned into markup', () => {
    const setters = sources
      .filter(({ path }) => !isTest(path))
      .filter(({ text }) =>
        /dangerouslySetInnerHTML|\b(innerHTML|outerHTML|insertAdjacentHTML|srcdoc|srcDoc)\b|document\.write/.test(
          text,
        ),
      );
    expect(setters.map(({ path }) => path)).toEqual([]);
  });
});

function edges(isWrong: (from: Source, edge: Import) => boolean): string[] {
  return sources.flatMap((source) =>
    source.imports
      .filter((edge) => isWrong(source, edge))
      .map(({ to }) => `${source.path} imports ${to}`),
  );
}

/** Tests and the programs beside the page (mock, worker, relay) stand above the order of layers. */
function layerOf(path: string): number {
  if (isTest(path) || isProgram(path) || isMock(path)) return Infinity;
  return layers[top(path)] ?? layerOfContract;
}

function top(path: string): string {
  return (path.split('/')[0] ?? '').replace(/\.tsx?$/, '');
}

function featureOf(path: string): string | null {
  return /^features\/([^/]+)\//.exec(`${path}/`)?.[1] ?? null;
}

function isMock(path: string): boolean {
  return top(path) === 'mock' || /^features\/[^/]+\/mock(-[^/]*)?(\.ts)?$/.test(path);
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

function isProgram(path: string): boolean {
  return ['mock', 'worker', 'relay'].includes(top(path));
}

function existsAsModule(path: string): boolean {
  const file = join(src, path.replace(/\?.*$/, ''));
  return (
    ['', '.ts', '.tsx', '.d.ts'].some((end) => existsSync(file + end) && isFile(file + end)) ||
    existsSync(join(file, 'index.ts'))
  );
}

function isFile(path: string): boolean {
  return statSync(path).isFile();
}

function readSource(file: string): Source {
  const path = relative(src, file).split(sep).join('/');
  const text = readFileSync(file, 'utf8');
  return { path, text, imports: importsOf(path, text) };
}

function importsOf(path: string, text: string): Import[] {
  const code = text.replace(/^\s*(\/\/|\/?\*).*$/gm, '');
  const statements = code.matchAll(
    /^(?:import|export)\s+(type\s+)?(?:[\w*{][^'";]*\sfrom\s+)?['"]([^'"]+)['"]/gm,
  );
  const calls = code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g);
  return [
    ...Array.from(statements, ([, type, to]) => toImport(path, to ?? '', type !== undefined)),
    ...Array.from(calls, ([, to]) => toImport(path, to ?? '', false)),
  ];
}

function toImport(from: string, specifier: string, isType: boolean): Import {
  if (specifier.startsWith('~/')) return { to: specifier.slice(2), isOurs: true, isType };
  if (!specifier.startsWith('.')) return { to: specifier, isOurs: false, isType };
  return { to: posix.join(dirname(from), specifier), isOurs: true, isType };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
