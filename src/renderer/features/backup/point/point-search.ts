import { addressParser, oneOf } from '#renderer/lib/address.ts';

/** The address of a point in time: the whole of it, or its single items. */
export const parsePointSearch = addressParser({ view: oneOf(['items']) });
export type PointSearch = ReturnType<typeof parsePointSearch>;
