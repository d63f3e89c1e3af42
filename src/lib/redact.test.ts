import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from './redact';

describe('redact', () => {
  it.each([
    ['{"session_token":"tok_7Qm"}', '{"session_token":"•••"}'],
    ['{ "API_KEY" : "k\\"1" , "a": 1}', '{ "API_KEY" : "•••" , "a": 1}'],
    ['wss://h/ws?token=abc&symbol=BTC', 'wss://h/ws?token=•••&symbol=BTC'],
    ['https://h/x?a=1&session_token=abc#top', 'https://h/x?a=1&session_token=•••#top'],
    ['{"Authorization":"Bearer abc"}', '{"Authorization":"•••"}'],
    ['{"password":""}', '{"password":"•••"}'],
  ])('[F22] masks the values of secret names in %s', (text, masked) => {
    expect(redact(text)).toBe(masked);
  });

  it.each([
    '{"current_token":"BU"}',
    '{"key_points":["a"]}',
    '{"monkey":"x"}',
    'token: none',
    '{"keys":2}',
  ])('[F22] leaves %s as it is', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('[HY-T25] masks key and private address that come with an account', () => {
    const account = { id: 1, api_key: 'sk-live', base_url: 'https://llm.example.test/private' };
    expect(redact(JSON.stringify(account))).toBe('{"id":1,"api_key":"•••","base_url":"•••"}');
  });

  it('[F22] masks a value that a cut left open', () => {
    expect(redact('{"a":1,"api_key":"sk-live-12')).toBe('{"a":1,"api_key":"•••"');
    expect(redact('{"a":1,"api_key":"sk-live-12\\')).toBe('{"a":1,"api_key":"•••"');
  });

  it('[F22] masks known secrets wherever they occur, as they are, in a URL and in JSON', () => {
    const secret = 'p/q+"r" 7';
    const text = `${secret} ${encodeURIComponent(secret)} ${JSON.stringify({ note: secret })}`;
    expect(redact(text, [secret])).toBe('••• ••• {"note":"•••"}');
  });

  it('[F22] leaves no tail of a secret that begins like another one', () => {
    expect(redact('x abcdefgh y', ['abcd', 'abcdefgh'])).toBe('x ••• y');
  });

  it('[F22] never lets a known secret of four or more characters through', () => {
    const secret = fc.string({ minLength: 4, maxLength: 20 }).filter((text) => !text.includes('•'));
    fc.assert(
      fc.property(fc.array(secret, { maxLength: 3 }), fc.array(fc.string()), (secrets, parts) => {
        const text = parts
          .flatMap((part, at) => [part, secrets[at % secrets.length] ?? ''])
          .join('');
        const masked = redact(text, secrets);
        for (const each of secrets) expect(masked).not.toContain(each);
      }),
    );
  });

  it('[F22] does not take words for secrets that are too short to be any', () => {
    expect(redact('a buy of abc', ['', 'abc'])).toBe('a buy of abc');
  });

  it('[F22] copes with a secret that is half a character', () => {
    expect(redact('x \ud800abc y', ['\ud800abc'])).toBe('x ••• y');
  });
});
