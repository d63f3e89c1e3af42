// Runs in the page before its own scripts. Stamps each message on receipt, when it is in the page's state, and when it
// has been painted (a task posted from the animation frame after the state changed). Knows nothing of the page but one
// event, `vigil:drained`, whose detail is how many socket frames have been handled so far.
(() => {
  const MAX_SAMPLES = 400_000;
  const now = () => performance.timeOrigin + performance.now();
  const sent = new Float64Array(MAX_SAMPLES);
  const probe = { received: 0, applied: 0, painted: 0, latencies: [], frames: [], longTasks: [] };
  globalThis.__probe = probe;

  const channel = new MessageChannel();
  let afterPaint = 0;
  channel.port1.onmessage = () => {
    const at = now();
    for (let index = probe.painted; index < afterPaint; index += 1) {
      const sentAt = sent[index % MAX_SAMPLES];
      if (sentAt > 0) probe.latencies.push(at - sentAt);
    }
    probe.painted = Math.max(probe.painted, afterPaint);
  };

  let last = performance.now();
  const tick = (at) => {
    probe.frames.push(at - last);
    last = at;
    if (probe.applied > probe.painted) {
      afterPaint = probe.applied;
      channel.port2.postMessage(0);
    }
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) probe.longTasks.push(entry.duration);
  }).observe({ entryTypes: ['longtask'] });

  addEventListener('vigil:drained', (event) => {
    probe.applied = event.detail;
  });

  const Native = globalThis.WebSocket;
  globalThis.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      // Registered first, so it sees a message before the page does.
      this.addEventListener('message', ({ data }) => {
        const match = typeof data === 'string' && /^\{"_seq":\d+,"_sentAtMs":([\d.]+),/.exec(data);
        sent[probe.received % MAX_SAMPLES] = match ? Number(match[1]) : 0;
        probe.received += 1;
      });
    }
  };

  /** Starts a measurement afresh; what has been counted so far stays counted. */
  probe.restart = () => {
    probe.latencies = [];
    probe.frames = [];
    probe.longTasks = [];
  };
})();
