import { post } from '../lib/api.js';
import { plural } from '../lib/format.js';
import { confirm } from './confirm-sheet.js';
import { say } from './note-list.js';

/** Asks, and then ends every grant there is. */
export const askRevokeAll = () => confirm({
  title: 'Revoke every grant',
  words: 'All agents lose every granted tool at once, and what runs under a grant is stopped. They may ask again.',
  action: 'Revoke all',
  act: async (reason) => {
    const { revoked } = await post('/grants/revoke-all', reason ? { reason } : {});
    say(`Revoked ${plural(revoked, 'grant')}`);
  },
});
