/** Who may do what: scopes, assignments, ceilings, decisions and their receipts. */
@NullMarked
package dev.writ.permission;

import org.jspecify.annotations.NullMarked;
