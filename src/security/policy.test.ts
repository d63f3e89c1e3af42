import { describe, expect, it } from 'vitest';
import { narrowPolicy, originsOf, PAGE_HEADER, PAGE_POLICY, WORKER_HEADER } from './policy';

describe('the content security policy', () => {
  it('runs our own scripts only, turns no text into script, and sends no forms', () => {
    expect(PAGE_POLICY).toContain("default-src 'none'");
    expect(PAGE_POLICY).toContain("script-src 'self';");
    expect(PAGE_POLICY).toContain("require-trusted-types-for 'script'");
    expect(PAGE_POLICY).toContain("form-action 'none'");
  });

  it('lets nobody frame the order ticket, where a header can say so', () => {
    expect(PAGE_HEADER).toContain("frame-ancestors 'none'");
    expect(PAGE_POLICY).not.toContain('frame-ancestors');
  });

  it('governs the worker on its own, which opens no socket', () => {
    expect(WORKER_HEADER).toContain("connect-src 'self' http: https:");
    expect(WORKER_HEADER).not.toContain('ws:');
  });

  it('is narrowed to saved addresses, without their paths and keys', () => {
    const origins = originsOf([
      'wss://agent.example:8443/ws?token=secret',
      'https://agent.example:8443/api',
      'https://agent.example:8443/api',
      'no address',
    ]);
    expect(narrowPolicy('bm9uY2U=', origins)).toBe(
      "style-src 'self' 'nonce-bm9uY2U='; connect-src 'self' wss://agent.example:8443 https://agent.example:8443",
    );
  });

  it('leaves addresses alone unless it is told to narrow them', () => {
    expect(narrowPolicy('bm9uY2U=', null)).not.toContain('connect-src');
  });
});
