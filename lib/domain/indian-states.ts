export type IndianState = { code: string; name: string };

/** The states and union territories of India by the last two letters of ISO 3166-2:IN, by name (api.md 11.1). */
export const INDIAN_STATES: readonly IndianState[] = [
  { code: 'AN', name: 'Andaman and Nicobar Islands' },
  { code: 'AP', name: 'Andhra Pradesh' },
  { code: 'AR', name: 'Arunachal Pradesh' },
  { code: 'AS', name: 'Assam' },
  { code: 'BR', name: 'Bihar' },
  { code: 'CH', name: 'Chandigarh' },
  { code: 'CG', name: 'Chhattisgarh' },
  { code: 'DH', name: 'Dadra and Nagar Haveli and Daman and Diu' },
  { code: 'DL', name: 'Delhi' },
  { code: 'GA', name: 'Goa' },
  { code: 'GJ', name: 'Gujarat' },
  { code: 'HR', name: 'Haryana' },
  { code: 'HP', name: 'Himachal Pradesh' },
  { code: 'JK', name: 'Jammu and Kashmir' },
  { code: 'JH', name: 'Jharkhand' },
  { code: 'KA', name: 'Karnataka' },
  { code: 'KL', name: 'Kerala' },
  { code: 'LA', name: 'Ladakh' },
  { code: 'LD', name: 'Lakshadweep' },
  { code: 'MP', name: 'Madhya Pradesh' },
  { code: 'MH', name: 'Maharashtra' },
  { code: 'MN', name: 'Manipur' },
  { code: 'ML', name: 'Meghalaya' },
  { code: 'MZ', name: 'Mizoram' },
  { code: 'NL', name: 'Nagaland' },
  { code: 'OD', name: 'Odisha' },
  { code: 'PY', name: 'Puducherry' },
  { code: 'PB', name: 'Punjab' },
  { code: 'RJ', name: 'Rajasthan' },
  { code: 'SK', name: 'Sikkim' },
  { code: 'TN', name: 'Tamil Nadu' },
  { code: 'TS', name: 'Telangana' },
  { code: 'TR', name: 'Tripura' },
  { code: 'UP', name: 'Uttar Pradesh' },
  { code: 'UK', name: 'Uttarakhand' },
  { code: 'WB', name: 'West Bengal' },
];

/** Codes ISO has withdrawn, with what replaced them; files written for older lists still carry them (api.md 11.1). */
export const FORMER_STATES: ReadonlyMap<string, string> = new Map([
  ['CT', 'CG'],
  ['DD', 'DH'],
  ['DN', 'DH'],
  ['OR', 'OD'],
  ['TG', 'TS'],
  ['UL', 'UK'],
  ['UT', 'UK'],
]);

const NAMES: ReadonlyMap<string, string> = new Map(INDIAN_STATES.map(({ code, name }) => [code, name]));

/** Gives the current code for a current or withdrawn one (`OR` gives `OD`, `IN-DL` gives `DL`), null for any other. */
export function currentStateCode(code: string): string | null {
  const typed = /^\s*(?:IN-)?([A-Z]{2})\s*$/i.exec(code)?.[1]?.toUpperCase();
  if (typed === undefined) return null;
  const current = FORMER_STATES.get(typed) ?? typed;
  return NAMES.has(current) ? current : null;
}

/** Gives the name of a state by its current or withdrawn code, null for a code that is none. */
export function stateName(code: string): string | null {
  const current = currentStateCode(code);
  return current === null ? null : (NAMES.get(current) ?? null);
}
