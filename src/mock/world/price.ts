import type { Random } from '~/mock/contract';
import { gauss } from '~/mock/random';
import { type Instrument, roundTo } from './instruments';

/** The price of one instrument: a random walk with phases, drawn back to its anchor, pushed by the story. */
export interface Price {
  /** Quote currency, rounded as the instrument is quoted. */
  value(): number;
  /** Lets `minutes` pass. */
  move(minutes: number): void;
  /** Adds a drift (fraction a minute) for the next `minutes`, instead of an earlier one. */
  push(perMinute: number, minutes: number): void;
}

interface Phase {
  readonly drift: number;
  readonly unrest: number;
  readonly minutes: number;
}

/** Part of the distance to the anchor that is made good in a minute: about half in four hours. */
const PULL = 0.003;

export function createPrice(instrument: Instrument, random: Random): Price {
  const deviation = instrument.minuteDeviation;
  const anchor = Math.log(instrument.anchor);
  let logPrice = anchor + deviation * 10 * gauss(random);
  let phase = nextPhase(random);
  let phaseLeft = phase.minutes;
  let pushed = { drift: 0, left: 0 };
  let value = roundTo(Math.exp(logPrice), instrument.decimals);

  return {
    value: () => value,
    move: (minutes) => {
      const drift =
        phase.drift * deviation + PULL * (anchor - logPrice) + (pushed.left > 0 ? pushed.drift : 0);
      logPrice += drift * minutes + deviation * phase.unrest * Math.sqrt(minutes) * gauss(random);
      value = roundTo(Math.exp(logPrice), instrument.decimals);
      pushed.left -= minutes;
      phaseLeft -= minutes;
      if (phaseLeft > 0) return;
      phase = nextPhase(random);
      phaseLeft = phase.minutes;
    },
    push: (perMinute, minutes) => {
      pushed = { drift: perMinute, left: minutes };
    },
  };
}

function nextPhase(random: Random): Phase {
  const minutes = random.between(15, 60);
  return random.pick([
    { drift: 0, unrest: 0.7, minutes },
    { drift: random.between(0.2, 0.5), unrest: 0.9, minutes },
    { drift: -random.between(0.2, 0.5), unrest: 0.9, minutes },
    { drift: 0, unrest: 1.6, minutes: minutes / 2 },
  ]);
}
