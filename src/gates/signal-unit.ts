/** Units that a signal may be declared in. */
export type SignalUnit = 'ratio' | 'percent' | 'number' | 'ms' | 's';
export type SignalUnits = Readonly<Record<string, { readonly unit: SignalUnit }>>;
