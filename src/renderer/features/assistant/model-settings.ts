/** Where models are set up; a page of the settings. */
export const MODEL_SETTINGS: string = '/settings?section=models';
