/** Something about one cell that a person has to know before it is paid. */
export interface Finding {
  /** The column's key; `row` where it is about the whole line. */
  key: string;
  /** Stable id of the rule. */
  code: string;
  message: string;
  /** The row cannot be paid until this is put right; else a person may confirm it. */
  blocks: boolean;
  /** What the cell was most likely meant to hold: offered, never applied by itself. */
  suggestion?: string;
}

/** What each kind of finding is called where many of them are spoken of. */
export const FINDING_WORDS: Readonly<Record<string, string>> = {
  required: 'Something needed is missing',
  max: 'Too long',
  digits: 'Wrong number of digits',
  shape: 'Not of the right shape',
  text: 'Characters that cannot be sent',
  amount: 'Amounts that cannot be paid',
  exponent: 'Numbers a spreadsheet shortened, such as 1.23E+11',
  decimal_tail: 'Numbers with .0 at the end',
  apostrophe: 'Apostrophes a spreadsheet put before numbers',
  formula_text: 'Values written as a formula',
  date_like: 'Dates that a spreadsheet made of ids',
  sheet_error: 'Errors of a spreadsheet, such as #N/A',
  blanks: 'Blanks at an end or several in a row',
  foreign_digits: 'Digits of another script',
  full_width: 'Full-width letters or digits',
  look_alike: 'Letters of another alphabet that look Latin',
  invisible: 'Invisible characters',
  mojibake: 'Letters damaged by a wrong encoding',
  lost_zeros: 'Leading zeros that may be lost',
  rounded: 'Long numbers that a spreadsheet may have rounded',
  extra_cells: 'Lines with more cells than the header',
  split_amount: 'Amounts cut in two by their commas',
  option: 'Option or connection not clear',
  mode: 'Test and live mixed up',
  duplicate_row: 'The same payment twice in this file',
  duplicate_id: 'The same tracking id twice',
  taken_id: 'Tracking ids that were used before',
  paid_before: 'Same account and amount within 90 days',
  one_account_many_names: 'One account under several names',
  one_name_many_accounts: 'One name with several accounts',
  account_length: 'Account numbers of unusual length',
  ifsc_shape: 'IFSC not of the usual shape',
  ifsc_unknown: 'IFSC not in the list of branches',
  non_latin: 'Letters that are not Latin',
  mobile_prefix: 'Unusual mobile numbers',
  email_shape: 'Unusual e-mail addresses',
  pin_code: 'Unusual PIN codes',
  wallet_shape: 'Unusual wallet ids',
  imps_cap: 'More than IMPS usually carries',
  quiet_hours: 'Quiet hours of the provider',
};

export const findingWords = (code: string): string => FINDING_WORDS[code] ?? code.replaceAll('_', ' ');
