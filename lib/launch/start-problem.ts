/** Something that keeps Paydesk from starting and that a person can put right; its message is the whole text shown. */
export class StartProblem extends Error {
  override name = 'StartProblem';
}
