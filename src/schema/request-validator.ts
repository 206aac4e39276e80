import validate from './request-event.validator.js';

/** What Middy's validator is given: the compiled validator of an event whose `sent` are the members that the caller sent. */
export const validateRequestEvent = validate;
