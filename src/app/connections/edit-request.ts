/** A connection's form is asked for at its chip. */
export interface EditRequest {
  readonly connectionId: string;
  /** What for: to change whatever it is, to enter another key, or to find out at once what is wrong. */
  readonly purpose: 'change' | 'key' | 'test';
}
