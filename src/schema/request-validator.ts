import validate from './request-event.validator.js';

/** What Middy's validator is given: the compiled validator of an event whose `request` is the resolved request. */
export const validateRequestEvent = validate;
