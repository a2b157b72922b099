/** @type {Record<string, string>} */
const REASONS = { busy: 'Provider busy', unavailable: 'Provider not available', bad_answer: 'Unusable answer' };

/** Why a model is asked again, in words. @param {string} reason as events name it */
export const retryReason = (reason) => REASONS[reason] ?? 'No answer yet';

/** @param {{attempt: number, attempts: number}} retry */
export const attemptWords = ({ attempt, attempts }) => `attempt ${attempt} of ${attempts}`;
