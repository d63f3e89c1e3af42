import type { KernelVerdict, Random } from '~/mock/contract';
import type { Bar } from '~/ui/chart-types';

type Amd = KernelVerdict['amd'];
type Regime = KernelVerdict['regime'];

/** The kernel's view of one base, bar after bar. */
export interface Kernel {
  /** `wish` is what the story needs of this bar; undefined leaves it to chance. */
  judge(bar: Bar, wish?: 'halt' | 'proceed'): KernelVerdict;
}

const CYCLE: Readonly<Record<Amd, Amd>> = {
  Accumulation: 'Manipulation',
  Manipulation: 'Distribution',
  Distribution: 'Retracement',
  Retracement: 'Accumulation',
};

/** Chance that a calm bar is followed by a vetoed one, by regime. Together about a fifth of all bars. */
const HALT: Readonly<Record<Regime, number>> = {
  TRENDING: 0.08,
  SINCERE: 0.1,
  NEUTRAL: 0.1,
  LIAR_STATE: 0.35,
  REVERSE_PERIOD: 0.3,
};
const HALT_AGAIN = 0.4;
const MASTER_RESET = 0.008;

export function createKernel(deviation: number, random: Random): Kernel {
  let amd: Amd = 'Accumulation';
  let amdLeft = random.whole(4, 14);
  let regime: Regime = 'NEUTRAL';
  let regimeLeft = 3;
  let momentum = 0;
  let halted = false;

  const nextRegime = (shock: boolean): Regime => {
    if (shock) return 'REVERSE_PERIOD';
    if (random.chance(0.14)) return 'LIAR_STATE';
    if (Math.abs(momentum) > 0.55) return 'TRENDING';
    return Math.abs(momentum) < 0.2 ? 'NEUTRAL' : 'SINCERE';
  };

  return {
    judge: (bar, wish) => {
      const move = Math.log(bar.close / bar.open) / deviation;
      momentum = momentum * 0.85 + move * 0.15;
      const shock = Math.abs(move) > 4;
      regimeLeft -= 1;
      if (regimeLeft <= 0 || (shock && regime !== 'REVERSE_PERIOD')) {
        regime = nextRegime(shock);
        regimeLeft = random.whole(5, 16);
      }

      const chance = halted ? HALT_AGAIN : HALT[regime];
      const luck = random.next();
      halted = wish ? wish === 'halt' : luck < chance;
      const reset = !halted && wish === undefined && random.chance(MASTER_RESET);

      const amdBefore = amd;
      amdLeft -= 1;
      if (reset || amdLeft <= 0) {
        amd = reset ? 'Accumulation' : CYCLE[amd];
        amdLeft = random.whole(5, 16);
      }

      const bias = Math.tanh(momentum);
      const sure = clamp(0.3 + 0.6 * Math.abs(bias) + random.between(-0.1, 0.15), 0.21, 0.97);
      const reasons = halted ? reasonsFor(regime, random) : [];
      const unsure = reasons.includes('CONF:INSUFFICIENT');
      return {
        decision: halted ? 'Halt' : reset ? 'Reset' : 'Proceed',
        reasons,
        amd,
        amdBefore,
        regime,
        bias: round(bias),
        confidence: round(unsure ? random.between(0.05, 0.19) : sure),
      };
    },
  };
}

/** One to three of the reasons that the kernel gives (quimeria.md 5.4), spelled as the documents and the code do. */
function reasonsFor(regime: Regime, random: Random): readonly string[] {
  const first = {
    LIAR_STATE: ['L3:LIAR_STATE', 'FUSION:LAMBDA_VETO'],
    REVERSE_PERIOD: [
      'KL:REGIME_FRACTURE',
      'TOPO:H1_FRACTURE',
      'λ₈: momentum anomaly, severity 0.74',
    ],
    TRENDING: ['MANDRA:DE<0', 'λ₇: DXY divergence 0.31 % against the position'],
    SINCERE: ['MANDRA:DE<0', 'MANDRA:ΔE<0', 'FUSION:LAMBDA_VETO'],
    NEUTRAL: ['CONF:INSUFFICIENT', 'MANDRA:DE<0', 'TOPO:H1_FRACTURE'],
  } satisfies Record<Regime, string[]>;
  const others = ['FUSION:LAMBDA_VETO', 'TOPO:H1_FRACTURE', 'KL:REGIME_FRACTURE', 'MANDRA:DE<0'];
  const reasons = [random.pick(first[regime])];
  while (reasons.length < 3 && random.chance(0.25)) {
    const more = random.pick(others);
    if (!reasons.includes(more)) reasons.push(more);
  }
  return reasons;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
