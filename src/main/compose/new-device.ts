import { join } from 'node:path';
import { appVersion } from '#main/app-version.ts';
import { NewDevice } from '#main/domains/backup/index.ts';
import { PassingAccounts } from '#main/domains/cloud/index.ts';
import { createEgress, type EgressEntry } from '#main/engine/egress/index.ts';
import { EndpointCaller } from '#main/engine/endpoint/index.ts';
import { plainEndpoint } from '#shared/contracts/cloud.ts';
import { AppError } from '#shared/errors.ts';
import { parseRecoveryPhrase } from '#main/engine/secrets/index.ts';
import { restoringPath, swapInRestored } from '#main/engine/vault/index.ts';
import type { AccessTokens } from '#main/engine/vault/targets/index.ts';
import { createPlaces } from './backup-places.ts';
import { prepareCopy, type ExchangeDeps } from './store-exchanging.ts';
import type { AppSystem } from './system.ts';
import { newSlots, type MachineKeys } from './unlocking.ts';

export type BeginningDeps = Omit<ExchangeDeps, 'system' | 'keyRing' | 'onError'> &
  MachineKeys & {
    readonly system: AppSystem;
  };

/** What left this machine before there was a store to write it down in, at most so many. */
const MOST_ENTRIES = 10_000;

/** Restoring where there is no workspace yet. What leaves meanwhile is written down once there is one. */
export function createNewDevice(deps: BeginningDeps): NewDevice {
  const { dataDir, driver, migrations, nowMs, system } = deps;
  const entries: EgressEntry[] = [];
  const writeDown = () => {
    const { workspace } = system;
    if (workspace) for (const entry of entries.splice(0)) workspace.network.note(entry);
  };
  system.onStatus(writeDown);
  const note = (entry: EgressEntry) => {
    if (entries.length < MOST_ENTRIES) entries.push(entry);
    writeDown();
  };
  const egress = createEgress({ ledger: { note } });
  const passing = new PassingAccounts({ caller: new EndpointCaller({ egress, nowMs }), nowMs });
  return new NewDevice({
    openTarget: ({ place, secret, account }) => {
      const tokensFor = (endpoint: string) => (account ? passing.tokensFor(endpoint, account) : SIGNED_OUT);
      return createPlaces({ egress, tokensFor })(place, {
        secret: secret ?? null,
        bytesPerSecond: () => null,
      });
    },
    stateFolder: join(dataDir, 'backup'),
    appVersion: appVersion(),
    nowMs,
    parsePhrase: parseRecoveryPhrase,
    async begin({ phrase, ...wish }, make) {
      const slots = await newSlots(wish, deps, phrase);
      await system.beginFrom(slots, async (key, { files, storeId }) => {
        const appSchema = migrations.length;
        const path = restoringPath(files);
        const { restored, statements } = await make({ path, storeKey: key, driver, appSchema });
        await prepareCopy(path, key, { driver, migrations, nowMs, statements });
        await swapInRestored(files, restored, { storeId, nowMs: nowMs() });
      });
      await system.workspace?.backups.notePhraseOpens();
    },
    async settle({ place, account, deviceName }) {
      if (place.kind === 'adiuva' && account) {
        const endpoint = plainEndpoint(place.url);
        // Restored all the same where that does not go now: the next backup says that nobody is signed in.
        await system.workspace?.cloud
          .signIn({ endpoint, deviceName, ...account }, undefined)
          .catch(() => undefined);
      }
      await passing.leave();
    },
  });
}

/** An account belongs to a workspace, and there is none yet. */
const SIGNED_OUT: AccessTokens = {
  current: () => Promise.reject(signedOut()),
  renewed: () => Promise.reject(signedOut()),
};

function signedOut(): AppError {
  return new AppError(
    'sign_in_refused',
    'Nobody is signed in at this endpoint. Nothing was sent; enter the account that the backup belongs to.',
  );
}
