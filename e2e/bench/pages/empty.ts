import { openWires, tellHandled } from './sockets';

// The floor: what receiving alone costs. One text node changes, so that there is something to paint.
let received = 0;
const count = document.querySelector('#count')!;

openWires(() => {
  received += 1;
  count.textContent = String(received);
  tellHandled(received);
});
