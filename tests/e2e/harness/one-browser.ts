import { afterAll } from 'vitest';
import { shareBrowser } from '../../support/launch/browser.ts';

// Its start costs more than most tests; each test has a context, and with it cookies, storage and pages, of its own.
afterAll(shareBrowser());
