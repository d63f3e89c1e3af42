import {
  createElement,
  useLayoutEffect,
  type ComponentType,
  type FunctionComponent,
  type ReactNode,
} from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { Button } from './Button';

/** A view whose code is fetched when it is first shown, or ahead of that. */
export type LazyView<Props> = FunctionComponent<Props> & {
  /** Fetches the code ahead of the first showing. Never rejects: a view that could not be had says so where it is shown. */
  preload(): Promise<void>;
};

type Code<Props> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'here'; readonly View: ComponentType<Props> }
  | { readonly kind: 'missing' };

type PropsOf<View> = View extends ComponentType<infer Props> ? Props : never;

/** Every view that is made here, so that all can be fetched while there is nothing else to do. */
const preloads = new Set<() => Promise<void>>();

/**
 * The component that `load`'s module exports under `name`. Not React.lazy: code that is here already is shown at once, one
 * view does not hold up its neighbours (React shows what suspended at most every 300 ms), and what failed is asked for
 * again when it is next opened. `waiting` takes the view's place and should take its room.
 */
export function lazyView<Module, Name extends keyof Module>(
  load: () => Promise<Module>,
  name: Name,
  waiting: ReactNode = <Waiting />,
): LazyView<PropsOf<Module[Name]>> {
  return lazily(load, name, waiting, <Missing />);
}

/**
 * The same for what lies over the page: nothing takes its place, and that it is missing is said in a corner, unless its
 * `open` is false: then nobody has asked for it yet.
 */
export function lazyWindow<Module, Name extends keyof Module>(
  load: () => Promise<Module>,
  name: Name,
): LazyView<PropsOf<Module[Name]>> {
  return lazily(load, name, null, <MissingWindow />);
}

function lazily<Module, Name extends keyof Module>(
  load: () => Promise<Module>,
  name: Name,
  waiting: ReactNode,
  missing: ReactNode,
): LazyView<PropsOf<Module[Name]>> {
  type Props = PropsOf<Module[Name]>;
  const code = createStore<Code<Props>>(() => ({ kind: 'waiting' }));
  let asked: Promise<void> | null = null;

  function preload(): Promise<void> {
    asked ??= load().then(
      (module) => code.setState({ kind: 'here', View: module[name] as ComponentType<Props> }),
      () => {
        asked = null;
        code.setState({ kind: 'missing' });
      },
    );
    return asked;
  }
  preloads.add(preload);

  function View(props: Props) {
    const shown = useStore(code);
    const isOpen = (props as { readonly open?: boolean }).open !== false;
    useLayoutEffect(() => void preload(), []);
    // What failed to come beforehand is asked for again when it is wanted.
    useLayoutEffect(() => {
      if (isOpen) void preload();
    }, [isOpen]);
    if (shown.kind === 'here')
      return createElement(shown.View as ComponentType<object>, props as object);
    return shown.kind === 'missing' && isOpen ? missing : waiting;
  }
  return Object.assign(View, { preload }) as LazyView<Props>;
}

/** Fetches the code of all lazy views, one after the other: afterwards nothing is missing when the server goes away. */
export async function preloadAll(): Promise<void> {
  for (const preload of preloads) await preload();
}

/** Says so only when it takes long enough to be noticed. */
function Waiting() {
  return (
    <p
      role="status"
      className="text-faint appear-late flex h-full min-h-20 items-center justify-center p-4 text-[12px]"
    >
      Loading this view…
    </p>
  );
}

function Missing() {
  return (
    <div
      role="alert"
      className="bg-raised flex h-full min-h-20 flex-col items-center justify-center gap-2 p-4 text-center"
    >
      <p className="text-warning text-[13px]">This part of Vigil could not be loaded.</p>
      <p className="text-muted max-w-[48ch] text-[12px]">
        The server that it comes from is out of reach, or has a newer version by now. Connections
        stay up; reload to get all of it.
      </p>
      <Button size="small" onClick={() => location.reload()}>
        Reload
      </Button>
    </div>
  );
}

function MissingWindow() {
  return (
    <div className="border-warning fixed right-2 bottom-2 z-50 w-[min(24rem,calc(100vw-1rem))] border">
      <Missing />
    </div>
  );
}
