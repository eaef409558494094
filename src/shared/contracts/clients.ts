import { z } from 'zod';
import {
  clientIdSchema,
  colourSchema,
  currencySchema,
  instantSchema,
  longTextSchema,
  pageInput,
  tagsSchema,
} from './common.ts';

const shortText = z.string().trim().max(300);

export const contactSchema = z.object({
  id: z.uuid(),
  name: shortText.min(1),
  role: shortText.default(''),
  email: shortText.default(''),
  phone: shortText.default(''),
});
export type Contact = z.infer<typeof contactSchema>;

export const addressSchema = z.object({
  street: shortText.default(''),
  city: shortText.default(''),
  postalCode: shortText.default(''),
  region: shortText.default(''),
  country: shortText.default(''),
});
export type Address = z.infer<typeof addressSchema>;

export const EMPTY_ADDRESS: Address = { street: '', city: '', postalCode: '', region: '', country: '' };

const clientFields = {
  name: shortText.min(1),
  email: shortText,
  phone: shortText,
  website: shortText,
  /** VAT number, codice fiscale, EIN: free text, never checked against a registry. */
  taxId: shortText,
  /** BCP 47 tag of the language to write to this client in, or empty. */
  language: z.string().trim().max(35),
  currency: currencySchema.nullable(),
  /** Minor units of `currency` an hour. */
  hourlyRateMinor: z.number().int().min(0).nullable(),
  address: addressSchema,
  contacts: z.array(contactSchema).max(100),
  notes: longTextSchema,
  tags: tagsSchema,
  colour: colourSchema,
  /** Nothing of it goes to a model elsewhere, nor into what is about others. */
  isPrivate: z.boolean(),
};

export const clientSchema = z.object({
  id: clientIdSchema,
  ...clientFields,
  archivedAt: instantSchema.nullable(),
  deletedAt: instantSchema.nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Client = z.infer<typeof clientSchema>;

export const clientCreateSchema = z.object(clientFields).partial().required({ name: true });
export type ClientCreate = z.infer<typeof clientCreateSchema>;
export const clientPatchSchema = z.object({ ...clientFields, isArchived: z.boolean() }).partial();
export type ClientPatch = z.infer<typeof clientPatchSchema>;

export const clientListInputSchema = z.object({
  ...pageInput,
  text: z.string().max(300).optional(),
  archived: z.enum(['exclude', 'only', 'include']).default('exclude'),
  tags: tagsSchema.optional(),
  isPrivate: z.boolean().optional(),
  sort: z.enum(['name', '-updatedAt', '-createdAt']).default('name'),
});
export type ClientListInput = z.infer<typeof clientListInputSchema>;

/** A row of the client list with what a person looks for at a glance. */
export type ClientListItem = Client & {
  readonly activeProjectCount: number;
  readonly openTaskCount: number;
  readonly overdueTaskCount: number;
};
