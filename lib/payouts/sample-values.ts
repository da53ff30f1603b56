/** At least one. */
export type List<Item> = readonly [Item, ...Item[]];

/** Made-up people. */
export const NAMES: List<string> = [
  'Aarav Mehta',
  'Diya Nair',
  'Kabir Anand',
  'Meera Joshi',
  'Rohan Kulkarni',
  'Ishita Bose',
  'Vikram Shetty',
  'Ananya Reddy',
  'Farhan Qureshi',
  'Lakshmi Pillai',
  'Harpreet Gill',
  'Nisha Agarwal',
  'Tenzin Bhutia',
  'Priya Menon',
  'Arjun Desai',
  'Kavita Rao',
  'Sameer Khanna',
  'Pooja Chauhan',
  'Joseph Fernandes',
  'Ritu Saxena',
  'Manish Tiwari',
];

export const PURPOSES: List<string> = [
  'Salary for October',
  'Vendor invoice 2291',
  'Refund of order 70418',
  'Freelance design work',
  'Rent for November',
  'Courier charges',
  'Commission, week 46',
  'Warranty claim settlement',
  'Travel reimbursement',
  'Security deposit returned',
  'Printing and stationery',
  'Referral bonus',
  'Insurance claim payout',
  'Catering for the annual day',
  'Consultancy fee',
  'Scholarship instalment',
  'Equipment hire',
];

/** Rupees. */
export const AMOUNTS = [
  48_500n,
  1_250n,
  12_780n,
  3_499n,
  96_000n,
  7_640n,
  1_84_500n,
  2_150n,
  25_000n,
  640n,
  15_325n,
  54_890n,
  8_200n,
  1_36_750n,
  999n,
  32_410n,
  5_560n,
  71_300n,
  1_825n,
];

export const BANKS: List<readonly [ifsc: string, name: string]> = [
  ['HDFC0000325', 'HDFC Bank'],
  ['ICIC0000739', 'ICICI Bank'],
  ['SBIN0000300', 'State Bank of India'],
  ['UTIB0000007', 'Axis Bank'],
  ['KKBK0000958', 'Kotak Mahindra Bank'],
  ['PUNB0112000', 'Punjab National Bank'],
  ['CNRB0000792', 'Canara Bank'],
  ['BARB0VJKALY', 'Bank of Baroda'],
  ['UBIN0530786', 'Union Bank of India'],
  ['IDFB0040101', 'IDFC FIRST Bank'],
  ['FDRL0001001', 'Federal Bank'],
];

export const PLACES: List<readonly [address: string, city: string, state: string, pin: string]> = [
  ['14 Lodhi Road', 'New Delhi', 'DL', '110003'],
  ['7 Hill Road', 'Mumbai', 'MH', '400050'],
  ['221 Double Road', 'Bengaluru', 'KA', '560038'],
  ['9 Usman Road', 'Chennai', 'TN', '600017'],
  ['33 Bhandarkar Road', 'Pune', 'MH', '411004'],
  ['5 Gariahat Road', 'Kolkata', 'WB', '700019'],
  ['18 Station Road', 'Jaipur', 'RJ', '302001'],
  ['62 Marine Drive', 'Kochi', 'KL', '682011'],
];
