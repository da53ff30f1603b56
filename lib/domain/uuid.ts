const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Tells whether text is an id as this console makes them: a UUID in small letters. */
export const isUuid = (text: string): boolean => UUID.test(text);
