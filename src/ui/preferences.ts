import { z } from 'zod';
import { create } from 'zustand';
import type { Zone } from '~/lib/format';
import { HIDDEN_AT_FIRST } from './layers';

const schema = z.object({
  theme: z.enum(['system', 'dark', 'light']).catch('system'),
  zone: z.enum(['utc', 'local']).catch('utc'),
  /** `safe` differs for all common colour blindness, `swapped` has red for up. */
  direction: z.enum(['classic', 'safe', 'swapped']).catch('classic'),
  contrast: z.enum(['system', 'high']).catch('system'),
  density: z.enum(['dense', 'comfortable']).catch('dense'),
  /** Whether what a server with a wrong clock tells is moved to where it was received. */
  alignClocks: z.boolean().catch(false),
  /** Chart layers switched off, by id. */
  hiddenLayers: z
    .array(z.string().max(40))
    .max(40)
    .catch(() => [...HIDDEN_AT_FIRST]),
});

/** How a person wants things shown. Each field that cannot be read falls back alone. */
export type Preferences = z.infer<typeof schema>;

const STORAGE_KEY = 'vigil.preferences';

/** Reads what was stored; anything unreadable becomes the default. Never throws. */
export function parsePreferences(text: string | null): Preferences {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return schema.parse(typeof value === 'object' && value !== null ? value : {});
  } catch {
    return schema.parse({});
  }
}

export const usePreferences = create<Preferences>(() => parsePreferences(stored()));

export function setPreferences(change: Partial<Preferences>): void {
  usePreferences.setState(change);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(usePreferences.getState()));
  } catch {
    // Private mode or a full disk: the choice then lives as long as the page.
  }
}

/**
 * Writes the preferences onto `<html>` as data attributes and keeps them there: when the person changes them, when
 * the system theme changes, and when another tab stored others. Returns its undo.
 */
export function applyPreferences(root: HTMLElement = document.documentElement): () => void {
  const write = () => writeAttributes(root);
  const adopt = (event: StorageEvent) => {
    if (event.key === STORAGE_KEY) usePreferences.setState(parsePreferences(event.newValue));
  };
  write();
  const undo = [usePreferences.subscribe(write), followSystem(write)];
  window.addEventListener('storage', adopt);
  return () => {
    for (const stop of undo) stop();
    window.removeEventListener('storage', adopt);
  };
}

/** UTC or local time, as chosen. */
export function useZone(): Zone {
  return usePreferences((state) => state.zone);
}

function writeAttributes(root: HTMLElement): void {
  const { theme, direction, contrast, density } = usePreferences.getState();
  root.dataset.theme = theme === 'system' ? systemTheme() : theme;
  root.dataset.direction = direction;
  root.dataset.contrast =
    contrast === 'high' || media('(prefers-contrast: more)') ? 'high' : 'normal';
  root.dataset.density = density;
}

const SYSTEM_QUERIES = ['(prefers-color-scheme: light)', '(prefers-contrast: more)'];

function followSystem(listener: () => void): () => void {
  if (typeof matchMedia === 'undefined') return () => undefined;
  const queries = SYSTEM_QUERIES.map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
  };
}

function systemTheme(): 'dark' | 'light' {
  return media('(prefers-color-scheme: light)') ? 'light' : 'dark';
}

function media(query: string): boolean {
  return typeof matchMedia !== 'undefined' && matchMedia(query).matches;
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
