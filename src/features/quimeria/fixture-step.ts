/**
 * The `data` of one bar with every block of sections 5.1 to 5.12, as the published build sends it (values made up).
 * `numberOrNaN` stands where Python was seen to write a bare NaN.
 */
export function fullStepText(numberOrNaN: string): string {
  return `{
  "live": true, "symbol": "BTCUSDT",
  "bar": {"time": 1767603660, "open": 64210.4, "high": 64255.0, "low": 64198.7, "close": 64231.9, "volume": 12.84},
  "bar_index": 117, "total_bars": 118,
  "veto": {"decision": "Halt", "reasons": ["L3:LIAR_STATE", "MANDRA:DE<0", "L3:LIAR_STATE"], "trade_allowed": false},
  "amd": {"state": "Manipulation", "prev": "Accumulation", "changed": true, "R_MASTER": false},
  "fusion": {"p_fused": 0.0, "confidence": 0.61, "veto_active": true, "active_lambdas": ["λ3_harmonic(VETO)"], "regime": "REVERSE_PERIOD", "status": "VETO ACTIVATED by: λ3_harmonic"},
  "sensors": [
    {"id": "s01", "name": "PHASE ENTRAP", "score": 54.7, "active": true},
    {"id": "s02", "name": "EXPANSION", "score": 0.31, "active": false},
    {"id": "s03", "name": "HARMONIC L3", "score": 0.58, "active": true},
    {"id": "s04", "name": "DEAL RANGE", "score": 0.8, "active": true},
    {"id": "s05", "name": "PREM/DISC", "score": 0.9, "active": true},
    {"id": "s06", "name": "DISPLACEMENT", "score": 0.4, "active": false},
    {"id": "s07", "name": "FVG DETECT", "score": 0.2, "active": true},
    {"id": "s08", "name": "ORDER BLOCK", "score": 0.2, "active": true},
    {"id": "s09", "name": "KL DIVERGE", "score": 0.4, "active": false},
    {"id": "s10", "name": "TOPO FRACT", "score": 2.0, "active": true},
    {"id": "s11", "name": "MANDRA GATE", "score": 0.1, "active": false},
    {"id": "s12", "name": "SESSION L2", "score": 0.5, "active": false},
    {"id": "s13", "name": "MANIPULATION", "score": 0.74, "active": true},
    {"id": "s14", "name": "SWING NODES", "score": ${numberOrNaN}, "active": false},
    {"id": "s15", "name": "ORDER FLOW", "score": 0.12, "active": false},
    {"id": "λ₇", "name": "Macro Gate", "score": 0.1, "active": false, "layer": "L5-MACRO", "status": "OK"},
    {"id": "λ₈", "name": "Light-Cone", "score": 0.0, "active": false, "layer": "L0-ALPHA", "status": "MONITORING"},
    {"id": "p01", "name": "MarketRhythm", "score": 0.5, "active": false, "layer": "L2-ext", "status": "OK"},
    {"id": "p07", "name": "KineticExec", "score": 0.0, "active": false, "layer": "EXE-ext", "status": "HOLD"}
  ],
  "execution": {"action": "HALT", "is_armed": false, "stop_loss_price": 0.0, "take_profit_price": 0.0, "lot_size": 0.0, "reason": "Halt", "direction": 0, "pattern": "BUwXDdIB", "dominant": "B", "kelly_size": 0.0, "venue_allocation": [], "risk_pips": 0.0, "rr_ratio": 0.0, "delta_e": -0.011, "rev_score": 0.42, "risk_profile": "HALT | no exposure"},
  "dealing_range": {"high": 64880.0, "low": 63790.5, "eq": 64335.25, "zone": "DISCOUNT", "coherence": 0.8, "status": "TRADING_IN_DISCOUNT"},
  "bias": {"bias": "BULLISH", "eq": 64335.25, "zone": "DISCOUNT", "coherence": 0.8, "valid": true},
  "ipda_phase": {"phase": "MANIPULATION", "eq": 64335.25, "confidence": 0.66, "valid": true},
  "eq_cross": {"zone": "DISCOUNT", "cross": false, "direction": "NONE", "confidence": 0.0},
  "session": {"active": true, "name": "NY_KILLZONE", "killzone": true, "score": 1, "status": "NY_KILLZONE"},
  "swings": {"count": 2, "nodes": [{"idx": 59, "price": 64255.0, "type": "SWING_HIGH"}, {"idx": 31, "price": 63790.5, "type": "SWING_LOW"}]},
  "fvg": {"count": 1, "active": true, "recent": [{"type": "BULLISH_FVG", "top": 64190.0, "bot": 64170.0, "eq": 64180.0}]},
  "ob": {"count": 1, "active": true, "recent": [{"type": "BEARISH_OB", "level": 64850.0, "high": 64880.0, "low": 64820.0, "score": 60.0}]},
  "vol_profile": {"zones": 1, "hvn": [{"price": 64300.0, "density": 0.83}]},
  "vol_decay": {"ratio": ${numberOrNaN}, "entrapped": true, "energy": 8.0, "stasis": 4, "status": "PHASE_ENTRAPMENT_ACTIVE"},
  "displacement": {"is_disp": false, "dir": 0, "body_ratio": 0.38, "range_mult": ${numberOrNaN}, "vetoed": false, "status": "NOMINAL"},
  "harmonic": {"phase_diff": 1.83, "inverted": true, "freq": 0.125, "trap": "PHASE_INVERSION", "status": "DISSONANT: L3 VETO"},
  "expansion": {"sigma": 1, "prob": 0.31, "entrapped": true, "target": 0.0, "status": "PHASE_ENTRAPMENT_λ1"},
  "manipulation": {"active": true, "score": 74.0, "level": "H20", "wick": 1000000.0, "status": "MANIPULATION_H20"},
  "lambda_7": {"score": 0.1, "active": false, "status": "OK", "dxy_correlation": -0.2, "dxy_veto": false, "signal_valid": true, "risk_regime": "TRANSITION", "veto_reason": ""},
  "lambda_8": {"score": 0.0, "active": false, "status": "MONITORING", "violation_detected": false, "violation_type": "", "dxy_z_score": 0.1, "target_z_score": 0.4, "kill_switch": false, "kill_switch_reason": ""},
  "kl": {"score": 0.4, "stable": true, "h_curr": 2.1, "h_ref": 2.0, "status": "IN_HARMONY"},
  "topology": {"h1_score": 10.0, "fractured": false, "islands": 1, "status": "COMPACT_CLOUD"},
  "mandra": {"open": false, "delta_e": -0.011, "size": 0.0, "regime_stable": true, "status": "VETO: NEGATIVE_INFORMATION_GAIN"},
  "order_flow": {"delta": -3.2, "imbalances": [{"type": "ASK_IMBALANCE", "level": 4, "ratio": 3.4}], "is_absorption": false, "burst_density": 0.12, "institutional_pulse": false, "status": "NORMAL_FLOW"},
  "plugins": {
    "MarketRhythm": {"status": "OK", "active": false, "score": 0.5, "tempo_bpm": 96.0, "beat_count": 12, "is_harmonic": true, "phase_diff": 0.2, "fingerprint": "a1b2", "pattern_repeat": false},
    "MarketHeuristic": {"status": "OK", "active": false, "score": 31.0, "static_score": 20.0, "dynamic_score": 42.0, "entropy": 1.9, "is_suspicious": false, "threat_type": "STATIC", "lambda_impact": "NONE", "sequence": "BUwX", "current_token": "B", "score_norm": 0.31, "wick_body_ratio": 0.7, "volume_ratio": 1.1, "body_ratio": 0.38, "momentum": 0.12},
    "MarketVision": {"status": "WARMUP", "active": false, "score": 0.0},
    "MarketSeismology": {"status": "OK", "active": true, "score": 1.4, "event_type": "P_WAVE", "magnitude": 1.4, "is_epicenter": false, "has_p_wave": true, "has_s_wave": false, "body_ratio": 0.38, "phase": "BUILDUP", "sigma_t": 1},
    "FileCarvingEngine": {"status": "OK", "active": true, "score": 0.6, "zone_count": 1, "level_count": 2, "inside_zone": true, "zones": [{"high": 64300.0, "low": 64200.0, "width": 100.0, "eq": 64250.0, "inside": true}], "nearest_high": 64300.0, "nearest_low": 64200.0, "nearest_eq": 64250.0},
    "SignatureScanEngine": {"status": "RUNTIME_ERROR: division by zero", "active": false, "score": 0.0},
    "KineticExec": {"status": "OK", "active": false, "score": 0.0, "is_displacement": false, "fvg_exists": true, "mandra_gate_open": false, "bias_agrees": true, "body_ratio": 0.38, "fvg_top": 64190.0, "fvg_bottom": 64170.0, "fvg_direction": "BULLISH", "signal_action": "HOLD", "signal_direction": "NONE", "signal_entry": 0.0, "signal_sl": 0.0, "signal_tp": 0.0, "signal_rr": 0.0, "signal_pips": 0.0, "confidence": "NONE"}
  }
}`;
}

