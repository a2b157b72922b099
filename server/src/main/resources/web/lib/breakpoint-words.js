const LEVELS = {
  'level:minimal': 'before every call',
  'level:standard': 'before calls of tools that change things (level standard and above)',
  'level:elevated': 'before calls of the most powerful tools (level elevated)',
};

/** What a breakpoint holds. @param {string} before as the server has it */
export const breakpointWords = (before) => LEVELS[before] ?? `before ${before.includes('.') ? before.replace(/^core\./, '') : `every call of ${before}`}`;

/** Those that are offered by level: value and words. */
export const LEVEL_CHOICES = Object.entries(LEVELS);
