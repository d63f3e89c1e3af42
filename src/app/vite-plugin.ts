import type { HtmlTagDescriptor, IndexHtmlTransformContext, Plugin } from 'vite';

/** As in `use-media-query.ts`, which only a browser can import. */
const WIDE = '(min-width: 1024px)';

/** What else the first screen shows, whatever is connected. */
const SIGHT =
  /src\/(ui\/(EventFeed|EquityChart|DataTable)|app\/dashboard\/DeskTabs|features\/[^/]+\/views\/[^/]+Board)\.tsx$/;

/**
 * Which modules are fetched together, with all they import that no group before has. What `main.tsx` uses must not drag in
 * anything that makes schemas, so it stands first; what is left makes chunks as it is imported.
 */
const GROUPS: readonly (readonly [name: string, modules: RegExp])[] = [
  ['base', /node_modules\/zod\/|vite\/preload-helper|rolldown\/runtime/],
  // What the wide layout shares with others must not make them wait for it: a phone never asks for it.
  ['start', /src\/(app\/start|ui\/ScrollRegion)\.tsx/],
  ['bars', /src\/ui\/BarChart\.tsx/],
  ['wide', /src\/app\/dashboard\/WideLayout\.tsx/],
  ['sight', SIGHT],
  ['windows', /src\/ui\/(Dialog|ConfirmDialog|Field|TextList|Menu)\.tsx/],
];

/** The desk of a feature, whatever its tabs. */
const DESK = /features\/([^/]+)\/[^/]*views\//;

const groups = [
  ...GROUPS.map(([name, test], index) => ({ name, test, priority: GROUPS.length - index })),
  { name: (id: string) => DESK.exec(id)?.[1] ?? null, debugName: 'desks', priority: 0 },
];

/** What the page asks for while it is still being read, with all that it imports; in its order of need. */
const EARLY: readonly Early[] = [
  { module: /src\/app\/start\.tsx$/ },
  { module: /src\/ui\/BarChart\.tsx$/ },
  { module: /src\/app\/dashboard\/WideLayout\.tsx$/, attrs: { media: WIDE } },
  { module: SIGHT, attrs: { fetchpriority: 'low' } },
];

interface Early {
  readonly module: RegExp;
  readonly attrs?: Readonly<Record<string, string>>;
}

/** Says how a build is cut, and has its page ask at once for what is shown first, which it would else ask for in turn. */
export function firstLoad(): Plugin {
  return {
    name: 'vigil-first-load',
    apply: 'build',
    config: () => ({ build: { rolldownOptions: { output: { codeSplitting: { groups } } } } }),
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => (bundle ? links(html, Object.values(bundle)) : []),
    },
  };
}

type Output = NonNullable<IndexHtmlTransformContext['bundle']>[string];
type Chunk = Extract<Output, { type: 'chunk' }>;

function links(html: string, outputs: readonly Output[]): HtmlTagDescriptor[] {
  const chunks = new Map(
    outputs.filter((output) => output.type === 'chunk').map((chunk) => [chunk.fileName, chunk]),
  );
  const tags = new Map<string, HtmlTagDescriptor>();
  for (const { module, attrs } of EARLY) {
    for (const chunk of chunks.values()) {
      if (!module.test(chunk.facadeModuleId ?? '')) continue;
      for (const { fileName } of closureOf(chunk, chunks)) {
        if (html.includes(fileName) || tags.has(fileName)) continue;
        const link = { rel: 'modulepreload', crossorigin: true, href: `/${fileName}`, ...attrs };
        tags.set(fileName, { tag: 'link', attrs: link, injectTo: 'head' });
      }
    }
  }
  return [...tags.values()];
}

/** A chunk and all that it imports. */
function closureOf(entry: Chunk, chunks: ReadonlyMap<string, Chunk>): ReadonlySet<Chunk> {
  const found = new Set([entry]);
  // Grows while it is walked.
  for (const { imports } of found) {
    for (const name of imports) {
      const chunk = chunks.get(name);
      if (chunk) found.add(chunk);
    }
  }
  return found;
}
