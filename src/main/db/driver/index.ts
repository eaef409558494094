import { AppError } from '#shared/errors.ts';
import type { SqliteDriver } from './driver.ts';
import { createJourneyappsDriver } from './journeyapps.ts';
import { createMultipleCiphersDriver } from './multiple-ciphers.ts';

export type DriverChoice = {
  /** The value of `ADIUVA_SQLITE_DRIVER`; unset or empty chooses the one that is safe in Electron. */
  readonly name: string | undefined;
  /** Entry file of the SQLite worker, `workerUrl('sqlite')`. */
  readonly workerUrl: URL;
};

/** The driver that was asked for. Neither library loads before a store is opened. */
export function createDriver(choice: DriverChoice): SqliteDriver {
  switch (choice.name) {
    case undefined:
    case '':
    case 'multiple-ciphers':
      return createMultipleCiphersDriver({ workerUrl: choice.workerUrl });
    case 'journeyapps':
      return createJourneyappsDriver();
    default:
      throw new AppError(
        'driver_missing',
        'ADIUVA_SQLITE_DRIVER names no driver that Adiuva has. Your data is untouched; use multiple-ciphers or journeyapps, or unset it.',
      );
  }
}
