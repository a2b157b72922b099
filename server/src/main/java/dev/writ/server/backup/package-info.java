/** Copies of what Writ keeps: backups and their way back, and the move to another database. */
@NullMarked
package dev.writ.server.backup;

import org.jspecify.annotations.NullMarked;
