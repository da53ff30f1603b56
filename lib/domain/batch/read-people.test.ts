import { describe, expect, test } from 'vitest';
import { PEOPLE_LIMITS, PEOPLE_TEMPLATE, readPeople } from './read-people.ts';

const read = (text: string) => readPeople([new TextEncoder().encode(text)]);
const HEADER = 'Vendor name,A/C No.,IFSC Code,Mobile\n';

describe('a file of people', () => {
  test('is read by the headers people write; what is no part of a person is passed over', async () => {
    const { people, faults, advice } = await read(
      'Amount;Vendor name;A/C No.;IFSC Code;Mobile;Colour\n500;Asha Verma;50100012345678;hdfc0000325;98123 45678;red\n',
    );
    expect({ faults, advice }).toEqual({ faults: [], advice: [] });
    expect(people).toEqual([
      {
        ...{ line: 2, name: 'Asha Verma', account: '50100012345678' },
        known: { holderName: 'Asha Verma', ifsc: 'HDFC0000325', phone: '9812345678' },
      },
    ]);
  });

  test('names a person by first and last name where the holder is not said', async () => {
    const { people } = await read('First name,Last name,Account,IFSC\nAsha,Verma,50100012345678,HDFC0000325\n');
    expect(people[0]?.name).toBe('Asha Verma');
  });

  test('may be its own template', async () => {
    const { people, faults } = await read(PEOPLE_TEMPLATE);
    expect(faults).toEqual([]);
    expect(people).toHaveLength(1);
  });

  test.each([
    ['Asha Verma,5.01E+13,HDFC0000325,', 'A spreadsheet shortened this number'],
    ["Asha Verma,'50100012345678,HDFC0000325,", 'apostrophe'],
    ['Asha Verma,,HDFC0000325,', 'Account number: this is needed.'],
    ['Asha Verma,50100012345678,,', 'IFSC: this is needed.'],
    [',50100012345678,HDFC0000325,', 'Account holder: this is needed.'],
    ['Asha Verma,#N/A,HDFC0000325,', 'is an error of the spreadsheet'],
    [`${'A'.repeat(300)},50100012345678,HDFC0000325,`, 'shorten it to 255'],
  ])('leaves out the line %s and says why; the others come', async (line, why) => {
    const { people, faults } = await read(`${HEADER}${line}\nRavi Nair,50100012345679,HDFC0000325,\n`);
    expect(people.map(({ name }) => name)).toEqual(['Ravi Nair']);
    expect(faults).toEqual([{ line: 2, message: expect.stringContaining(why) }]);
  });

  test('takes an account once, and says in which line it stood', async () => {
    const line = 'Asha Verma,50100012345678,HDFC0000325,\n';
    const { people, faults } = await read(HEADER + line + line);
    expect(people).toHaveLength(1);
    expect(faults).toEqual([{ line: 3, message: 'This account stands in line 2 already.' }]);
  });

  test('says what is out of the ordinary and takes it all the same', async () => {
    const { people, advice } = await read(`${HEADER}Asha Verma,1234,ZZZZ0000001,\n`);
    expect(people).toHaveLength(1);
    expect(advice.map(({ line }) => line)).toEqual([2, 2]);
  });

  test.each([
    ['', 'empty'],
    ['Name,Town\nAsha,Pune\n', 'No column is called Account number or IFSC. The first line has: Name, Town.'],
    ['Account,IFSC\n501,HDFC0000325\n', 'No column is called Account holder'],
  ])('is refused where it cannot be understood: %j', async (text, why) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(why) });
  });

  test('is refused beyond its limits', async () => {
    const rows = 'Asha Verma,50100012345678,HDFC0000325,\n'.repeat(PEOPLE_LIMITS.rows + 1);
    await expect(read(HEADER + rows)).rejects.toMatchObject({ code: 'too_large' });
  });
});
