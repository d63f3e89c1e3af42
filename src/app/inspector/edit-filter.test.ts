import { describe, expect, it } from 'vitest';
import { suggest, valueOf, withTerm } from './edit-filter';

const CONTEXT = {
  wires: ['halyrd', 'quimeria'],
  labels: ['Agent 1', 'Bars'],
  types: ['risk_veto', 'risk_ok', 'equity'],
};

function itemsAt(text: string): readonly string[] {
  return suggest(text, text.length, CONTEXT).items;
}

describe('withTerm', () => {
  it('[F9] writes a quick choice into the filter and takes it out again, leaving the rest', () => {
    const chosen = withTerm('"two words" -verdict:ok', 'verdict', 'error');
    expect(chosen).toBe('verdict:error "two words" -verdict:ok');
    expect(withTerm(chosen, 'verdict', 'ok')).toBe('verdict:ok "two words" -verdict:ok');
    expect(withTerm(chosen, 'verdict', null)).toBe('"two words" -verdict:ok');
  });

  it('[F9] quotes a value that needs it', () => {
    expect(withTerm('', 'conn', 'Agent "1"')).toBe('conn:"Agent \\"1\\""');
  });

  it('[F9] leaves a filter that cannot be read as it is', () => {
    expect(withTerm('"open', 'dir', 'in')).toBe('dir:in "open');
  });
});

describe('valueOf', () => {
  it('[F9] tells the choice that the filter makes, if it is one', () => {
    expect(valueOf('dir:in x', 'dir')).toBe('in');
    expect(valueOf('-dir:in x', 'dir')).toBeNull();
    expect(valueOf('verdict:ok,unknown', 'verdict')).toBeNull();
    expect(valueOf('"', 'dir')).toBeNull();
  });
});

describe('suggest', () => {
  it('[F9] completes keys, behind a minus too', () => {
    expect(itemsAt('x -verd')).toEqual(['verdict:']);
    expect(suggest('x -verd', 7, CONTEXT).from).toBe(3);
    expect(itemsAt('')).toContain('wire:');
  });

  it('[F9] completes values of known keys from what there is', () => {
    expect(itemsAt('wire:')).toEqual(['halyrd', 'quimeria']);
    expect(itemsAt('type:eq')).toEqual(['equity']);
    expect(itemsAt('type:equity,risk')).toEqual(['risk_veto', 'risk_ok']);
    expect(itemsAt('conn:ag')).toEqual(['"Agent 1"']);
    expect(itemsAt('verdict:json')).toEqual(['not-json']);
  });

  it('[F9] has nothing to say inside quotes, about fields, or about what is complete', () => {
    expect(itemsAt('"wi')).toEqual([]);
    expect(itemsAt('order_ref:o')).toEqual([]);
    expect(itemsAt('dir:in')).toEqual([]);
  });

  it('[F9] looks at the word under the caret only', () => {
    expect(suggest('ty quimeria', 2, CONTEXT)).toEqual({ from: 0, items: ['type:'] });
  });
});
