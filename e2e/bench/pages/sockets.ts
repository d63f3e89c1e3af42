const PATHS = {
  halyrd: '/ws/agents/current',
  hyperoru: '/ws',
  nexusglass: '/ws/fastfeed',
  quimeria: '/ws/live',
};

const CHANNELS = ['trades', 'positions', 'model_chat', 'asset_curve'];

/** Opens the four wires of the server named in the page's query, subscribed to everything. */
export function openWires(onMessage: (wire: string, text: string) => void): void {
  const server = new URLSearchParams(location.search).get('server') ?? '';
  for (const [wire, path] of Object.entries(PATHS)) {
    const socket = new WebSocket(`${server}/mock/${wire}${path}`);
    socket.addEventListener('message', ({ data }) => onMessage(wire, String(data)));
    if (wire !== 'hyperoru') continue;
    socket.addEventListener('open', () => {
      socket.send('{"type":"bootstrap","request_id":"1"}');
      socket.send(
        JSON.stringify({ type: 'subscribe', request_id: '2', data: { channels: CHANNELS } }),
      );
    });
  }
}

/** Tells the probe that so many frames are in the page's state. */
export function tellHandled(count: number): void {
  dispatchEvent(new CustomEvent('vigil:drained', { detail: count }));
}
