/** First byte of a whole text message. */
const TEXT = 0x81;

/** Bytes that no WebSocket server should send. Each ends the connection in a browser, by RFC 6455. */
const FRAMES: Readonly<Record<string, () => Buffer>> = {
  /** Announces 100 bytes, brings 10; the wire is cut behind it. */
  cut: () => Buffer.concat([Buffer.from([TEXT, 100]), Buffer.from('{"type":"E')]),
  'bad UTF-8': () => Buffer.from([TEXT, 2, 0xc3, 0x28]),
  'garbage bytes': () => Buffer.from([0xff, 0xff, 0x00, 0x13, 0x37]),
  /** Only clients mask. */
  masked: () => {
    const mask = [1, 2, 3, 4];
    const text = Buffer.from('{"type":"masked"}').map((byte, place) => byte ^ mask[place % 4]!);
    return Buffer.concat([Buffer.from([TEXT, 0x80 | text.length, ...mask]), text]);
  },
  /** Announces 10 GiB. */
  giant: () => Buffer.from([TEXT, 127, 0, 0, 0, 2, 0x80, 0, 0, 0]),
};

export const RAW_KINDS = Object.keys(FRAMES);

/** The bytes of a kind, and whether the wire is cut right behind them. */
export function rawFrame(kind: string): { readonly bytes: Buffer; readonly thenCut: boolean } {
  return { bytes: FRAMES[kind]!(), thenCut: kind === 'cut' };
}

/** A message of `characters` that no schema knows. */
export function hugeText(characters: number): string {
  const head = '{"type":"huge","pad":"';
  return `${head}${'x'.repeat(Math.max(0, characters - head.length - 2))}"}`;
}