/** The placeholder of the first two bars after a load (5.2): neutral everywhere, and a green light that is none. */
export const warmUpStepText = `{
  "bar": {"time": 1767600000, "open": 1.0851, "high": 1.0853, "low": 1.085, "close": 1.0852, "volume": 100},
  "bar_index": 0, "total_bars": 300,
  "veto": {"decision": "Proceed", "reasons": [], "trade_allowed": true},
  "amd": {"state": "Accumulation", "prev": "Accumulation", "changed": false, "R_MASTER": false},
  "fusion": {"p_fused": 0.0, "confidence": 0.0, "veto_active": false, "active_lambdas": [], "regime": "INIT", "status": "INIT"},
  "sensors": [${Array.from({ length: 16 }, (_, place) => `{"id": "s${String(place + 1).padStart(2, '0')}", "name": "--", "score": 0.0, "active": false}`).join(', ')}],
  "dealing_range": {"high": 0.0, "low": 0.0, "eq": 0.0, "zone": "NEUTRAL", "coherence": 0.0, "status": "INIT"},
  "bias": {"bias": "NEUTRAL", "eq": 0.0, "zone": "NEUTRAL", "coherence": 0.0, "valid": false},
  "vol_decay": {"ratio": 1.0, "entrapped": false, "energy": 0.0, "stasis": 0, "status": "INIT"},
  "displacement": {"is_disp": false, "dir": 0, "body_ratio": 0.0, "range_mult": 0.0, "vetoed": false, "status": "INIT"},
  "order_flow": {"delta": 0.0, "imbalances": [], "is_absorption": false, "burst_density": 0.0, "institutional_pulse": false, "status": "INIT"}
}`;
